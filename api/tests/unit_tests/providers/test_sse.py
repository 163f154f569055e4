"""The event stream reader beside a plain reading of the standard, on generated streams cut anywhere."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from treeline.providers.wire.sse import Event, EventStream

ENDS = ["\r\n", "\n", "\r"]
DATA = ["data", "data:", "data: ", "data:x", "data: x", "data:  x", "data: é", "data:\u2028", "data: a:b", "data: 😀"]
OTHER = ["", "event: e", "event", "event:", ": ping", ":", "id: 1", "retry: 5", "other: x", " data: x", "Data: x"]
LINES = st.sampled_from([*DATA, *OTHER, "data: \ufeff"])
STREAMS = st.lists(st.tuples(LINES, st.sampled_from(ENDS)), max_size=14).map(
    lambda lines: "".join(line + end for line, end in lines)
)
BYTES = st.one_of(
    STREAMS.map(str.encode),
    STREAMS.map(lambda text: b"\xef\xbb\xbf" + text.encode()),
    st.tuples(STREAMS, st.sampled_from([b"\xff", b"data: \xc3", b"data: \xf0\x9f", b"\xed\xa0\x80\n"])).map(
        lambda each: each[0].encode() + each[1]
    ),
)


def standard(stream: bytes) -> list[Event]:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html, word for word and all at once."""
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff")
    *lines, _ = re.split("\r\n|\n|\r", text)
    events: list[Event] = []
    data, name = "", ""
    for line in lines:
        if line == "":
            if data != "":
                events.append(Event(data.removesuffix("\n"), name))
            data, name = "", ""
        elif line.startswith(":"):
            continue
        elif ":" in line:
            field, value = line.split(":", 1)
            value = value[1:] if value.startswith(" ") else value
            data, name = (data + value + "\n", name) if field == "data" else (data, value if field == "event" else name)
        elif line == "data":
            data += "\n"
        elif line == "event":
            name = ""
    return events


@given(BYTES, st.lists(st.integers(0, 300), max_size=8))
def test_a_stream_is_read_by_the_standard_however_it_is_cut(stream: bytes, cuts: list[int]):
    borders = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[start:end] for start, end in pairwise(borders)]
    for cut in (pieces, [bytes([byte]) for byte in stream]):
        reader = EventStream()
        assert [event for piece in cut for event in reader.feed(piece)] == standard(stream)


def test_what_is_left_at_the_end_is_told_apart():
    reader = EventStream()
    assert reader.feed(b"data: 1\n\ndata: [DONE]") == [Event("1")]
    assert reader.rest() == Event("[DONE]")
    assert EventStream().rest() is None
