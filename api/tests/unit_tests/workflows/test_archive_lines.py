"""Archives of runs: what is packed comes out again, and nothing that is less than that."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.workflows.archive.lines import Damaged, Head, packed, unpacked

ROWS = st.lists(st.integers() | st.text() | st.lists(st.text(), max_size=2), max_size=6)


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def archived(rows: list[Any], steps: int) -> bytes:
    return b"".join(packed(Head(steps, len(rows) - steps), [json.dumps(row) for row in rows]))


@given(ROWS, st.data())
def test_what_is_packed_comes_out_again(rows: list[Any], data: st.DataObject):
    steps = data.draw(st.integers(0, len(rows)))
    head, lines = unpacked(chunks(archived(rows, steps), data.draw(st.integers(1, 100))))
    assert (head.steps, [json.loads(line) for line in lines]) == (steps, rows)


@given(ROWS.filter(bool), st.data())
def test_a_part_of_it_is_none(rows: list[Any], data: st.DataObject):
    whole = archived(rows, 1)
    part = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(Damaged):
        list(unpacked(chunks(part, 50))[1])


@pytest.mark.parametrize("bad", [b"", b"no gzip at all", b"".join(packed(Head(2, 0), ["1"]))])
def test_nor_is_what_lacks_lines(bad: bytes):
    with pytest.raises(Damaged):
        list(unpacked([bad])[1])
