"""Fair shares, whatever comes in whatever order."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.kernel.errors import TooManyRequests, Unavailable
from treeline.kernel.server.lanes import WAITING_EACH, Lane, Lanes, Place, Turns, share
from treeline.kernel.server.pace import Pace

OWNERS = st.sampled_from("abcd")


@given(st.integers(2, 20), st.floats(0, 0.99), st.lists(st.tuples(OWNERS, st.booleans())))
def test_a_lane_counts_right_and_keeps_its_reserve(size: int, reserve: float, steps: list[tuple[str, bool]]):
    lane, taken = Lane("things", size, reserve), Counter[str]()
    for owner, enters in steps:
        if not enters:
            if taken[owner]:
                lane.leave(owner)
                taken[owner] -= 1
            continue
        try:
            lane.enter(owner)
        except TooManyRequests:
            assert taken[owner] == share(size, reserve)
        except Unavailable:
            assert taken.total() == size
        else:
            taken[owner] += 1
        assert taken.total() == len(lane) <= size
        assert max(taken.values()) <= share(size, reserve)


@given(st.integers(2, 20), st.floats(0.01, 0.99))
def test_somebody_else_always_has_a_place(size: int, reserve: float):
    assert 1 <= share(size, reserve) < size


@given(st.integers(2, 6), st.lists(st.one_of(OWNERS, st.just("done")), max_size=60))
def test_turns(threads: int, steps: list[str]):
    """Nothing is lost, doubled or overtaken by its own origin; nobody with work waits beside a thread that is free."""
    turns, running = Turns(threads, 0.25), list[str]()
    put, got = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)

    def start() -> None:
        while (turn := turns.next()) is not None:
            running.append(str(turn.origin))
            got[str(turn.origin)].append(turn.work)
        assert len(running) == turns.busy <= threads
        counts = Counter(running)
        assert all(count <= turns.each for count in counts.values())
        for origin in put:
            waits = len(put[origin]) > len(got[origin])
            assert not waits or len(running) == threads or counts[origin] == turns.each

    for number, step in enumerate(steps):
        if step == "done":
            if running:
                turns.done(running.pop(0))
        else:
            assert turns.put(step, number)
            put[step].append(number)
        start()
    while running:
        turns.done(running.pop())
        start()
    assert got == put


def test_origins_take_turns_and_none_waits_without_end():
    turns = Turns(2, 0.25)
    assert sum(turns.put("many", n) for n in range(WAITING_EACH + 5)) == WAITING_EACH
    assert turns.put("one", 0)
    first, second = turns.next(), turns.next()
    assert first is not None
    assert second is not None
    assert {first.origin, second.origin} == {"many", "one"}
    assert turns.put("many", 0, always=True)


def test_a_place_is_left_once():
    lanes = Lanes(Lane("requests", 4, 0.25), Lane("transfers", 4, 0.25), Lane("streams", 4, 0.25))
    freed = list[str]()
    place = Place(lanes, "address", lambda: freed.append("thread"), lambda owner: None)
    place.own(("app", 1))
    place.own(("app", 1))
    assert [len(lanes.requests), len(lanes.transfers), len(lanes.streams)] == [1, 0, 0]
    place.transfer()
    place.transfer()
    assert [len(lanes.requests), len(lanes.transfers), len(lanes.streams)] == [0, 1, 0]
    place.stream()
    place.thread_is_free()
    place.leave()
    place.leave()
    assert [len(lanes.requests), len(lanes.transfers), len(lanes.streams), freed] == [0, 0, 0, ["thread"]]
    for _ in range(3):
        Place(lanes, "x", lambda: None, lambda owner: None).stream()
    late = Place(lanes, "x", lambda: None, lambda owner: None)
    late.own("x")
    with pytest.raises(TooManyRequests):
        late.stream()
    # Where it was not let in it stays where it was.
    assert [len(lanes.requests), len(lanes.streams)] == [1, 3]


def test_a_pace_is_kept_or_not():
    pace = Pace(rate=100, seconds=2)
    pace.waited(1.5)
    pace.moved(199)
    assert pace.seconds_left == 0.5
    pace.moved(1)
    assert pace.seconds_left == 2
    pace.waited(5)
    assert pace.seconds_left == 0
