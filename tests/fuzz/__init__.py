"""Whatever happens to a file of `data/`: read, or refused in a sentence; `python3 run.py fuzz`."""
