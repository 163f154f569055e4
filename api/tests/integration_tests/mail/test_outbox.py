"""The mails of an installation in the hands of its instance admin: those without a server, too."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Cast, Person
from tests.integration_tests.conftest import Configure
from tests.integration_tests.mail.conftest import Send
from tests.smtp_server import SmtpServer
from treeline.accounts.audit.models import AuditEvent
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work

MAILS = "/operations/mails"


def only(person: Person, **query: Any) -> Any:
    reply = person.get(MAILS, query_string=query)
    assert reply.status_code == 200, reply.json
    (mail,) = reply.json["data"]
    return mail


def test_a_link_is_shown_to_the_instance_admin_and_each_look_is_recorded(cast: Cast, send: Send):
    sent = send("anna@example.org", expires_at=now() + timedelta(minutes=10))
    listed = only(cast.alice)
    assert (listed["id"], listed["state"], listed["has_content"]) == (str(sent.id), "undelivered", True)
    assert "secret" not in str(listed)
    path = f"{MAILS}/{sent.id}/reveal"
    # Mallory owns her workspace, and Bob is in Alice's.
    for other in (cast.mallory, cast.bob):
        assert other.post(path).status_code == other.get(MAILS).status_code == 403
    shown = cast.alice.post(path)
    assert shown.json["link"] == "/signin?token=secret"
    assert "/signin?token=secret" in shown.json["text"]
    assert shown.headers["Cache-Control"] == "no-store"
    with unit_of_work() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.deed == "mail.reveal")).all()
    assert [(each.object_id, each.object_name, each.actor_id) for each in events] == [
        (sent.id, "anna@example.org", cast.alice.account_id)
    ]


def test_once_there_is_a_server_it_is_sent_after_all(
    cast: Cast,
    smtp: SmtpServer,
    configure: Configure,
    send: Send,
    run_tasks: Any,
):
    sent = send()
    path = f"{MAILS}/{sent.id}/resend"
    refused = cast.alice.post(path)
    assert (refused.status_code, refused.json["code"]) == (409, "mail_not_configured")
    configure(**smtp.settings)
    assert cast.alice.post(path).json["state"] == "queued"
    run_tasks()
    assert (only(cast.alice, state="sent")["id"], len(smtp.taken)) == (str(sent.id), 1)
    for verb in ("resend", "reveal"):
        gone = cast.alice.post(f"{MAILS}/{sent.id}/{verb}")
        assert (gone.status_code, gone.json["code"]) == (409, "mail_content_removed")


def test_a_test_mail_says_what_is_wrong(
    cast: Cast,
    smtp: SmtpServer,
    configure: Configure,
    run_tasks: Any,
):
    path = f"{MAILS}/test"
    assert cast.alice.post(path, json={"recipient": "a@example.org"}).json["code"] == "mail_not_configured"
    delivery = cast.alice.get(MAILS).json["delivery"]
    assert (delivery["configured"], delivery["console_url"]) == (False, None)
    configure(**smtp.settings)
    assert cast.alice.get(MAILS).json["delivery"]["console_url"] == "https://treeline.example.com"
    assert cast.alice.post(path, json={"recipient": "a@example.org\nBcc: b@example.org"}).status_code == 400
    smtp.says["RCPT"] = "550 5.1.1 no such user"
    assert cast.alice.post(path, json={"recipient": "a@example.org"}).status_code == 201
    run_tasks()
    failed = only(cast.alice)
    assert (failed["state"], "550 5.1.1 no such user" in failed["error"]) == ("failed", True)


def test_an_unknown_mail_is_not_found(cast: Cast):
    for verb in ("resend", "reveal"):
        reply = cast.alice.post(f"{MAILS}/0190d5a0-0000-7000-8000-000000000000/{verb}")
        assert reply.json["code"] in ("mail_not_found", "mail_not_configured")


@pytest.mark.parametrize("state", ["sent", "nonsense"])
def test_lists_have_filters(cast: Cast, send: Send, state: str):
    send()
    reply = cast.alice.get(MAILS, query_string={"state": state})
    assert (reply.status_code, reply.json.get("data")) == ((200, []) if state == "sent" else (400, None))
