"""What a client gets out of entries, and what a stream that broke off still lacks."""

import pytest

from treeline.runs.events import END, EVENT, answer_of, place_of, untold
from treeline.runs.relay import MOST_WAITING, Subscription

DELTA = {"event": "message", "answer": "ab"}
MORE = {"event": "message", "answer": "cd"}
DONE = {"event": "message_end", "task_id": "x"}
REPLACED = {"event": "message_replace", "task_id": "x", "reason": "thought"}
WHOLE = [{"event": "agent_thought"}, {"event": "message", "answer": "abcd"}, DONE]


def subscription(after: str = "0-0") -> Subscription:
    return Subscription(None, "run:x", place_of(after))  # pyright: ignore[reportArgumentType]  nothing is asked of Redis


def entry(number: int):
    return f"{number}-0".encode(), {EVENT: b"{}"}


def test_ids_are_ordered_as_numbers():
    assert place_of("9-0") < place_of("10-0") < place_of("10-1") < place_of("1700000000000-0")
    assert place_of("7") == place_of("7-0")


def test_entries_come_once_and_in_order():
    mine = subscription("2-0")
    assert mine.put([entry(n) for n in (1, 2, 3)])
    assert mine.put([entry(n) for n in (2, 3, 4)])
    assert mine.next(0) == [("3-0", b"{}"), ("4-0", b"{}")]
    assert mine.next(0) == []
    assert not mine.is_whole


def test_the_end_comes_to_whoever_asks_for_what_is_behind_it():
    mine = subscription("99-0")
    assert not mine.put([entry(1), (b"2-0", {END: b""})])
    assert (mine.next(0), mine.is_whole) == (None, True)


def test_the_end_is_told_from_a_cut():
    ended, cut = subscription(), subscription()
    assert not ended.put([entry(1), (b"2-0", {END: b""})])
    cut.put([entry(1)])
    cut.cut()
    for each in (ended, cut):
        assert each.next(0) == [("1-0", b"{}")]
        assert each.next(0) is None
    assert (ended.is_whole, cut.is_whole) == (True, False)


def test_whoever_does_not_read_is_cut_off_with_what_there_is():
    mine = subscription()
    assert mine.put([entry(n) for n in range(1, MOST_WAITING + 1)])
    assert not mine.put([entry(MOST_WAITING + 1)])
    assert len(mine.next(0) or ()) == MOST_WAITING + 1
    assert mine.next(0) is None
    assert not mine.is_whole


@pytest.mark.parametrize(
    ("told", "lacks"),
    [
        ([], WHOLE),
        ([DELTA], [MORE, DONE]),
        ([DELTA, MORE], [DONE]),
        ([DELTA, MORE, DONE], []),
        ([{"event": "message_file"}], [{"event": "message", "answer": "abcd"}, DONE]),
        ([{"event": "message", "answer": "hm"}, {"event": "message_replace", "answer": "ab"}], [MORE, DONE]),
        ([{"event": "message", "answer": "hm"}], [{**REPLACED, "answer": "abcd"}, DONE]),
        ([DELTA, MORE, {"event": "message", "answer": "hm"}], [{**REPLACED, "answer": "abcd"}, DONE]),
    ],
)
def test_what_a_broken_stream_lacks(told: list[dict[str, str]], lacks: list[dict[str, str]]):
    assert untold(told, WHOLE) == lacks
    assert answer_of([*told, *lacks]) == "abcd"


def test_what_was_a_thought_alone_is_taken_back():
    assert untold([DELTA], [{"event": "agent_thought"}, DONE]) == [{**REPLACED, "answer": ""}, DONE]


def test_a_run_without_rows_lacks_nothing():
    assert untold([DELTA], []) == []
