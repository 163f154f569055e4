"""Events go: a while after they were dealt with, and with their app; the runs that they started stay."""

from collections.abc import Callable
from datetime import timedelta

from flask import current_app

from tests.integration_tests.triggers.conftest import Hooked, ending, events, fields, hook
from treeline.files.removal import empty_trash
from treeline.kernel import clock
from treeline.retention.ages import Ages
from treeline.retention.events import OldEvents

TEXT = "x" * 70_000


def removed(days: float) -> int:
    """By retention, so many days from now."""
    clock.travel(timedelta(days=days))
    try:
        rule = OldEvents(Ages())
        planned = len(list(rule.found()))
        gone = rule.run()
        empty_trash(current_app.extensions["storage"])
    finally:
        clock.travel(timedelta())
    assert gone == planned
    return gone


def test_old_events_go_and_their_runs_stay(hooked: Hooked, stored: Callable[[], set[str]]):
    before = stored()
    hooked.publish(ending(hook(body=fields("text"))))
    path, debug = hooked.address(), hooked.address(debug=True)
    for address in (path, debug):
        assert hooked.send(address, json={"text": TEXT}).status_code == 200
    assert len(hooked.runs()) == 1
    # It waits for a worker, however long.
    assert hooked.send(path, json={"text": TEXT}).status_code == 200
    current_app.extensions["redis"].flushdb()
    assert removed(0.9) == 0
    assert removed(1.1) == 1
    assert removed(29) == 0
    assert removed(31) == 1
    assert [event.state for event in events()] == ["pending"]
    assert stored() - before == {str(events()[0].storage_key)}
    [run] = hooked.runs()
    assert run["status"] == "succeeded"
    # What was repeated has nothing to be repeated from.
    [trigger] = hooked.triggers()
    assert trigger["last"] is None


def test_an_app_takes_its_events_with_it(hooked: Hooked, stored: Callable[[], set[str]]):
    before = stored()
    hooked.publish(ending(hook(body=fields("text"))))
    assert hooked.send(hooked.address(), json={"text": TEXT}).status_code == 200
    other = Hooked(hooked.person, hooked.run_tasks)
    other.publish(ending(hook(body=fields("text"))))
    assert other.send(other.address(), json={"text": TEXT}).status_code == 200
    hooked.run_tasks()
    assert hooked.person.delete(hooked.path).status_code == 204
    hooked.run_tasks()
    [left] = events()
    assert str(left.app_id) == other.app_id
    assert stored() - before == {str(left.storage_key)}
