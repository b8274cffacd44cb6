"""Evidence and methods give findings: is a target met, may values be compared, do sources agree."""
