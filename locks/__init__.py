"""What `.venv` is made from: the locks of its parts, how they are made, and a folder of packages for no network."""
