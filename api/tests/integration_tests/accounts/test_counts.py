"""A process alone counts as all of them do with Redis."""

import redis
from hypothesis import given
from hypothesis import strategies as st

from treeline.accounts.counts import Counts, LocalCounts, RedisCounts
from treeline.kernel.web import FlaskApp

MOST, SECONDS = 3, 600
NAMES, GUESSES = st.sampled_from(["a", "b"]), st.sampled_from("xyz")
STEPS = st.one_of(
    st.tuples(st.just("begin"), NAMES, GUESSES),
    st.tuples(st.just("end"), NAMES, GUESSES),
    st.tuples(st.sampled_from(["fail", "clear", "pause", "attempt"]), NAMES, st.just("")),
)


def taken(counts: Counts, step: tuple[str, str, str]) -> str:
    """What comes of a step, a pause without its length."""
    verb, name, guess = step
    if verb == "begin":
        result = counts.begin(name, guess, MOST)
    elif verb == "end":
        result = counts.end(name, guess)
    elif verb == "fail":
        result = counts.fail(name, SECONDS)
    elif verb == "clear":
        result = counts.clear(name)
    elif verb == "pause":
        result = counts.pause(name, MOST)
    else:
        result = counts.attempt(f"{name} attempts", MOST, SECONDS)
    return "paused" if result and 590_000 < result <= 600_000 else str(result or "")


@given(st.lists(STEPS, max_size=40))
def test_both_count_alike(flask_app: FlaskApp, steps: list[tuple[str, str, str]]):
    client: redis.Redis = flask_app.extensions["redis"]
    client.flushdb()
    local, everywhere = LocalCounts(), RedisCounts(client)
    for step in steps:
        assert taken(local, step) == taken(everywhere, step), step
