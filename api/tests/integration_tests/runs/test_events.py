"""The writer of a run's stream on a real Redis, and without one."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from redis import Redis

from tests.processes import Attempts, free_port, no_redis
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.runs.events import close_for, is_closed, published, published_answer
from treeline.runs.writing import KEPT_BYTES, MERGE_SECONDS, EventWriter


def writer_on(redis: Redis) -> EventWriter:
    return EventWriter(redis, new_id())


def delta(answer: str, **fields: Any) -> dict[str, Any]:
    return {"event": "message", "answer": answer, **fields}


def answers(writer: EventWriter) -> list[str]:
    return [event.get("answer", event["event"]) for event in published(writer.redis, writer.run_id)]


def test_the_first_delta_leaves_at_once_and_the_next_are_merged(flask_app: FlaskApp):
    writer = writer_on(flask_app.extensions["redis"])
    writer.write(delta("a"))
    assert answers(writer) == ["a"]
    writer.write(delta("b"))
    writer.write(delta("c"))
    writer.flush_due()
    assert answers(writer) == ["a"]
    time.sleep(MERGE_SECONDS)
    writer.flush_due()
    assert answers(writer) == ["a", "bc"]
    writer.write(delta("d"))
    # What differs is not merged; another event waits for no delta, and overtakes none.
    writer.write(delta("e", id="another"))
    writer.write({"event": "agent_thought"})
    writer.write(delta("f"))
    assert writer.close()
    assert answers(writer) == ["a", "bc", "d", "e", "agent_thought", "f"]
    assert writer.answer == published_answer(writer.redis, writer.run_id) == "abcdef"
    assert is_closed(writer.redis, writer.run_id)
    assert 0 < writer.redis.ttl(writer.key) <= 3600  # pyright: ignore[reportOperatorIssue]  no coroutine here


def test_a_stream_that_redis_lost_is_written_once_more(flask_app: FlaskApp):
    writer = writer_on(flask_app.extensions["redis"])
    for event in ("one", "two", "three"):
        writer.write({"event": event})
    writer.redis.delete(writer.key)
    writer.write({"event": "four"})
    entries: Any = writer.redis.xrange(writer.key)
    assert [entry_id for entry_id, _ in entries] == [b"1-1", b"1-2", b"1-3", b"1-4"]
    assert answers(writer) == ["one", "two", "three", "four"]


def test_without_redis_nothing_is_raised_and_the_answer_is_kept():
    port = free_port()
    writer = writer_on(no_redis(port))
    for number in range(100):
        writer.write(delta(f"{number} "))
        writer.write({"event": "agent_thought"})
    assert not writer.close()
    assert writer.answer.split() == [str(n) for n in range(100)]
    # Not once for each event.
    assert Attempts.made[port] < 10


def test_hundreds_may_want_redis_at_once(flask_app: FlaskApp):
    redis: Redis = flask_app.extensions["redis"]
    with ThreadPoolExecutor(300) as pool:
        asked = [pool.submit(redis.xread, {"run:nothing": "0-0"}, block=200) for _ in range(300)]
        assert not any(each.result() for each in asked)


def test_a_worker_that_comes_back_adds_nothing_to_a_stream_that_was_closed(flask_app: FlaskApp):
    writer = writer_on(flask_app.extensions["redis"])
    writer.write(delta("a"))
    close_for(writer.redis, writer.run_id, [{"event": "error"}])
    writer.write({"event": "message_end"})
    assert writer.close()
    assert answers(writer) == ["a", "error"]


def chunk(text: str, **fields: Any) -> dict[str, Any]:
    return {"event": "text_chunk", "data": {"text": text, **fields}}


def test_texts_of_workflows_are_merged_like_answers(flask_app: FlaskApp):
    writer = writer_on(flask_app.extensions["redis"])
    for text in "abcd":
        writer.write(chunk(text, node="x"))
    writer.write(chunk("e", node="y"))
    writer.write({"event": "node_finished"})
    writer.write({"event": "text_replace", "data": {"text": "abcdf"}})
    assert writer.close()
    told = list(published(writer.redis, writer.run_id))
    assert told[:3] == [chunk("a", node="x"), chunk("bcd", node="x"), chunk("e", node="y")]
    assert writer.answer == published_answer(writer.redis, writer.run_id) == "abcdf"


def trips(redis: Redis) -> int:
    stats: Any = redis.info("commandstats")
    return stats["cmdstat_eval"]["calls"] if "cmdstat_eval" in stats else 0


def test_what_comes_within_a_moment_leaves_in_one_trip(flask_app: FlaskApp):
    writer = writer_on(flask_app.extensions["redis"])

    async def write() -> None:
        for number in range(400):
            writer.write({"event": "node_finished", "number": number})
            if number % 100 == 99:
                await asyncio.sleep(0)
        await asyncio.sleep(0.1)

    before = trips(writer.redis)
    asyncio.run(write())
    assert [event["number"] for event in published(writer.redis, writer.run_id)] == list(range(400))
    # The first leaves at once.
    assert 2 <= trips(writer.redis) - before <= 5


def test_the_rows_tell_what_redis_lost_and_the_writer_has_let_go(flask_app: FlaskApp):
    """Whoever joins then gets all of it; whoever has followed, only what is new."""
    redis: Redis = flask_app.extensions["redis"]
    writer = EventWriter(redis, new_id(), forgets=True)
    rows = [{"event": "step", "number": number, "x": "x" * 60_000} for number in range(40)]
    for row in rows:
        writer.write(row)
        writer.write(chunk(f"{row['number']} "))
        writer.flush()
    # Of 80, the text of the others in one.
    assert len(writer.told) < 50
    assert sum(len(str(event)) for event in writer.told) < 2 * KEPT_BYTES
    assert writer.answer == "".join(f"{number} " for number in range(40))
    entries: Any = redis.xrange(writer.key)
    followed = entries[-1][0]
    redis.delete(writer.key)
    new = {"event": "step", "number": 40}
    writer.write(new)
    assert writer.lost
    # The rows have no text of the last step yet, and the new event already.
    writer.retell([*rows, chunk("0 1 "), new])
    assert not writer.lost
    told = list(published(redis, writer.run_id))
    assert sorted(event["number"] for event in told if event["event"] == "step") == list(range(41))
    assert published_answer(redis, writer.run_id) == writer.answer
    later: Any = redis.xread({writer.key: followed})
    assert [fields for _, fields in later[0][1]] == [{b"event": b'{"event":"step","number":40}'}]
    assert writer.close()


def test_a_full_redis_takes_all_of_a_trip_or_nothing(flask_app: FlaskApp):
    """No event is missing in the middle of a stream."""
    writer = writer_on(flask_app.extensions["redis"])
    writer.write({"event": "first"})
    before: Any = writer.redis.config_get("maxmemory")
    writer.redis.config_set("maxmemory", 1)
    try:
        writer.write({"event": "second"})
        writer.write({"event": "third"})
    finally:
        writer.redis.config_set("maxmemory", before["maxmemory"])
    assert answers(writer) == ["first"]
    assert writer.close()
    assert answers(writer) == ["first", "second", "third"]
