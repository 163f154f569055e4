"""Zips built byte for byte, so that any field may lie; and a corpus of those that must be refused."""

import stat
import struct
import zlib
from dataclasses import dataclass
from typing import NamedTuple
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED

MIB = 1024 * 1024
ENCRYPTED, UTF8 = 0x1, 0x800


@dataclass
class Part:
    """One member, each field of which may lie. What is not said is worked out from `data`."""

    name: str | bytes
    data: bytes = b""
    method: int = ZIP_STORED
    flags: int = 0
    attributes: int = 0
    size: int | None = None
    packed: bytes | None = None
    packed_size: int | None = None
    crc: int | None = None
    local_name: bytes | None = None
    offset: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""

    def __post_init__(self) -> None:
        if isinstance(self.name, str):
            self.flags |= 0 if self.name.isascii() else UTF8
            self.name = self.name.encode()

    @property
    def content(self) -> bytes:
        if self.packed is None:
            return deflated(self.data) if self.method == ZIP_DEFLATED else self.data
        return self.packed

    @property
    def sizes(self) -> tuple[int, int, int]:
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        packed = len(self.content) if self.packed_size is None else self.packed_size
        return crc, packed, len(self.data) if self.size is None else self.size


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def header(part: Part) -> bytes:
    name = part.name if part.local_name is None else part.local_name
    assert isinstance(name, bytes)
    lengths = len(name), len(part.local_extra)
    fixed = struct.pack("<4s5H3L2H", b"PK\3\4", 20, part.flags, part.method, 0, 33, *part.sizes, *lengths)
    return fixed + name + part.local_extra


def entry(part: Part, offset: int) -> bytes:
    assert isinstance(part.name, bytes)
    lengths = len(part.name), len(part.extra)
    fixed = (0x314, 20, part.flags, part.method, 0, 33, *part.sizes, *lengths, 0, 0, 0, part.attributes)
    packed = struct.pack("<4s6H3L5H2L", b"PK\1\2", *fixed, offset if part.offset is None else part.offset)
    return packed + part.name + part.extra


def ending(entries: list[bytes], start: int, comment: bytes = b"") -> bytes:
    count, length = len(entries), sum(map(len, entries))
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, length, start, len(comment)) + comment


def zip_of(*parts: Part, comment: bytes = b"") -> bytes:
    body, entries = b"", []
    for part in parts:
        entries.append(entry(part, len(body)))
        body += header(part) + part.content
    return body + b"".join(entries) + ending(entries, len(body), comment)


def overlapping_bomb() -> bytes:
    """Each member's stream quotes the next member's header and goes on with its content: 30 files share one kernel."""
    names = [b"%02d" % number for number in range(30)]
    data = bytes(100_000)
    packed, body = deflated(data), b""
    members: list[tuple[Part, int]] = []
    for name in reversed(names):
        part = Part(name, data, ZIP_DEFLATED, packed=packed)
        members.append((part, len(body) + len(packed)))
        body = header(part)
        packed = struct.pack("<BHH", 0, len(body), len(body) ^ 0xFFFF) + body + packed
        data = body + data
    whole = header(members[-1][0]) + members[-1][0].content
    entries = [entry(part, len(whole) - len(header(part)) - len(part.content)) for part, _ in reversed(members)]
    return whole + b"".join(entries) + ending(entries, len(whole))


def unix(kind: int) -> int:
    return (kind | 0o777) << 16


def deep(folders: int) -> Part:
    return Part("d/" * folders + "f", b"x")


class Hostile(NamedTuple):
    archive: bytes
    code: str
    path: str | None
    status: int = 400


INVALID = "app_asset_invalid_archive"
GOOD = Part("good.txt", b"good")
DOUBLE = Part("f", b"twice")
TEXT = b"text " * 500
NESTED = zip_of(Part("bomb", bytes(3 * MIB), ZIP_DEFLATED))

# Each with a good member in front: the refusal is for the bad one, and nothing of the good one stays.
HOSTILE: dict[str, Hostile] = {
    "nothing": Hostile(b"", INVALID, None),
    "no zip": Hostile(b"x" * 5000, INVALID, None),
    "no members": Hostile(zip_of(), INVALID, None),
    "only clutter": Hostile(zip_of(Part("__MACOSX/a", b"x"), Part(".DS_Store", b"x")), INVALID, None),
    "two archives": Hostile(zip_of(GOOD) + zip_of(DOUBLE), INVALID, None),
    "more members than there are": Hostile(zip_of(GOOD)[:-14] + b"\2\0\2\0" + zip_of(GOOD)[-10:], INVALID, None),
    "a part of several": Hostile(zip_of(GOOD)[:-18] + b"\1\0\0\0" + zip_of(GOOD)[-14:], INVALID, None),
    "the end of another": Hostile(zip_of(Part("inner.zip", NESTED), GOOD)[: 30 + 9 + len(NESTED)], INVALID, None),
    "a broken list": Hostile(zip_of(GOOD).replace(b"PK\1\2", b"PK\1\3"), INVALID, None),
    "overlapping members": Hostile(overlapping_bomb(), INVALID, "28"),
    "one member twice": Hostile(zip_of(DOUBLE, Part("g", b"twice", offset=0, local_name=b"f")), INVALID, "g"),
    "65 deep": Hostile(zip_of(GOOD, deep(65)), "app_asset_too_deep", "d/" * 65 + "f"),
    "65 empty folders deep": Hostile(zip_of(GOOD, Part("d/" * 65)), "app_asset_too_deep", "d/" * 65),
    "a short bomb": Hostile(zip_of(GOOD, Part("f", bytes(9 * MIB), ZIP_DEFLATED, size=9)), INVALID, "f"),
}


def hostile(name: str, *parts: Part, path: str) -> None:
    HOSTILE[name] = Hostile(zip_of(GOOD, *parts), INVALID, path)


BAD_NAMES = """
/etc/passwd //host/share ../x a/../../x a/.. ./../x a/./x a//x .. . / a// x.
..\\x a\\..\\b \\\\host\\share \\x C:\\x C:/x c: z:/ z:\\
"""
for bad in (*BAD_NAMES.split(), "a/b\0.txt", "x\n", "\tx", " x", "x ", "n" * 256, "d/" + "ü" * 128, "\x7f", "a/\u0085"):
    hostile(f"the name {bad[:20]!r}", Part(bad, b""), path=bad.replace("\\", "/").removeprefix("./"))
for kind, name in ((stat.S_IFLNK, "a link"), (stat.S_IFIFO, "a pipe"), (stat.S_IFCHR, "a device"), (stat.S_IFDIR, "?")):
    hostile(f"special: {name}", Part("f", b"/etc/passwd", attributes=unix(kind)), path="f")
hostile("a folder that is a link", Part("d/", attributes=unix(stat.S_IFLNK)), path="d/")
hostile("a link of Windows", Part("f", b"x", attributes=0x400), path="f")
hostile("a folder with content", Part("d/", b"x"), path="d/")
hostile("a folder with hidden content", Part("d/", packed=b"hidden", method=ZIP_DEFLATED), path="d/")
hostile("the same name", DOUBLE, DOUBLE, path="f")
hostile("the same folder in another case", Part("d/"), Part("D/"), path="D/")
hostile("the same name in another case", Part("Read.me"), Part("README"), Part("read.ME"), path="read.ME")
hostile("the same name in another form", Part("\u00e9"), Part("e\u0301"), path="e\u0301")
hostile("a folder in another case", Part("Src/a"), Part("src/b"), path="src/b")
hostile("a file that is a folder", Part("a", b"x"), Part("a/b", b"x"), path="a/b")
hostile("a folder that is a file", Part("a/b", b"x"), Part("A", b"x"), path="A")
hostile("encrypted", Part("f", b"x" * 12, flags=ENCRYPTED), path="f")
hostile("strongly encrypted", Part("f", b"x" * 12, flags=0x40), path="f")
hostile("a patch", Part("f", b"x", flags=0x20), path="f")
for number in (1, 6, 9, ZIP_BZIP2, ZIP_LZMA, 93, 97):
    hostile(f"compression {number}", Part("f", b"x", method=number), path="f")
hostile("a wrong CRC, stored", Part("f", TEXT, crc=7), path="f")
hostile("a wrong CRC, deflated", Part("f", TEXT, ZIP_DEFLATED, crc=7), path="f")
hostile("no deflate stream", Part("f", b"x", ZIP_DEFLATED, packed=b"\xff" * 50), path="f")
hostile("a cut deflate stream", Part("f", TEXT, ZIP_DEFLATED, packed=deflated(TEXT)[:-9]), path="f")
hostile("more than declared", Part("f", TEXT, ZIP_DEFLATED, size=100, crc=zlib.crc32(TEXT[:100])), path="f")
hostile("less than declared", Part("f", TEXT, ZIP_DEFLATED, size=2501), path="f")
hostile("sizes that differ", Part("f", b"four", size=3), path="f")
hostile("another name in front", Part("f", b"x", local_name=b"g"), path="f")
hostile("a length beyond the end", Part("f", b"x", ZIP_DEFLATED, packed_size=10_000), path="f")
hostile("a place beyond the end", Part("f", b"x", offset=10_000), path="f")
