"""An office file as a package of parts, opened without harm.

Such a file is a zip archive of XML. Its directory says how large each part will be, and no more than that is ever
unpacked; a part is streamed, and one that declares entities is refused. What keeps a file from being read is one
`UnreadFile`.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from lxml import etree

MIB = 2**20
# Far above any form or yearbook, low enough to be read in a second or two.
MOST_FILE, MOST_UNPACKED, MOST_RATIO, MOST_PARTS = 32 * MIB, 128 * MIB, 1000, 5_000
# Of the directory at the end of an archive, which is read before its parts can be counted.
MOST_DIRECTORY, DIRECTORY_END = 2 * MIB, b"PK\5\6"
# A part that is read whole, such as the formats.
MOST_WHOLE = 8 * MIB
# Where the declarations of a part stand.
BEGINNING = 4096
# The first bytes of an old Office file, which is also the coat of one with a password.
COMPOUND, PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
# A comment may stand amid a number, and is none of it.
HARMLESS = {"resolve_entities": False, "collect_ids": False, "remove_comments": True, "remove_pis": True}
# What the libraries raise where a part is damaged, or packed in a way that no office program writes.
BROKEN = (
    *(etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError, OSError),
)


class UnreadFile(Exception):  # noqa: N818
    """A file that is not read; `code` says why, `found` where, `allowed` what is right."""

    def __init__(self, code: str, found: str, allowed: str = "") -> None:
        super().__init__(code, found)
        self.code, self.found, self.allowed = code, found, allowed


class Package:
    """The parts of an office file by name, each of them and their sum bounded."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        names = [info.filename.replace("\\", "/").casefold() for info in archive.infolist()]
        if len(names) > MOST_PARTS:
            raise UnreadFile("file_too_large", f"{len(names)} × *.xml", f"<= {MOST_PARTS}")
        if len(set(names)) < len(names):
            raise UnreadFile("file_broken", next(name for name in names if names.count(name) > 1))
        self.archive, self.parts, self.unpacked = archive, dict(zip(names, archive.infolist(), strict=True)), 0

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self.parts

    def open(self, part: str) -> zipfile.ZipExtFile:
        """The bytes of a part. Raises UnreadFile where it is missing, locked, or too large to be meant."""
        info = self.parts.get(part.casefold())
        if info is None:
            raise UnreadFile("file_broken", part)
        if info.flag_bits & 1:
            raise UnreadFile("file_encrypted", part)
        self.unpacked += info.file_size
        packed = info.file_size > MIB and info.file_size > MOST_RATIO * max(info.compress_size, 1)
        if self.unpacked > MOST_UNPACKED or packed:
            found = f"{part}: {info.file_size // MIB} MB"
            raise UnreadFile("file_too_large", found, f"<= {MOST_UNPACKED // MIB} MB")
        try:
            stream = cast(zipfile.ZipExtFile, self.archive.open(info))
            beginning = stream.peek(BEGINNING)
        except BROKEN as error:
            raise UnreadFile("file_broken", part) from error
        # Told before the parser meets what is declared; its letters may take two bytes each.
        if b"<!DOCTYPE" in beginning.replace(b"\0", b""):
            raise UnreadFile("file_entities", part)
        return stream

    def elements(self, part: str, root: str, *tags: str) -> Iterator[Any]:
        """The elements of these names as a part is read; what is read before one is forgotten by its reader.

        root : the name of the element around all of them. Raises UnreadFile.
        """
        try:
            with self.open(part) as stream:
                found = etree.iterparse(stream, tag=tags, **HARMLESS)
                yield from (element for _, element in found)
                _refuse_entities(found.root, part)
        except BROKEN as error:
            raise UnreadFile("file_broken", part) from error
        if found.root.tag != root:
            raise UnreadFile("file_broken", part)

    def root(self, part: str) -> Any:
        """The whole of a small part. Raises UnreadFile."""
        if part in self and self.parts[part.casefold()].file_size > MOST_WHOLE:
            raise UnreadFile("file_too_large", part, f"<= {MOST_WHOLE // MIB} MB")
        try:
            with self.open(part) as stream:
                root = etree.parse(stream, etree.XMLParser(**HARMLESS)).getroot()
        except BROKEN as error:
            raise UnreadFile("file_broken", part) from error
        _refuse_entities(root, part)
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part leads to: id -> (kind, part)."""
        folder, name = posixpath.split(part)
        entries = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            entry.get("Id", ""): (
                entry.get("Type", ""),
                posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
            )
            for entry in entries.iterchildren("{*}Relationship")
            if entry.get("TargetMode") != "External"
        }


def _refuse_entities(element: Any, part: str) -> None:
    """Raise UnreadFile where a part declares types or entities: no program that saves workbooks does."""
    if element is not None and element.getroottree().docinfo.internalDTD is not None:
        raise UnreadFile("file_entities", part)


def open_package(path: Path) -> Package:
    """The package of a file. Raises UnreadFile, OSError."""
    if path.stat().st_size > MOST_FILE:
        raise UnreadFile("file_too_large", f"{path.stat().st_size // MIB} MB", f"<= {MOST_FILE // MIB} MB")
    content = path.read_bytes()
    if content.startswith(COMPOUND):
        raise UnreadFile("file_encrypted" if PASSWORD in content else "workbook_other_format", ".xls")
    end = content.rfind(DIRECTORY_END)
    if end >= 0 and int.from_bytes(content[end + 12 : end + 16], "little") > MOST_DIRECTORY:
        raise UnreadFile("file_too_large", "PK", f"<= {MOST_PARTS}")
    try:
        package = Package(zipfile.ZipFile(io.BytesIO(content)))
    except BROKEN as error:
        # The end of a package lists its parts, so one that was cut has none.
        cut = content.startswith(b"PK")
        raise UnreadFile("file_broken" if cut else "not_a_workbook", "", ".xlsx") from error
    if "mimetype" in package:
        raise UnreadFile("workbook_other_format", ".ods")
    return package


def part_of_kind(related: dict[str, tuple[str, str]], kind: str) -> str | None:
    """The first part of a kind among those that a part leads to (id -> (kind, part))."""
    return next((part for found, part in related.values() if found.endswith(f"/{kind}")), None)
