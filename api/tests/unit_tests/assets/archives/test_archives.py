"""What is taken from a zip and what is refused, by archives built byte for byte; and how one is made."""

import io
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zips import (
    DOUBLE,
    GOOD,
    HOSTILE,
    MIB,
    NESTED,
    TEXT,
    UTF8,
    Hostile,
    Part,
    entry,
    header,
    overlapping_bomb,
    zip_of,
)
from treeline.assets.archives.reading import ArchiveReader
from treeline.assets.archives.writing import ZipMember, stream
from treeline.assets.draft.batch import FolderNode, Limits, Node
from treeline.kernel.errors import ApiError


def take(archive: bytes, limits: Limits | None = None) -> tuple[ArchiveReader, dict[str, bytes]]:
    """All of an archive, as an import reads it."""
    reader = ArchiveReader(io.BytesIO(archive), limits or Limits())
    return reader, {str(node.name): b"".join(chunks) for node, chunks in reader.contents()}


def paths(children: list[Node], where: str = "") -> Iterator[str]:
    for node in children:
        is_folder = isinstance(node, FolderNode)
        yield f"{where}{node.name}{'/' if is_folder else ''}"
        yield from paths(node.children, f"{where}{node.name}/")


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_and_the_member_is_named(case: Hostile):
    with pytest.raises(ApiError) as refused:
        take(case.archive)
    assert (refused.value.code, refused.value.status) == (case.code, case.status)
    named = [detail["path"] for detail in refused.value.details or []]
    assert named == ([] if case.path is None else [case.path])


def test_the_corpus_is_wrong_only_where_it_means_to_be():
    """The builder makes what a zip is, and each hostile name is refused for its own sake."""
    reader, contents = take(zip_of(GOOD, Part("d/"), Part("d/f", TEXT, ZIP_DEFLATED), comment=b"a comment"))
    assert list(paths(reader.children)) == ["good.txt", "d/", "d/f"]
    assert contents == {"good.txt": b"good", "f": TEXT}
    bomb = overlapping_bomb()
    members = ZipFile(io.BytesIO(bomb)).filelist
    assert sum(info.file_size for info in members) > 500 * len(bomb)
    for info in members:
        content = zlib.decompressobj(-15).decompress(bomb[info.header_offset + 30 + len(info.filename) :])
        assert (len(content), zlib.crc32(content)) == (info.file_size, info.CRC)


def test_every_bad_member_is_named():
    with pytest.raises(ApiError) as refused:
        take(zip_of(*(Part(f"../{number}", b"x") for number in range(300)), GOOD))
    assert [detail["path"] for detail in refused.value.details or []] == [f"../{number}" for number in range(100)]


@pytest.mark.parametrize("step", range(0, 100, 25))
def test_no_beginning_of_an_archive_is_taken_for_one(step: int):
    whole = zip_of(GOOD, Part("inner.zip", zip_of(GOOD, DOUBLE)), Part("f", TEXT, ZIP_DEFLATED), comment=b"a comment")
    take(whole)
    for length in range(step, len(whole), 100):
        with pytest.raises(ApiError):
            take(whole[:length])


def test_folders_that_no_member_stands_for_are_made_in_order():
    parts = [Part(name) for name in ("z/y/x", "a", "z/b", "z/y/", "z/", "e/")]
    assert list(paths(take(zip_of(*parts))[0].children)) == ["z/", "z/y/", "z/y/x", "z/b", "a", "e/"]


def test_what_macos_adds_is_left_out_with_a_warning():
    clutter = ("__MACOSX/d/._f", "__MACOSX/._d", "d/.DS_Store", ".DS_Store", "__MACOSX/../../etc")
    reader, contents = take(zip_of(Part("d/f", b"x"), *(Part(name, b"junk") for name in clutter)))
    assert (list(paths(reader.children)), contents) == (["d/", "d/f"], {"f": b"x"})
    assert [warning["path"] for warning in reader.warnings] == ["__MACOSX/", "d/.DS_Store", ".DS_Store"]


@pytest.mark.parametrize(
    ("name", "flags", "expected"),
    [
        ("größe.txt".encode(), UTF8, "größe.txt"),
        ("größe.txt".encode(), 0, "größe.txt"),
        ("größe.txt".encode("cp437"), 0, "größe.txt"),
        ("日本".encode(), 0, "日本"),
    ],
)
def test_names_are_read_as_they_were_meant(name: bytes, flags: int, expected: str):
    assert list(paths(take(zip_of(Part(name, b"x", flags=flags)))[0].children)) == [expected]


def test_a_name_that_is_not_the_utf8_it_says_is_taken_with_a_warning():
    reader, _ = take(zip_of(Part(b"gr\x94\xe1e", flags=UTF8)))
    assert list(paths(reader.children)) == ["größe"]
    message = "this name is declared as UTF-8 but isn't valid UTF-8: read as CP437"
    assert reader.warnings == [{"path": "größe", "message": message}]


def test_long_forms_are_taken():
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for number in range(3):
            with archive.open(f"{number}", "w", force_zip64=True) as member:
                member.write(b"%d" % number)
        # As many members as only the long form of the end can count.
        for number in range(65_600):
            archive.mkdir(f"e{number}")
    assert b"PK\6\6" in out.getvalue()
    reader, contents = take(out.getvalue())
    assert (len(reader.children), contents) == (65_603, {"0": b"0", "1": b"1", "2": b"2"})


@pytest.mark.parametrize(
    ("limits", "code", "path"),
    [
        ({"batch_nodes": 3}, "app_asset_too_many_nodes", None),
        ({"batch_nodes": 5}, "app_asset_too_many_nodes", "d/e/f/g"),
        ({"batch_bytes": 100}, "app_asset_too_large", None),
        ({"file_bytes": 5}, "app_asset_too_large", "b"),
        ({"file_bytes": 11}, "app_asset_too_large", "c"),
        ({"depth": 2}, "app_asset_too_deep", "d/e/f/g"),
    ],
)
def test_limits(limits: dict[str, int], code: str, path: str | None):
    archive = zip_of(Part("a", b"12345"), Part("b", b"123456"), Part("c", b"1"), Part("d/e/f/g"))
    take(archive, Limits(batch_nodes=7, depth=3, file_bytes=12))
    with pytest.raises(ApiError) as refused:
        take(archive, Limits(**limits))
    assert (refused.value.code, refused.value.status) == (code, 400 if "deep" in code else 413)
    assert [detail["path"] for detail in refused.value.details or []] == ([] if path is None else [path])


def test_members_are_counted_before_they_are_made():
    """A short list that says it is a long one costs nothing: zipfile would make a million objects of this."""
    members = 300_000
    body = header(GOOD) + GOOD.content
    entries = [entry(GOOD, 0)] * members
    with pytest.raises(ApiError) as refused:
        take(body + b"".join(entries) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 54 * members, len(body), 0))
    assert refused.value.code == "app_asset_too_many_nodes"


def test_a_bomb_in_a_bomb_is_a_file():
    reader, contents = take(zip_of(Part("inner.zip", NESTED)))
    assert (len(reader.children), contents) == (1, {"inner.zip": NESTED})


@given(st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=4)), min_size=1, max_size=5))
def test_no_damage_breaks_the_reader(damage: list[tuple[int, bytes]]):
    archive = bytearray(zip_of(GOOD, Part("d/é", TEXT, ZIP_DEFLATED), Part("e/"), comment=b"a comment"))
    for at, data in damage:
        at %= len(archive)
        archive[at : at + len(data)] = data
    with suppress(ApiError):
        assert set(take(bytes(archive))[1].values()) <= {b"good", TEXT}


def made(*entries: tuple[str, bytes | None]) -> bytes:
    """Our own archive; None is a folder."""
    kept = dict(entries)
    at = datetime(2026, 5, 17, 13, 45, 6, tzinfo=UTC)
    listed = [
        ZipMember(path, "folder" if data is None else "file", len(data or b""), at, uuid4(), 0)
        for path, data in entries
    ]
    return b"".join(stream(listed, lambda entry: iter([kept[entry.path] or b""])))


def test_our_archive_is_read_by_others():
    archive = ZipFile(io.BytesIO(made(("d", None), ("d/größe 日本.md", TEXT), ("photo.PNG", TEXT), ("empty", b""))))
    assert archive.namelist() == ["d/", "d/größe 日本.md", "photo.PNG", "empty"]
    assert archive.testzip() is None
    folder, text, photo, empty = archive.filelist
    assert (folder.is_dir(), stat.S_ISDIR(folder.external_attr >> 16)) == (True, True)
    assert stat.S_IMODE(text.external_attr >> 16) == 0o644
    assert text.date_time == (2026, 5, 17, 13, 45, 6)
    assert text.compress_size < len(TEXT) // 10
    assert len(TEXT) < photo.compress_size < len(TEXT) + 50
    assert archive.read(empty) == b""


def test_an_archive_is_made_while_it_is_read():
    """Pieces come before the last file is asked for, and none is much larger than a piece of a file."""
    asked: list[str] = []

    def read(entry: ZipMember) -> Iterator[bytes]:
        asked.append(entry.path)
        return iter([b"\xaa" * 65536] * 16)

    at = datetime.now(UTC)
    pieces = stream((ZipMember(f"{number}.zip", "file", MIB, at, uuid4(), 0) for number in range(50)), read)
    sizes = [len(next(pieces))]
    assert asked == ["0.zip"]
    sizes += map(len, pieces)
    assert (len(asked), sum(sizes) > 50 * MIB, max(sizes) < MIB) == (50, True, True)


def test_whoever_stops_reading_stops_the_archive():
    closed: list[str] = []

    def read(entry: ZipMember) -> Iterator[bytes]:
        try:
            yield from [bytes(MIB)] * 100
        finally:
            closed.append(entry.path)

    chunks = stream([ZipMember("a.zip", "file", 100 * MIB, datetime.now(UTC), uuid4(), 0)] * 2, read)
    next(chunks)
    chunks.close()
    assert closed == ["a.zip"]


@given(st.dictionaries(st.text("abcé/.", min_size=1, max_size=6), st.binary(max_size=20), max_size=4))
def test_whatever_zipfile_writes_is_taken_whole_or_refused(members: dict[str, bytes]):
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name), b"" if name.endswith("/") else data)
    files = {re.sub(r"\A(\./)+", "", name): data for name, data in members.items() if not name.endswith("/")}
    with suppress(ApiError):
        reader = ArchiveReader(io.BytesIO(out.getvalue()), Limits())
        assert sorted(path for path in paths(reader.children) if not path.endswith("/")) == sorted(files)
        assert sorted(b"".join(chunks) for _, chunks in reader.contents()) == sorted(files.values())
