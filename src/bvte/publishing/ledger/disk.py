"""Files that are there whole or not at all."""

import os


def put(text, target):
    """Write a text beside its place and move it there, so that no reader meets half of it."""
    part = target.with_name(f".{target.name}.part")
    write(part, text.encode())
    part.replace(target)


def write(path, content):
    """Write bytes to the disk itself, so that a name never stands for a file that a power cut emptied."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
