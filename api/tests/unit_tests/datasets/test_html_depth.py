"""However deep HTML is nested: each word of it is read, in its order, or the file is refused."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from kreuzberg import ExtractionConfig, extract_bytes_sync

from treeline.datasets.extraction.html_depth import TooDeep, shallow

# Boxes, and what people nest in them; `li` and `p` are often not closed.
NAMES = st.sampled_from(["div", "section", "span", "font", "my-card", "ul", "blockquote", "b", "article"])


def read(data: bytes) -> str:
    return extract_bytes_sync(data, "text/html", ExtractionConfig(use_cache=False, output_format="markdown")).content


def words_of(text: str) -> list[str]:
    return [word.strip("*>-") for word in text.split() if word.strip("*>-").startswith("w")]


@given(st.lists(st.tuples(NAMES, st.integers(1, 40), st.booleans()), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_every_word_is_read_in_its_order(nests: list[tuple[str, int, bool]]):
    count, parts, ends = 0, list[str](), list[str]()
    for name, times, closed in nests:
        for _ in range(times):
            parts.append(f"<{name}>")
            ends.append(f"</{name}>")
            if len(parts) % 7 == 0:
                count += 1
                parts.append(f"<p>w{count}</p>")
        if closed:
            parts += ends[-times:][::-1]
            del ends[-times:]
            count += 1
            parts.append(f"<p>w{count}</p>")
    data = f"<html><body>{''.join(parts)}<p>w0</p>{''.join(reversed(ends))}</body></html>".encode()
    expected = [*(f"w{number}" for number in range(1, count + 1)), "w0"]
    try:
        flat = shallow(data)
    except TooDeep:
        return
    assert words_of(read(flat)) == expected


def test_boxes_may_be_as_deep_as_they_like():
    data = b"<html><body><p>w1</p>" + b"<div><span>" * 100_000 + b"w2" + b"</span></div>" * 100_000 + b"<p>w3</p>"
    assert words_of(read(shallow(data))) == ["w1", "w2", "w3"]


def test_what_is_not_deep_stays_as_it_came():
    data = "<html><body><div><p>Größe<br>ü<ul><li>a<li>b</ul></div>".encode("latin-1")
    assert shallow(data) is data


@pytest.mark.parametrize("name", ["blockquote", "ul><li", "table><tr><td"])
def test_what_is_no_box_is_refused_rather_than_lost(name: str):
    with pytest.raises(TooDeep):
        shallow(f"<{name}>".encode() * 80 + b"text")


def test_bytes_of_other_encodings_come_back():
    data = b"<div>" * 70 + "Größe".encode("latin-1") + b"&amp;&#8364;" + b"</div>" * 70
    assert b"Gr\xf6\xdfe&amp;&#8364;" in shallow(data)
