"""The rules that a data folder must keep: each returns the rows that break it."""
