"""The one reader of a process: what one client sends, or one stream holds, is no matter of the others."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from redis import Redis

from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.runs.events import END, EVENT, START, Place, place_of, stream_key
from treeline.runs.relay import READ_ENTRIES, Relay, Subscription

NUMBERS = st.integers(0, 2**66).map(str) | st.text(st.characters(categories=["Nd", "No"]), max_size=30)
MARKS = st.sampled_from(
    ["", "-", "--", "_", "+", " ", "\t", "\n", "\0", "0", "00000000000000000000000", "e5", "*", "$", "("]
)
PARTS = st.lists(NUMBERS | MARKS, max_size=6).map("".join)


@pytest.fixture(scope="module")
def redis(flask_app: FlaskApp) -> Redis:
    return flask_app.extensions["redis"]


@pytest.fixture
def relay(redis: Redis) -> Iterator[Relay]:
    made = Relay(redis, redis)
    yield made
    made.close()


@given(PARTS)
@example("99999999999999999999999-0")
@example("1_0-0")
@example("18446744073709551616")
@example("\N{ARABIC-INDIC DIGIT ONE}-0")
def test_what_is_taken_for_an_id_is_one_to_redis(redis: Redis, text: str):
    with suppress(ValueError):
        place = place_of(text)
        assert place_of(str(place)) == place
        redis.xread({"nothing": str(place)})
        # As text it means the same to Redis; 0-0 is the one id that no entry has.
        redis.delete("ids")
        assert place == START or redis.xadd("ids", {b"a": b""}, id=text) == str(place).encode()


@given(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1)))
def test_every_id_of_redis_is_taken(parts: tuple[int, int]):
    assert place_of("{}-{}".format(*parts)) == Place(*parts)


def published(redis: Redis, count: int = 2) -> str:
    name = str(new_id())
    with redis.pipeline() as commands:
        for number in range(1, count + 1):
            commands.xadd(stream_key(name), {EVENT: b"{}"}, id=f"{number}-0")
        commands.execute()
    return name


def ended(subscription: Subscription) -> int:
    """How many events came until the end."""
    count = 0
    while (entries := subscription.next(10)) is not None:
        assert entries, "nothing came for 10 s"
        count += len(entries)
    assert subscription.is_whole
    return count


def test_a_stream_that_cannot_be_read_is_left_out(redis: Redis, relay: Relay):
    other, odd, good, later = str(new_id()), published(redis), published(redis), published(redis)
    redis.set(stream_key(other), "no stream")
    redis.xadd(stream_key(odd), {b"neither": b"this nor that"})
    bad = [relay.subscribe(other), relay.subscribe(odd), relay.subscribe(other, Place(1))]
    mine = relay.subscribe(good)
    assert mine.next(10)
    for name in (good, later):
        redis.xadd(stream_key(name), {END: b""})
    assert (ended(mine), ended(relay.subscribe(later))) == (0, 2)
    # Whoever waits for the others is told by the row that the run has ended.
    assert [bool(each.next(0.1)) for each in bad] == [False, True, False]


def test_whoever_comes_later_and_whoever_is_ahead_read_on_with_the_others(redis: Redis, relay: Relay):
    name = published(redis, READ_ENTRIES + 5)
    first = relay.subscribe(name, Place(READ_ENTRIES))
    assert len(first.next(10) or ()) == 5
    ahead, second = relay.subscribe(name, Place(2**64 - 1, 2**64 - 1)), relay.subscribe(name)
    seen = len(second.next(10) or ())
    redis.xadd(stream_key(name), {EVENT: b"{}"}, id=f"{READ_ENTRIES + 6}-0")
    redis.xadd(stream_key(name), {END: b""})
    assert (ended(first), ended(ahead), seen + ended(second)) == (1, 0, READ_ENTRIES + 6)
