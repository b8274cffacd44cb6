"""Declared evidence: what was published or counted, each figure with its source."""
