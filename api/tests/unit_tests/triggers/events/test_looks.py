"""What a look finds is told once, in order, whatever the source shows from look to look."""

from hypothesis import given
from hypothesis import strategies as st

from treeline.triggers.events.kinds.kind import MOST_EVENTS, Found, news
from treeline.triggers.events.kinds.registry import KINDS, POLLED
from treeline.workflows.nodes.event_outputs import EVENT, OUTPUTS


def looks(shown: list[list[int]]) -> list[int]:
    """What is told of lists that a source shows, the oldest first. A look that leaves some is followed by another."""
    told, cursor = list[int](), None
    for items in shown:
        found = [Found("x", str(item), {}) for item in items]
        more = True
        while more:
            look = news(found, cursor, {"etag": "1"})
            assert len(look.found) <= MOST_EVENTS
            # Whoever leaves some must not say that it has seen everything.
            assert ("etag" in (look.cursor or {})) is not look.more
            told += [int(each.key) for each in look.found] if cursor is not None else []
            cursor, more = look.cursor, look.more
    return told


@given(st.lists(st.lists(st.integers(0, 30), unique=True, max_size=12), max_size=8))
def test_each_is_told_once_though_entries_come_and_go(shown: list[list[int]]):
    told = looks(shown)
    assert len(told) == len(set(told))
    assert set(told) == {item for items in shown[1:] for item in items} - set(shown[0] if shown else ())


def test_many_at_once_come_in_several_looks_and_in_order():
    many = list(range(1, 3 * MOST_EVENTS))
    assert looks([[0], [0, *many]]) == many


def test_the_first_look_tells_of_nothing_but_a_sample():
    look = news([Found("x", "1", {}), Found("x", "2", {})], None, {})
    assert ([each.key for each in look.found], look.cursor) == (["2"], {"seen": ["2", "1"]})


def test_a_list_longer_than_what_is_remembered_is_not_told_again():
    items = list(range(1200))
    assert looks([items, items, [*items, 1200]]) == [1200]


def test_each_kind_says_what_its_events_consist_of():
    assert KINDS.keys() == OUTPUTS.keys()
    assert set(POLLED) < set(KINDS)
    assert all(EVENT in each for each in OUTPUTS.values())
