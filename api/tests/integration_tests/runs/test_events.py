"""The writer of a run's stream on a real Redis, and without one."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from redis import Redis

from tests.processes import Attempts, free_port, no_redis
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.runs.events import MERGE_SECONDS, EventWriter, close_for, is_closed, published, published_answer


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
    assert [entry_id for entry_id, _ in entries] == [b"1-0", b"2-0", b"3-0", b"4-0"]
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
