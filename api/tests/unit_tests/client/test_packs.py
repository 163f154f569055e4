import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.client.errors import FilesChanged
from treeline.client.folder import LocalFile, scan
from treeline.client.packs import HEADER, BrokenFrames, Piece, body, body_length, frames, split

MIB = 1024**2


def piece(index: int, size: int) -> Piece:
    return Piece(index, LocalFile(str(index), size, 0, 0, 0))


def framed(contents: list[tuple[int, bytes]]) -> bytes:
    return b"".join(HEADER.pack(index, len(content)) + content for index, content in contents)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


contents = st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=50)), max_size=10)


@given(contents, st.lists(st.integers(0, 10_000), max_size=20))
def test_frames_come_back_however_they_are_cut(wanted: list[tuple[int, bytes]], places: list[int]):
    chunks = cut(framed(wanted), places)
    assert [(index, b"".join(content)) for index, _, content in frames(chunks)] == wanted
    assert [(index, length) for index, length, _ in frames(chunks)] == [(i, len(content)) for i, content in wanted]


@given(contents.filter(bool), st.integers(1, 10_000))
def test_a_body_that_ends_too_early_is_noticed(wanted: list[tuple[int, bytes]], less: int):
    data = framed(wanted)
    less = 1 + less % (HEADER.size - 1 + len(wanted[-1][1]))
    with pytest.raises(BrokenFrames):
        [b"".join(content) for _, _, content in frames([data[:-less]])]


@given(st.lists(st.integers(0, 100), max_size=50), st.integers(20, 200))
def test_packs_hold_everything_once_in_order_and_are_never_too_big(sizes: list[int], limit: int):
    pieces = [piece(index, size) for index, size in enumerate(sizes)]
    packs = list(split(pieces, limit))
    assert [each for pack in packs for each in pack] == pieces
    assert all(len(pack) == 1 or body_length(pack) <= limit for pack in packs)
    # No two that follow one another would have fitted into one.
    assert all(body_length(one) + HEADER.size + other[0].file.size > limit for one, other in pairwise(packs))


def test_a_body_is_as_long_as_announced_and_says_what_is_out(tmp_path: Path):
    wanted = [(number, bytes([number]) * number * 1000) for number in range(100)]
    for number, content in wanted:
        (tmp_path / f"{number:03}").write_bytes(content)
    pack = [Piece(index, file) for index, file in enumerate(scan(tmp_path).files.values())]
    out: list[int] = []
    data = b"".join(body(pack, tmp_path, out.append))
    assert len(data) == body_length(pack)
    assert out == [len(content) for _, content in wanted]
    assert [(index, b"".join(content)) for index, _, content in frames([data])] == wanted


def test_memory_does_not_grow_with_the_file(tmp_path: Path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(64 * MIB)
    pack = [Piece(0, scan(tmp_path).files["large"])]
    tracemalloc.start()
    try:
        assert sum(map(len, body(pack, tmp_path, lambda _: None))) == body_length(pack)
        assert tracemalloc.get_traced_memory()[1] < 4 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("change", ["gone", "shorter", "longer", "touched"])
def test_a_file_that_changed_is_noticed(tmp_path: Path, change: str):
    path = tmp_path / "a"
    path.write_text("content")
    pack = [Piece(0, scan(tmp_path).files["a"])]
    if change == "gone":
        path.unlink()
    else:
        path.write_text({"shorter": "c", "longer": "content+", "touched": "CONTENT"}[change])
    with pytest.raises(FilesChanged) as changed:
        list(body(pack, tmp_path, lambda _: None))
    assert changed.value.paths == {"a"}
