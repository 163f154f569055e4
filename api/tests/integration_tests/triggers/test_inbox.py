"""Events are dispatched once, whatever happens to messages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import update

from tests.integration_tests.triggers.conftest import Hooked, deliveries, ending, events, fields, hook
from treeline.files.errors import BytesMissing
from treeline.kernel.db import unit_of_work
from treeline.triggers.inbox.dispatch import dispatch
from treeline.triggers.inbox.models import TriggerEvent
from treeline.workflows.models import Workflow


def swept() -> None:
    """As by Beat."""
    current_app.extensions["celery"].tasks["triggers.sweep"]()


def aged(seconds: float) -> None:
    """All events wait for so much longer by now: by the database's clock, those of processes may be wrong."""
    with unit_of_work() as session:
        session.execute(update(TriggerEvent).values(not_before=TriggerEvent.not_before - timedelta(seconds=seconds)))


def test_a_lost_message_is_sent_again_and_twice_is_once(hooked: Hooked, clock_travel: Callable[[float], None]):
    hooked.publish(ending(hook()))
    redis = hooked.person.client.application.extensions["redis"]
    assert hooked.send(hooked.address(), json={}).status_code == 200
    redis.flushdb()
    # It may still be on its way.
    swept()
    assert hooked.run_tasks() == []
    clock_travel(3600)
    swept()
    assert hooked.run_tasks() == []
    clock_travel(-3600)
    aged(60)
    swept()
    swept()
    assert hooked.run_tasks().count("triggers.dispatch") == 1
    dispatch(events()[0].id)
    [event] = events()
    assert (event.state, len(deliveries()), len(hooked.runs())) == ("done", 1, 1)


def test_an_event_whose_version_is_gone_is_said_in_its_row(hooked: Hooked):
    hooked.publish(ending(hook()))
    [trigger] = hooked.triggers()
    assert hooked.send(hooked.address(), json={}).status_code == 200
    hooked.publish(ending(hook(body=fields("x"))))
    [event] = events()
    with unit_of_work() as session:
        session.delete(session.get_one(Workflow, event.workflow_id))
    assert hooked.runs() == []
    [event] = events()
    # Nobody is left to listen.
    assert (event.state, deliveries()) == ("done", [])
    assert trigger["last"] is None


def test_a_failure_that_nobody_foresaw_is_tried_again_and_given_up(hooked: Hooked):
    hooked.publish(ending(hook(body=fields("text"))))
    storage = hooked.person.client.application.extensions["storage"]
    assert hooked.send(hooked.address(), json={"text": "x" * 70_000}).status_code == 200
    [event] = events()
    storage.delete(event.storage_key)
    with pytest.raises(BytesMissing):
        hooked.run_tasks()
    [event] = events()
    assert (event.state, event.attempts) == ("failed", 1)
    assert event.error
    aged(3600)
    swept()
    assert hooked.run_tasks() == []
