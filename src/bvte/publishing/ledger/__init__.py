"""What reports were made from, which files they are, and whether they still stand."""
