"""Mail that arrives, over a real connection."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration_tests.triggers.events.conftest import PATH, Events
from tests.mail_server import MailServer
from treeline.operations.rotation import rotate
from treeline.providers.credentials import HIDDEN

WORD = 'pass "word" \\1'


def letter(subject: str) -> bytes:
    return f"Subject: {subject}\r\nFrom: ann@x.example\r\nMessage-ID: <{subject}@x>\r\n\r\nHello {subject}".encode()


@pytest.fixture
def mail(local: list[str]) -> Iterator[MailServer]:
    with MailServer("ann@x.example", WORD.replace("\\", "\\\\").replace('"', '\\"')) as running:
        local.append(f"127.0.0.1:{running.port}")
        running.mails[4] = letter("old")
        yield running


def source_of(mail: MailServer, **more: Any) -> dict[str, Any]:
    account = {"username": "ann@x.example", "password": WORD}
    return {"host": "127.0.0.1", "port": mail.port, "verify_certificate": False, **account, **more}


def refused(events: Events, mail: MailServer, **more: Any) -> str:
    reply = events.person.post(PATH, json={"name": "x", "source": {"kind": "imap", **source_of(mail, **more)}})
    assert (reply.status_code, reply.json["code"]) == (400, "trigger_source_failed"), reply.json
    assert "word" not in reply.text.replace("wrong password", "")
    return reply.json["message"]


def test_mail_that_arrives_starts_workflows_once(events: Events, mail: MailServer):
    box = events.add("imap", **source_of(mail))
    assert (box["source"]["password"], box["source"]["folder"]) == (HIDDEN, "INBOX")
    builder = events.workflow(box, "subject", "from", "text")
    events.look(box)
    assert events.told(box) == []
    mail.mails |= {5: letter("one"), 9: letter("two")}
    events.look(box)
    events.look(box)
    runs = events.runs(builder)
    assert [run["outputs"]["subject"] for run in runs] == ["two", "one"]
    assert runs[0]["outputs"] == {"subject": "two", "from": "ann@x.example", "text": "Hello two"}
    # Nothing is changed there: not even what is read.
    assert any(each.startswith("EXAMINE") for each in mail.said)
    assert not any(each.startswith(("SELECT", "UID STORE")) or "BODY[]" in each for each in mail.said)


def test_numbers_of_another_mailbox_mean_nothing(events: Events, mail: MailServer):
    box = events.add("imap", **source_of(mail))
    mail.validity, mail.mails = 8, {1: letter("restored"), 2: letter("too")}
    events.look(box)
    assert events.told(box) == []
    mail.mails[3] = letter("new")
    events.look(box)
    assert [each["content"]["subject"] for each in events.told(box)] == ["new"]


def test_an_empty_mailbox(events: Events, mail: MailServer):
    mail.mails = {}
    box = events.add("imap", **source_of(mail))
    mail.mails[1] = letter("first")
    events.look(box)
    assert [each["content"]["subject"] for each in events.told(box)] == ["first"]


def test_the_password_is_encrypted_and_can_be_in_any_language(events: Events, mail: MailServer):
    mail.password = "密码 word"
    box = events.add("imap", **source_of(mail, password=mail.password))
    row = events.row(box)
    assert mail.password not in str([row.source, row.sealed_secrets])
    settings = events.flask_app.extensions["settings"]
    before = settings.secret_key
    settings.secret_key, settings.secret_key_previous = "another-secret-key-0123456789abcdef", [before]
    try:
        with events.flask_app.app_context():
            assert rotate(settings).sealed["trigger_subscriptions.sealed_secrets"] == 1
        settings.secret_key_previous = []
        mail.mails[5] = letter("one")
        events.look(box)
    finally:
        settings.secret_key, settings.secret_key_previous = before, []
    assert len(events.told(box)) == 1
    # With the key of before they can't be opened any more.
    events.look(box)
    assert "can't be decrypted" in events.get(box)["error"]


def test_what_a_mail_server_may_do_wrong(events: Events, mail: MailServer):
    assert "refused" in refused(events, mail, password="wrong word")
    assert "no folder" in refused(events, mail, folder="Nowhere")
    assert "certificate" in refused(events, mail, verify_certificate=True)
    mail.literal = 10**12
    assert "more than 32 MiB" in refused(events, mail)


def test_no_mail_server_in_the_internal_network_is_reached(events: Events, mail: MailServer, local: list[str]):
    local.clear()
    assert "NODE_ALLOWED_HOSTS" in refused(events, mail)
    assert mail.connections == 0


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"host": "x.example:993"}, "host"),
        ({"host": "https://x.example"}, "host"),
        ({"port": 0}, "port"),
        ({"username": "ann\r\nA1 LOGOUT"}, "username"),
        ({"folder": "a\nb"}, "folder"),
        ({"password": ""}, "password"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(events: Events, mail: MailServer, more: Any, path: str):
    reply = events.person.post(PATH, json={"name": "x", "source": {"kind": "imap", **source_of(mail, **more)}})
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, f"source.imap.{path}")
    assert mail.connections == 0
