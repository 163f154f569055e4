"""Forms of workflows by email: to whom, with which link, and once."""

from typing import Any

import pytest

from tests.conftest import Cast, Person
from tests.integration_tests.conftest import Configure
from tests.integration_tests.triggers.test_alerts import SMTP
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph
from tests.integration_tests.workflows.people import ANSWER, START, asking, ending
from tests.letters import Read, letters_to
from treeline.kernel.db import unit_of_work

pytestmark = pytest.mark.usefixtures("context")


def emailing(*items: dict[str, Any], **config: Any) -> list[dict[str, Any]]:
    recipients = {"whole_workspace": config.pop("whole", False), "items": list(items)}
    told = {"recipients": recipients, "subject": "Is it {{#start.name#}}?", "body": "Decide\nhere: {{#url#}}"}
    return [{"type": "email", "enabled": True, "config": {**told, **config}}]


def asked(methods: list[dict[str, Any]]) -> dict[str, Any]:
    parts = (asking(delivery_methods=methods), ending("sent"), ending("kept"), ending("late"))
    ways = (edge("ask", "sent", "approve"), edge("ask", "kept", "reject"), edge("ask", "late", "__timeout"))
    return graph(START, *parts, edge("start", "ask"), *ways)


def told(email: str) -> list[Read]:
    with unit_of_work() as session:
        return letters_to(session, email)


def test_members_and_others_get_the_link_and_it_answers(builder: Builder, cast: Cast, configure: Configure):
    configure(**SMTP)
    stranger = {"type": "member", "user_id": str(cast.mallory.account_id)}
    member = {"type": "member", "user_id": str(cast.bob.account_id)}
    outside = {"type": "external", "email": "desk@example.org"}
    twice = {"type": "external", "email": "Desk@example.org"}
    builder.publish(asked(emailing(member, stranger, outside, twice)))
    builder.run({"name": "Ann"})
    assert told("mallory@example.com") == told("alice@example.com") == told("Desk@example.org") == []
    (letter,), (other,) = told("bob@example.com"), told("desk@example.org")
    assert (letter.kind, letter.subject, letter.link) == ("form", "Is it Ann?", other.link)
    assert f"Decide\nhere: {letter.link}" in letter.text
    assert "1 day" not in letter.subject
    token = letter.link.removeprefix("/form/")
    nobody = builder.person.client.application.test_client()
    path = f"/console/api/form/human_input/{token}"
    assert nobody.get(path).status_code == 200
    assert nobody.post(path, json=ANSWER).status_code == 200
    builder.run_tasks()
    (run,) = builder.person.get(f"{builder.path}/workflow-runs").json["data"]
    assert run["status"] == "succeeded"
    assert len(told("bob@example.com")) == 1


def test_the_whole_workspace_means_those_who_see_apps(builder: Builder, cast: Cast, configure: Configure):
    configure(**SMTP)
    builder.publish(asked(emailing(whole=True)))
    builder.run({"name": "Ann"})
    assert [len(told(f"{name}@example.com")) for name in ("alice", "bob", "mallory")] == [1, 1, 0]


def test_who_tries_a_workflow_writes_to_nobody_else(builder: Builder, cast: Cast, configure: Configure):
    configure(**SMTP)
    builder.save(asked(emailing({"type": "external", "email": "desk@example.org"}, whole=True)))
    builder.try_it(name="Ann")
    assert [len(told(each)) for each in ("alice@example.com", "bob@example.com", "desk@example.org")] == [1, 0, 0]


def test_without_a_mail_server_the_form_waits_in_the_console(builder: Builder, cast: Cast):
    builder.publish(asked(emailing(whole=True)))
    builder.run({"name": "Ann"})
    assert told("bob@example.com") == []
    assert builder.person.get("/human-input-forms").json["total"] == 1


@pytest.mark.parametrize(
    ("methods", "path"),
    [
        (emailing({"type": "external", "email": "desk"}), "config.recipients.items.0.email"),
        (emailing(*[{"type": "member", "user_id": "x"}] * 51), "config.recipients.items"),
        (emailing(), "config.recipients"),
    ],
)
def test_what_cannot_be_sent_is_not_published(
    builder: Builder, alice: Person, methods: list[dict[str, Any]], path: str
):
    builder.save(asked(methods))
    reply = alice.post(f"{builder.path}/workflows/publish", json={})
    assert reply.status_code == 400, reply.json
    assert [each["path"].endswith(f"delivery_methods.0.{path}") for each in reply.json["details"]] == [True]
