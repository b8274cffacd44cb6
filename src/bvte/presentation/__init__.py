"""Findings become charts, tables and sentences, in Vietnamese and English."""
