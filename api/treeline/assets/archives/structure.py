"""The structure of a zip: its end record, its list of members, and the bytes of each.

`zipfile` would create an object for every member, take an end marker in a comment for the end, and take an archive
that is the last member of a truncated one for the whole.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO, NamedTuple

from treeline.assets.archives.charsets import charset_of, is_by_chance
from treeline.assets.archives.errors import InvalidArchive
from treeline.assets.draft.batch import Limits
from treeline.assets.errors import TooLarge, TooManyNodes

_END, _END_MARK = struct.Struct("<4s4H2LH"), b"PK\5\6"
_END64, _END64_MARK = struct.Struct("<4s8x4x2L4Q"), b"PK\6\6"
_LOCATOR, _LOCATOR_MARK = struct.Struct("<4sLQL"), b"PK\6\7"
_ENTRY, _ENTRY_MARK = struct.Struct("<4s4xHH4x3L3H4x2L"), b"PK\1\2"
_HEADER, _HEADER_MARK = struct.Struct("<4s22xHH"), b"PK\3\4"
_SIGNATURE_MARK = b"PK\5\5"
# Behind the end of an archive, its comment included, this much more is looked through for it.
_MAX_BEHIND = 16 * 1024**2
_MAX_ENDS = 20_000
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ZIP64_EXTRA, _UNICODE_PATH_EXTRA = 0x0001, 0x7075
UTF8_NAME = 0x800
BROKEN_LIST = "The archive's directory is corrupt."


@dataclass(frozen=True, slots=True)
class CentralEntry:
    """A member as the list has it. `at` is where its header stands in the file."""

    name: str
    raw_name: bytes
    charset: str  # in which the name is read, if that had to be guessed
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    attributes: int
    at: int


class End(NamedTuple):
    """What the end of an archive says: `[start, end)` is the list of members, all places are `base` later."""

    start: int
    end: int
    base: int
    members: int
    behind: int


def find_end(file: BinaryIO, limits: Limits) -> End:
    """Raises InvalidArchive, TooLarge."""
    size = file.seek(0, os.SEEK_END)
    found: End | None = None
    mark_at = size
    for at, comment in _marks(file, size):
        if found is not None and not at + _END.size <= mark_at < at + _END.size + comment:
            continue  # not one whose comment this mark is part of
        end = _end(file, at, size - at - _END.size - comment)
        if end is not None:
            found, mark_at = end, at
    if found is None:
        raise InvalidArchive("Not a zip archive, or its end is missing.")
    if found.base and _is_in_another(file, found.base):
        raise InvalidArchive("The archive is truncated, or there is another archive before it.")
    if found.end - found.start > limits.batch_bytes:
        raise TooLarge(f"The archive's directory can have at most {limits.batch_bytes} bytes.")
    return found


def _marks(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Where an end may stand, the last first, and how long its comment is."""
    tail_at = max(size - _END.size - _FULL16 - _MAX_BEHIND, 0)
    file.seek(tail_at)
    tail = file.read()
    at = len(tail)
    for _ in range(_MAX_ENDS):
        at = tail.rfind(_END_MARK, 0, at + len(_END_MARK) - 1)
        if at < 0:
            return
        if at + _END.size <= len(tail):
            comment = _END.unpack_from(tail, at)[-1]
            if at + _END.size + comment <= len(tail):
                yield tail_at + at, comment


def _end(file: BinaryIO, at: int, behind: int) -> End | None:
    """None if nothing fits to what is said here."""
    _, disk, list_disk, here, members, length, start, _ = _END.unpack(_read(file, at, _END.size))
    end = at
    locator = _read(file, at - _LOCATOR.size, _LOCATOR.size)
    if locator.startswith(_LOCATOR_MARK):
        stated = _LOCATOR.unpack(locator)[2]
        for end64_at in (stated, at - _LOCATOR.size - _END64.size):
            end64 = _read(file, end64_at, _END64.size)
            if end64.startswith(_END64_MARK):
                _, disk, list_disk, here, members, length, start = _END64.unpack(end64)
                end = end64_at
                break
    if (disk, here) != (list_disk, members):
        return None
    base = end - length - start
    if base < 0 or (length and not _read(file, end - length, 4).startswith(_ENTRY_MARK)) or (not length and members):
        return None
    return End(end - length, end, base, members, behind)


def _is_in_another(file: BinaryIO, base: int) -> bool:
    """Bytes in front are a program that unpacks itself, or else: but not a member of an archive that has no end."""
    if _read(file, 0, 4) == _HEADER_MARK:
        return True
    before_at = max(base - _HEADER.size - 2 * _FULL16, 0)
    before = _read(file, before_at, base - before_at)
    at = before.rfind(_HEADER_MARK)
    while at >= 0:
        if len(before) - at >= _HEADER.size:
            _, name, extra = _HEADER.unpack_from(before, at)
            if at + _HEADER.size + name + extra == len(before):
                return True
        at = before.rfind(_HEADER_MARK, 0, at)
    return False


def entries(file: BinaryIO, end: End, limits: Limits) -> list[CentralEntry]:
    """The members, in the order of the list. Raises InvalidArchive, TooManyNodes."""
    found: list[CentralEntry] = []
    unnamed: list[int] = []
    at = end.start
    file.seek(at)
    while at < end.end:
        fixed = file.read(_ENTRY.size)
        if fixed.startswith(_SIGNATURE_MARK):
            break
        if len(fixed) < _ENTRY.size or not fixed.startswith(_ENTRY_MARK):
            raise InvalidArchive(BROKEN_LIST)
        lengths = _ENTRY.unpack(fixed)[6:9]
        if len(found) >= limits.batch_nodes:
            raise TooManyNodes(f"An archive can have at most {limits.batch_nodes} members.")
        rest = file.read(sum(lengths))
        at += len(fixed) + sum(lengths)
        if at > end.end or len(rest) < sum(lengths):
            raise InvalidArchive(BROKEN_LIST)
        name, extra = rest[: lengths[0]], _extra_fields(rest[lengths[0] : lengths[0] + lengths[1]])
        said = _name(name, extra)
        if said is None:
            unnamed.append(len(found))
        found.append(_entry(fixed, name, said or "", extra, end.base))
    if (len(found) - end.members) & _FULL16:  # some count to 65,535 and start again
        raise InvalidArchive("The number of members doesn't match the archive's directory.")
    for index, (name, charset) in zip(unnamed, _guessed([found[index] for index in unnamed]), strict=True):
        found[index] = replace(found[index], name=name, charset=charset)
    return found


def _entry(fixed: bytes, raw_name: bytes, name: str, fields: dict[int, bytes], base: int) -> CentralEntry:
    """Raises InvalidArchive."""
    _, flags, method, crc, packed_size, size, *_, attributes, at = _ENTRY.unpack(fixed)
    wide, wide_at = fields.get(_ZIP64_EXTRA, b""), 0
    values = [size, packed_size, at]
    for index, value in enumerate(values):
        if value == _FULL32 and _ZIP64_EXTRA in fields:
            if len(wide) < wide_at + 8:
                raise InvalidArchive(BROKEN_LIST)
            (values[index],) = struct.unpack_from("<Q", wide, wide_at)
            wide_at += 8
    size, packed_size, at = values
    return CentralEntry(name, raw_name, "", flags, method, crc, packed_size, size, attributes, base + at)


def _extra_fields(extra: bytes) -> dict[int, bytes]:
    """The first of each kind; what is cut off at the end is no field."""
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if at + 4 + length > len(extra):
            break
        fields.setdefault(kind, extra[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _name(raw: bytes, fields: dict[int, bytes]) -> str | None:
    """The name, where nothing about it is in doubt."""
    unicode_path = fields.get(_UNICODE_PATH_EXTRA, b"")
    # Bound to the plain name by its CRC: a tool that renames a member and does not know the field leaves it behind.
    if unicode_path.startswith(b"\1") and unicode_path[1:5] == struct.pack("<L", zlib.crc32(raw)):
        with suppress(UnicodeDecodeError):
            return unicode_path[5:].decode()
    return raw.decode() if raw.isascii() else None


def _guessed(listed: list[CentralEntry]) -> Iterator[tuple[str, str]]:
    """The names of these, and the charset that each is taken to be in, if it is not UTF-8.

    All names that are no UTF-8 are in one charset, and so are those that are UTF-8 by chance.
    """
    texts = [_utf8(entry.raw_name) for entry in listed]
    odd = [entry.raw_name for entry, text in zip(listed, texts, strict=True) if text is None]
    codec, charset = charset_of(odd) if odd else ("", "")
    for entry, text in zip(listed, texts, strict=True):
        if text is None or (not entry.flags & UTF8_NAME and is_by_chance(entry.raw_name, codec)):
            yield entry.raw_name.decode(codec), charset
        else:
            yield text, ""


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def content_at(file: BinaryIO, entry: CentralEntry) -> int | None:
    """Where a member's bytes begin; None where there is no header of this member."""
    header = _read(file, entry.at, _HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_HEADER_MARK):
        return None
    _, name, extra = _HEADER.unpack(header)
    if file.read(name).replace(b"\\", b"/") != entry.raw_name.replace(b"\\", b"/"):
        return None
    return entry.at + _HEADER.size + name + extra


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    """Nothing where there is none, and beyond what a file can address."""
    if not 0 <= at < 2**63:
        return b""
    file.seek(at)
    return file.read(length)
