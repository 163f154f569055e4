"""Forms of workflows by email: to whom, with which link, and once."""

import json
from typing import Any

import pytest

from tests.conftest import Cast, Person
from tests.integration_tests.conftest import Configure
from tests.integration_tests.triggers.test_alerts import SMTP
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph
from tests.integration_tests.workflows.people import ANSWER, START, WEBAPP, asking, ending
from tests.integration_tests.workflows.test_people import Asked, named
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


def test_only_who_is_asked_is_told_the_token(builder: Builder):
    """A request for approval is not for the one who made it."""
    everyone = {"recipients": {"whole_workspace": True}}
    for methods in ([], [{"type": "webapp", "enabled": False}, {"type": "email", "config": everyone}]):
        builder.publish(graph(START, asking(delivery_methods=methods), edge("start", "ask")))
        form = Asked(builder, builder.run({"name": "Ann"}))
        assert (form.form["form_token"], form.form["display_in_ui"]) == (None, False)
        assert named(form.events, "workflow_paused")[0]["reasons"][0]["form_token"] is None
        assert builder.person.get(form.path).json["form_token"]
    # Members try what they build.
    assert Asked(builder, builder.try_it(name="Ann")).form["form_token"]


def test_a_secret_is_masked_in_a_form_and_in_its_mail(builder: Builder, cast: Cast, configure: Configure):
    configure(**SMTP)
    secret = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cret-value"}
    methods = [*WEBAPP, *emailing(whole=True, subject="{{#env.token#}}", body="{{#env.token#}}")]
    ask = asking(form_content="Use {{#env.token#}}?", inputs=[], delivery_methods=methods)
    builder.publish(graph(START, ask, edge("start", "ask")), environment_variables=[secret])
    form = Asked(builder, builder.run({}))
    assert "s3cret-value" not in json.dumps(form.events)
    assert "s3cret-value" not in builder.person.get(form.path).text
    (letter,) = told("bob@example.com")
    assert "s3cret-value" not in letter.subject + letter.text
