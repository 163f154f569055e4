"""Who is told by email that a trigger failed: whoever published it, once a day."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import Cast
from tests.integration_tests.conftest import Configure
from tests.integration_tests.triggers.conftest import Hooked, ending, fields, hook
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.letters import Read, letters_to
from treeline.kernel.db import unit_of_work

# Nobody listens there: what would be sent waits.
SMTP: dict[str, Any] = {
    "mail_type": "smtp",
    "mail_default_send_from": "treeline@example.com",
    "smtp_server": "127.0.0.1",
    "smtp_port": 1,
    "smtp_use_tls": False,
}
FAILS = graph(
    hook(title="Orders"),
    node("bad", "code", code="def main():\n    raise ValueError('no such order')", code_language="python3", outputs={}),
    edge("hook", "bad"),
)


def told(email: str = "alice@example.com") -> list[Read]:
    with unit_of_work() as session:
        return letters_to(session, email)


def test_a_failed_run_is_told_once_a_day(
    hooked: Hooked, configure: Configure, cast: Cast, clock_travel: Callable[[float], None]
):
    configure(**SMTP)
    hooked.publish(FAILS)
    address = hooked.address()
    for _ in range(2):
        assert hooked.send(address).status_code == 200
        hooked.run_tasks()
    failed = hooked.runs()
    assert [run["status"] for run in failed] == ["failed", "failed"]
    (letter,) = told()
    assert (letter.kind, letter.link) == ("trigger_failed", f"/apps/{hooked.app_id}/runs/{failed[-1]['id']}")
    assert "Orders" in letter.subject
    assert "no such order" in letter.text
    assert told("bob@example.com") == []
    clock_travel(25 * 3600)
    assert hooked.send(address).status_code == 200
    hooked.run_tasks()
    assert len(told()) == 2


def test_runs_that_people_start_or_that_succeed_are_not(hooked: Hooked, configure: Configure):
    configure(**SMTP)
    hooked.publish(ending(hook(body=fields("x"))))
    assert hooked.send(hooked.address(), json={}).status_code == 200
    assert [run["status"] for run in hooked.runs()] == ["succeeded"]
    hooked.publish(graph(node("start", "start", variables=[]), FAILS["nodes"][1], edge("start", "bad")))
    assert hooked.run({})[-1]["data"]["status"] == "failed"
    assert told() == []


@pytest.mark.parametrize("sends", [True, False])
def test_one_that_did_not_start_is_told_if_there_is_a_mail_server(hooked: Hooked, configure: Configure, sends: bool):
    if sends:
        configure(**SMTP)
    hooked.publish(FAILS)
    address = hooked.address()
    assert hooked.send(address).status_code == 200
    with unit_of_work() as session:
        # As if the version that it starts no longer had its node.
        session.execute(text("UPDATE app_triggers SET node_id = 'other'"))
        session.execute(text("UPDATE webhooks SET node_id = 'other'"))
    hooked.run_tasks()
    letters = told()
    assert [each.kind for each in letters] == (["trigger_failed"] if sends else [])
    assert all(each.link == f"/apps/{hooked.app_id}/triggers" for each in letters)
