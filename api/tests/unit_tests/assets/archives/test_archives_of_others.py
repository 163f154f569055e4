"""Zips as other tools write them, and at the borders of what the format allows: what they hold is what is taken."""

import io
import os
import random
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zips import GOOD, MIB, TEXT, UTF8, Part, deflated, ending, entry, header, zip_of
from treeline.assets.archives.reading import ArchiveReader
from treeline.assets.draft.batch import FolderNode, Limits, Node
from treeline.kernel.errors import ApiError


def flat(children: list[Node], where: str = "") -> Iterator[tuple[str, Node]]:
    for node in children:
        yield f"{where}{node.name}", node
        if isinstance(node, FolderNode):
            yield from flat(node.children, f"{where}{node.name}/")


def taken(archive: bytes, limits: Limits | None = None) -> tuple[dict[str, bytes | None], list[str]]:
    """Every path with its bytes, None for a folder; and what is warned of."""
    reader = ArchiveReader(io.BytesIO(archive), limits or Limits())
    contents = {id(node): b"".join(chunks) for node, chunks in reader.contents()}
    paths = {path: contents.get(id(node)) for path, node in flat(reader.children)}
    return paths, [f"{warning['path']}: {warning['message']}" for warning in reader.warnings]


def refused(archive: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ApiError) as error:
        taken(archive, limits)
    details = error.value.details or [{"path": "", "message": ""}]
    return f"{error.value.message} {details[0]['path']}: {details[0]['message']}"


@pytest.mark.parametrize(
    "data",
    [
        bytes(10 * MIB),
        b"2026-05-17 13:45:06 INFO request served in 12 ms\n" * 100_000,
        b"BM" + b"\xff\xff\xff\x00" * MIB,
        b"[" + b'{"value": null}, ' * 200_000 + b"0]",
    ],
    ids=["zeros", "log", "bmp", "json"],
)
def test_what_compresses_well_is_no_bomb(data: bytes):
    assert taken(zip_of(Part("f", data, ZIP_DEFLATED)))[0] == {"f": data}


def test_what_is_unpacked_is_limited_in_all():
    archive = zip_of(*(Part(f"{number}", bytes(MIB), ZIP_DEFLATED) for number in range(3)))
    assert len(taken(archive, Limits(file_bytes=3 * MIB))[0]) == 3
    assert "2: the first that is too much" in refused(archive, Limits(file_bytes=3 * MIB - 1))


def test_folders_of_windows():
    """PowerShell 5.1: backslashes, no UTF-8 flag, folders only where they are empty."""
    archive = zip_of(
        Part("docs\\a\\b.txt", TEXT, ZIP_DEFLATED), Part("docs\\empty\\"), Part("docs\\flagged", attributes=0x10)
    )
    expected = {"docs": None, "docs/a": None, "docs/a/b.txt": TEXT, "docs/empty": None, "docs/flagged": None}
    assert taken(archive) == (expected, [])
    # A tool that has the one way of writing in the list and the other at the member.
    assert taken(zip_of(Part("a\\b", b"x", local_name=b"a/b")))[0] == {"a": None, "a/b": b"x"}


def test_what_macos_adds_is_left_out_wherever_it_lies():
    double = b"\0\5\x16\7\0\2\0\0Mac OS X        "
    added = ("__MACOSX/._a", "d/__MACOSX/e/._a", "._good.txt", "d/._x", "d/.DS_Store")
    found, warnings = taken(zip_of(GOOD, *(Part(path, double) for path in added), Part("d/x._y", b"x")))
    assert found == {"good.txt": b"good", "d": None, "d/x._y": b"x"}
    shown = ["__MACOSX/", "d/__MACOSX/", "._good.txt", "d/._x", "d/.DS_Store"]
    assert warnings == [f"{path}: skipped: a macOS system file" for path in shown]


def test_no_more_than_a_hundred_are_named():
    _, warnings = taken(zip_of(GOOD, *(Part(f"{number}/.DS_Store", b"x") for number in range(2_100))))
    assert (len(warnings), warnings[-1]) == (101, ": 2,000 more macOS system files were skipped")


def test_a_folder_may_have_been_zipped_as_a_dot():
    assert taken(zip_of(Part("./"), Part("./a/"), Part("./a/b", b"x"), Part(".hidden", b"y"))) == (
        {"a": None, "a/b": b"x", ".hidden": b"y"},
        [],
    )


def unicode_path(raw: bytes, name: bytes, version: int = 1) -> bytes:
    field = struct.pack("<BL", version, zlib.crc32(raw)) + name
    return struct.pack("<HH", 0x7075, len(field)) + field


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "name", "guessed"),
    [
        ("größe".encode(), UTF8, b"", "größe", False),
        ("größe".encode(), 0, b"", "größe", False),
        ("größe".encode("cp437"), 0, b"", "größe", True),
        ("日本".encode("cp932"), 0, b"", "日本", True),
        (b"gr\x94\xe1e", UTF8, b"", "größe", True),
        (b"gr??e", 0, unicode_path(b"gr??e", "größe".encode()), "größe", False),
        (b"\xff\xff", 0, unicode_path(b"\xff\xff", "größe".encode()), "größe", False),
        (b"gr\x94e", UTF8, unicode_path(b"gr\x94e", "größe".encode()), "größe", False),
        (
            "日本".encode("cp932"),
            0,
            b"\x99\x99\2\0xx" + unicode_path("日本".encode("cp932"), "日本".encode()),
            "日本",
            False,
        ),
        # Renamed by a tool that does not know the field: its CRC is that of another name.
        (b"new", 0, unicode_path(b"old", b"elder"), "new", False),
        (b"new", 0, unicode_path(b"new", b"elder", version=2), "new", False),
        (b"new", 0, unicode_path(b"new", b"\xff"), "new", False),
        (b"new", 0, b"\x75\x70\xff\xff\1", "new", False),
    ],
)
def test_each_way_that_a_name_is_written(raw: bytes, flags: int, extra: bytes, name: str, guessed: bool):
    found, warnings = taken(zip_of(Part(raw, b"x", flags=flags, extra=extra)))
    assert (found, bool(warnings)) == ({name: b"x"}, guessed)


CHARSETS = {
    "cp932": (
        "Shift-JIS",
        [
            "表.txt",
            "日本語の資料/ソース一覧表.xlsx",
            "能力.md",
            "第1章 はじめに.docx",
            "スクリーンショット.png",
            "見積書ABC.pdf",
        ],
    ),
    "gbk": (
        "GBK",
        ["中文", "新建文本文档.txt", "合同/测试方案 v2.docx", "使用说明.md", "项目管理.xlsx", "数据报告2024.csv"],
    ),
    "cp950": ("Big5", ["測試文件.txt", "使用說明.md", "新建資料夾/許功蓋.doc", "會議資料.pdf"]),
    "cp949": ("EUC-KR", ["한글 문서.hwp", "보고서/회의자료.docx", "새 폴더/사용자 목록.xlsx"]),
    "cp866": ("CP866", ["отчет.txt", "Новая папка/Договор.docx", "привет"]),
    "cp437": ("CP437", ["größe.txt", "Übung/Lösung.md", "été.txt", "español.md", "naïve.csv", "Ärger"]),
    "cp850": ("CP850", ["São Paulo.txt", "informação.md"]),
    "cp1252": ("Windows-1252", ["São Paulo.txt", "größe.txt", "Prüfung – Teil 1.md"]),
}
ALONE = [(codec, label, [name]) for codec, (label, names) in CHARSETS.items() for name in names if codec != "cp850"]


@pytest.mark.parametrize(
    ("codec", "label", "names"), [*ALONE, *((codec, label, names) for codec, (label, names) in CHARSETS.items())]
)
def test_names_in_the_charset_of_a_country(codec: str, label: str, names: list[str]):
    """A byte of 0x5C in a character of two is no separator: `表` ends with one in Shift-JIS, `功` in Big5."""
    found, warnings = taken(zip_of(Part("plain.txt", b"x"), *(Part(name.encode(codec), b"y") for name in names)))
    assert {path for path, data in found.items() if data} == {"plain.txt", *names}
    assert warnings == [
        f"{name}: the archive doesn't declare the encoding of this name: read as {label}" for name in names
    ]


def test_names_that_are_utf8_by_chance_are_read_as_their_neighbors():
    twofold = "摹"
    assert twofold.encode("gbk").decode() == "ġ"
    assert taken(zip_of(Part(twofold.encode("gbk"), b"x")))[0] == {"ġ": b"x"}
    names = [twofold, "合同.md", "使用说明.txt"]
    said = Part("größe", b"x"), Part(b"?", b"x", extra=unicode_path(b"?", "é".encode())), Part("日本".encode(), b"x")
    found, warnings = taken(zip_of(*said, *(Part(name.encode("gbk"), b"x") for name in names)))
    assert set(found) == {"größe", "é", "日本", *names}
    assert len(warnings) == len(names)


@given(st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=6), st.sampled_from([0, UTF8]))
def test_any_bytes_are_some_name_or_refused(names: list[bytes], flags: int):
    with suppress(ApiError):
        found, _ = taken(zip_of(*(Part(name, b"x", flags=flags) for name in names)))
        assert found


def test_many_names_in_another_charset_are_told_in_a_line():
    _, warnings = taken(zip_of(*(Part(f"表{number}".encode("cp932"), b"x") for number in range(2_100))))
    assert (len(warnings), warnings[-1]) == (101, ": 2,000 more names are read as Shift-JIS")


def test_a_folder_may_be_given_twice_and_with_an_empty_stream():
    empty = [deflated(b""), b"\1\0\0\xff\xff", b"\0\0\0\xff\xff" * 20 + b"\3\0"]
    parts = [Part("d/", packed=data, method=ZIP_DEFLATED) for data in empty]
    again = Part("e/"), Part("e\\"), Part("e/f/"), Part("e/")
    found, warnings = taken(zip_of(Part("d/f", b"x"), *parts, *again))
    assert (found, warnings) == ({"d": None, "d/f": b"x", "e": None, "e/f": None}, [])


def test_a_name_in_the_extra_field_is_checked_like_any_other():
    for name in (b"../x", b"/etc/passwd", b"C:\\x", "x\u0000".encode()):
        assert "f" not in refused(zip_of(Part("f", b"x", extra=unicode_path(b"f", name)))).split()[-1]
    double = Part("f", b"x"), Part("g", b"y", extra=unicode_path(b"g", b"F"))
    assert "another member has the same path" in refused(zip_of(*double))


MARKS = [
    b"PK\5\6",
    b"PK\5\6" + bytes(18),
    b"PK\5\6" + b"\xff" * 18,
    b"PK\1\2PK\3\4PK\6\6PK\6\7",
    zip_of(Part("inner", b"y")),
]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("around", [b"", b"a comment ", b"x" * 30_000])
def test_marks_in_the_comment_are_a_comment(mark: bytes, around: bytes):
    for front, behind in ((b"", b""), (b"#!/bin/sh\nexit\n", b""), (b"", b"\n")):
        found, warnings = taken(front + zip_of(GOOD, comment=around + mark + around) + behind)
        assert found == {"good.txt": b"good"}
        assert len(warnings) == bool(front) + bool(behind)


@given(st.binary(max_size=300), st.sampled_from([0, 1, 1000, 70_000, 1_000_000]), st.binary(max_size=100))
def test_bytes_around_an_archive_are_left_out_with_a_warning(front: bytes, behind: int, comment: bytes):
    found, warnings = taken(b"MZ" + front + zip_of(GOOD, Part("d/"), comment=comment) + bytes(behind))
    assert found == {"good.txt": b"good", "d": None}
    assert warnings == [
        f": {len(front) + 2:,} bytes in front of the archive were skipped",
        *([f": {behind:,} bytes after the end of the archive were skipped"] if behind else []),
    ]


def test_a_self_extracting_archive_whose_places_count_its_program():
    program = b"MZ" + bytes(998)
    body = program + header(GOOD) + GOOD.content
    whole = body + entry(GOOD, len(program)) + ending([entry(GOOD, 0)], len(body))
    assert taken(whole) == ({"good.txt": b"good"}, [": 1,000 bytes in front of the archive were skipped"])


@pytest.mark.parametrize("front", [b"", b"MZ a program"])
def test_an_archive_in_a_truncated_one_is_not_taken_for_it(front: bytes):
    inner = zip_of(GOOD)
    whole = front + header(Part("inner.zip", inner, local_extra=b"\x99\x99\0\0")) + inner
    assert "truncated" in refused(whole)
    assert "truncated" in refused(whole + b"and what follows")


@pytest.mark.parametrize("extra", [0, 4, 40])
@pytest.mark.parametrize("last", [False, True])
def test_members_may_touch_and_not_overlap(extra: int, last: bool):
    """Down to one byte, wherever it lies: the bytes behind the stream are not read, so nothing else would notice."""
    packed = deflated(TEXT)
    local_extra = struct.pack("<HH", 0x9999, extra - 4) + bytes(extra - 4) if extra else b""

    def archive(more: int) -> bytes:
        first = Part("f", TEXT, ZIP_DEFLATED, packed=packed, packed_size=len(packed) + more, local_extra=local_extra)
        return zip_of(GOOD, first) if last else zip_of(first, GOOD)

    assert taken(archive(0))[0] == {"f": TEXT, "good.txt": b"good"}
    for more in (1, 2, 30):
        assert "f: overlaps" in refused(archive(more))


def test_a_gap_between_members_is_no_overlap():
    body = header(GOOD) + GOOD.content + b"gap" + header(Part("f", b"x")) + b"x"
    listed = [entry(GOOD, 0), entry(Part("f", b"x"), len(header(GOOD)) + 7)]
    assert taken(body + b"".join(listed) + ending(listed, len(body)))[0] == {"good.txt": b"good", "f": b"x"}


@pytest.mark.parametrize(
    ("method", "name"),
    [(9, "Deflate64"), (12, "BZIP2"), (14, "LZMA"), (93, "Zstandard"), (95, "XZ"), (99, "AES encryption"), (77, "77")],
)
def test_a_compression_is_refused_by_its_name(method: int, name: str):
    assert name in refused(zip_of(Part("f", b"x", method=method)))


class Pipe(io.RawIOBase):
    """What cannot be sought in: zipfile writes data descriptors behind the members."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  bytes alone come
        self.written += bytes(data)
        return len(data)


names = st.lists(
    st.text(st.sampled_from("abAB01 -_é日ß"), min_size=1, max_size=5).filter(
        lambda name: name == name.strip() and name[0] != "-"
    ),
    min_size=1,
    max_size=3,
).map("/".join)
trees = st.dictionaries(names, st.binary(max_size=60) | st.none(), min_size=1, max_size=6).map(
    lambda tree: {
        path: data
        for path, data in tree.items()
        if not any(other.casefold().startswith(f"{path}/".casefold()) for other in tree)
        and not any(other != path and other.casefold() == path.casefold() for other in tree)
    }
)


def spelled_once(tree: dict[str, bytes | None]) -> bool:
    """No folder in two spellings: such a tree is refused, and no other tool says so."""
    folders = {"/".join(path.split("/")[:count]) for path in tree for count in range(1, path.count("/") + 2)}
    return len({folder.casefold() for folder in folders}) == len(folders) and bool(tree)


def with_folders(tree: dict[str, bytes | None]) -> dict[str, bytes | None]:
    folders = {"/".join(path.split("/")[:count]) for path in tree for count in range(1, path.count("/") + 1)}
    return dict.fromkeys(folders) | tree


@given(trees.filter(spelled_once), st.randoms(use_true_random=False))
def test_whatever_zipfile_writes(tree: dict[str, bytes | None], draw: random.Random):
    out = Pipe() if draw.random() < 0.5 else io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path, data in tree.items():
            info = ZipInfo(path if data is not None else f"{path}/")
            info.compress_type = draw.choice([ZIP_STORED, ZIP_DEFLATED]) if data else ZIP_STORED
            info.comment, info.create_system = draw.randbytes(draw.choice([0, 9])), draw.choice([0, 3, 10])
            with archive.open(info, "w", force_zip64=draw.random() < 0.5) as member:
                member.write(data or b"")
        archive.comment = draw.randbytes(draw.choice([0, 50]))
    written = out.written if isinstance(out, Pipe) else out.getvalue()
    assert taken(written) == (with_folders(tree), [])


TOOLS = {
    "zip": ["zip", "-q", "-r", "out.zip", "."],
    "zip, streamed": ["sh", "-c", "zip -q -r - . > out.zip"],
    "zip, no folders": ["zip", "-q", "-r", "-D", "-0", "out.zip", "."],
    "zip, zip64": ["zip", "-q", "-r", "-fz", "out.zip", "."],
    "7z": ["7z", "a", "-bd", "-y", "out.zip", "."],
    "bsdtar": ["bsdtar", "--format", "zip", "-cf", "out.zip", "--exclude", "out.zip", "."],
    "python": [sys.executable, "-m", "zipfile", "-c", "out.zip"],
}


@pytest.mark.parametrize("tool", TOOLS)
@settings(max_examples=3)
@given(tree=trees.filter(lambda tree: spelled_once(tree) and any(data is not None for data in tree.values())))
def test_whatever_other_tools_write(tmp_path_factory: pytest.TempPathFactory, tool: str, tree: dict[str, bytes | None]):
    if shutil.which(TOOLS[tool][0]) is None:
        pytest.skip(f"there is no {TOOLS[tool][0]}")
    root = tmp_path_factory.mktemp("zipped")
    for path, data in tree.items():
        target = root / path
        (target if data is None else target.parent).mkdir(parents=True, exist_ok=True)
        if data is not None:
            target.write_bytes(data)
    more = sorted(os.listdir(root)) if tool == "python" else []
    subprocess.run(
        [*TOOLS[tool], *more], cwd=root, check=True, capture_output=True, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    found, _ = taken((root / "out.zip").read_bytes())
    found.pop("out.zip", None)
    expected = with_folders(tree)
    if tool == "zip, no folders":
        expected = with_folders({path: data for path, data in tree.items() if data is not None})
    assert found == expected


@given(trees.filter(spelled_once), st.binary(max_size=40), st.binary(max_size=40))
@settings(max_examples=25)
def test_what_is_taken_is_what_zipfile_reads(tree: dict[str, bytes | None], front: bytes, comment: bytes):
    parts = [
        Part(path if data is not None else f"{path}/", data or b"", ZIP_DEFLATED if data else ZIP_STORED)
        for path, data in tree.items()
    ]
    whole = b"MZ" + front + zip_of(*parts, comment=comment.replace(b"PK", b""))
    with ZipFile(io.BytesIO(whole)) as theirs:
        read = {info.filename: theirs.read(info) for info in theirs.filelist if not info.is_dir()}
    assert {path: data for path, data in taken(whole)[0].items() if data is not None} == read


def test_a_stream_is_not_unpacked_beyond_what_is_declared():
    """Piece by piece: of ten megabytes that declare a hundred bytes, hardly more than a piece is ever made."""
    reader = ArchiveReader(io.BytesIO(zip_of(Part("f", bytes(10 * MIB), ZIP_DEFLATED, size=100))), Limits())
    ((_, chunks),) = reader.contents()
    with pytest.raises(ApiError) as error:
        next(chunks)
    assert "doesn't have the declared 100 bytes" in error.value.message
