"""How long a batch of reports takes, measured against what users do today and against what is possible."""
