"""Mails over real SMTP: what the server takes, refuses, delays, drops and says twice."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, update

from tests.integration_tests.conftest import Configure
from tests.integration_tests.mail.conftest import Send
from tests.letters import letters_to
from tests.mail_server import certificate
from tests.smtp_server import SmtpServer
from treeline.kernel import current
from treeline.kernel.claims import MOST_ATTEMPTS
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.mail.claims import LOST
from treeline.mail.delivery import MOST_FAILURES
from treeline.mail.models import Mail
from treeline.mail.service import MailService
from treeline.mail.settings import MailSettings

Again = Callable[[Mail], Mail]
RunTasks = Callable[[], list[str]]
SECRET = "secret"


@pytest.fixture
def due(context: Any) -> Callable[[Mail], None]:
    """Its pause is over."""

    def is_over(mail: Mail) -> None:
        with unit_of_work() as session:
            session.execute(update(Mail).where(Mail.id == mail.id).values(due_at=func.clock_timestamp()))
        context.extensions["celery"].tasks["mail.deliver"]()

    return is_over


def test_a_mail_arrives_once_and_its_secrets_are_forgotten(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, run_tasks: RunTasks
):
    configure(**smtp.settings)
    mail = send("Anna@example.org")
    assert mail.sealed_content is not None
    assert SECRET not in mail.sealed_content
    assert run_tasks() == ["mail.deliver"]
    ((recipients, message),) = smtp.taken
    assert recipients == ["Anna@example.org"]
    assert (message["To"], message["From"]) == ("Anna@example.org", "Treeline <treeline@example.com>")
    assert message["Subject"] == "Test email from Treeline"
    assert message["Message-ID"] == f"<{mail.id}@example.com>"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "https://treeline.example.com/signin?token=secret" in body.get_content()
    sent = again(mail)
    assert (sent.state, sent.sealed_content, sent.due_at, sent.error) == ("sent", None, None, None)
    assert sent.sent_at is not None
    run_tasks()
    assert len(smtp.taken) == 1


@pytest.mark.parametrize(
    ("command", "answer", "state"),
    [
        ("RCPT", "550 5.1.1 no such user", "failed"),
        ("RCPT", "451 4.7.1 come back later", "queued"),
        ("MAIL", "553 5.1.8 not you", "queued"),
        ("DATA", "554 5.7.1 spam", "failed"),
        ("DATA", "452 4.3.1 no room", "queued"),
    ],
)
def test_what_a_server_refuses_is_said_and_tried_again_if_that_may_help(
    smtp: SmtpServer,
    configure: Configure,
    send: Send,
    again: Again,
    due: Callable[[Mail], None],
    run_tasks: RunTasks,
    command: str,
    answer: str,
    state: str,
):
    configure(**smtp.settings)
    smtp.says[command] = answer
    mail = send()
    run_tasks()
    refused = again(mail)
    assert (refused.state, smtp.taken) == (state, [])
    assert answer in (refused.error or "")
    # It can be sent again, by itself or by hand.
    assert refused.sealed_content is not None
    smtp.says.clear()
    if state == "queued":
        assert refused.due_at is not None
        # Not before its pause is over.
        run_tasks()
        assert smtp.taken == []
        due(mail)
        assert (again(mail).state, len(smtp.taken)) == ("sent", 1)
    else:
        assert refused.due_at is None


def test_pauses_grow_and_there_is_an_end(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, due: Callable[[Mail], None], run_tasks: RunTasks
):
    configure(**smtp.settings)
    smtp.says["RCPT"] = "451 later"
    mail = send()
    run_tasks()
    pauses: list[float] = []
    for _ in range(8):
        asked = now()
        due(mail)
        waits = again(mail).due_at
        assert waits is not None
        pauses.append((waits - asked).total_seconds())
    assert [round(pause / 60) for pause in pauses] == [2, 4, 8, 16, 32, 60, 60, 60]
    with unit_of_work() as session:
        session.execute(update(Mail).where(Mail.id == mail.id).values(failures=MOST_FAILURES - 1))
    due(mail)
    assert (again(mail).state, again(mail).due_at) == ("failed", None)


def test_a_dropped_line_is_tried_again_as_the_same_mail(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, due: Callable[[Mail], None], run_tasks: RunTasks
):
    configure(**smtp.settings)
    smtp.drops = 1
    mail = send()
    run_tasks()
    assert again(mail).state == "queued"
    assert "may have been delivered" in (again(mail).error or "")
    due(mail)
    assert again(mail).state == "sent"
    assert [message["Message-ID"] for _, message in smtp.taken] == [again(mail).message_id]


@pytest.mark.parametrize(
    ("command", "first", "then", "state"),
    [
        # Taken, and said twice.
        ("DATA", "250 OK", "250 OK", "sent"),
        # "Go on" once more is no answer to the mail.
        ("DATA", "354 go on", "250 OK", "sent"),
        # An answer too many is not taken for the one to the mail.
        ("RCPT", "250 OK", "550 no such user", "failed"),
        ("MAIL", "250 OK", "250 OK", "queued"),
    ],
)
def test_a_server_that_answers_twice(
    smtp: SmtpServer,
    configure: Configure,
    send: Send,
    again: Again,
    run_tasks: RunTasks,
    command: str,
    first: str,
    then: str,
    state: str,
):
    configure(**smtp.settings)
    smtp.first[command], smtp.says[command] = first, then
    mail = send()
    run_tasks()
    assert again(mail).state == state, again(mail).error
    assert len(smtp.taken) == (1 if state == "sent" else 0)


def test_a_silent_server_is_not_waited_for_for_ever(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, run_tasks: RunTasks
):
    configure(**smtp.settings, smtp_timeout=0.3)
    smtp.free.clear()
    mail = send()
    run_tasks()
    assert (again(mail).state, smtp.taken) == ("queued", [])


def test_nobody_listens(smtp: SmtpServer, configure: Configure, send: Send, again: Again, run_tasks: RunTasks):
    configure(**smtp.settings | {"smtp_port": 1})
    mail = send()
    run_tasks()
    assert again(mail).state == "queued"
    assert "can't be reached" in (again(mail).error or "")


@pytest.mark.parametrize("tls", ["start", "always"])
def test_connections_are_encrypted_and_the_server_is_checked(
    configure: Configure,
    send: Send,
    again: Again,
    due: Callable[[Mail], None],
    run_tasks: RunTasks,
    tls: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    pair = certificate("localhost")
    with SmtpServer(tls=tls, certificate=pair) as smtp:
        encrypted = {"smtp_server": "localhost", "smtp_use_tls": True, "smtp_opportunistic_tls": tls == "start"}
        configure(**smtp.settings | encrypted)
        mail = send()
        run_tasks()
        assert (again(mail).state, smtp.taken) == ("queued", [])
        assert "certificate" in (again(mail).error or "").lower()
        (tmp_path / "trusted.pem").write_bytes(pair)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        due(mail)
        assert (again(mail).state, len(smtp.taken)) == ("sent", 1), again(mail).error


def test_nothing_is_sent_in_the_clear_where_starttls_is_not_offered(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, run_tasks: RunTasks
):
    configure(**smtp.settings | {"smtp_use_tls": True, "smtp_opportunistic_tls": True, "smtp_password": "hush"})
    mail = send()
    run_tasks()
    assert (again(mail).state, smtp.taken) == ("queued", [])
    assert "STARTTLS" in (again(mail).error or "")


def test_a_password_is_sent_and_a_wrong_one_never_shown(
    configure: Configure, send: Send, again: Again, due: Callable[[Mail], None], run_tasks: RunTasks
):
    with SmtpServer(password="right one") as smtp:
        configure(**smtp.settings, smtp_username="treeline", smtp_password="wrong one")
        mail = send()
        run_tasks()
        error = again(mail).error or ""
        assert (again(mail).state, smtp.taken) == ("queued", [])
        assert "SMTP_PASSWORD" in error
        assert "wrong one" not in error
        configure(smtp_password="right one")
        due(mail)
        assert (again(mail).state, len(smtp.taken)) == ("sent", 1)


@pytest.mark.parametrize("recipient", ["anna@Exämple.org", "änna@example.org"])
def test_addresses_of_other_scripts(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, run_tasks: RunTasks, recipient: str
):
    configure(**smtp.settings)
    mail = send(recipient)
    run_tasks()
    assert again(mail).state == "sent", again(mail).error
    ((recipients, message),) = smtp.taken
    expected = recipient.replace("Exämple.org", "xn--exmple-cua.org")
    assert (recipients, message["To"]) == ([expected], expected)


def test_without_a_mail_server_nothing_is_lost(send: Send, run_tasks: RunTasks):
    mail = send("anna@example.org", expires_at=now() + timedelta(minutes=10))
    assert run_tasks() == []
    assert mail.state == "undelivered"
    with unit_of_work() as session:
        (letter,) = letters_to(session, "anna@example.org")
    assert (letter.kind, letter.link) == ("test", "/signin?token=secret")


@pytest.mark.parametrize("sends", [True, False])
def test_what_has_expired_is_neither_sent_nor_kept(
    smtp: SmtpServer,
    context: Any,
    configure: Configure,
    send: Send,
    again: Again,
    clock_travel: Callable[[float], None],
    sends: bool,
):
    if sends:
        configure(**smtp.settings)
    mail, other = send(expires_at=now() + timedelta(minutes=10)), send(expires_at=now() + timedelta(hours=1))
    clock_travel(11 * 60)
    context.extensions["celery"].tasks["mail.deliver"]()
    assert (again(mail).state, again(mail).sealed_content) == ("failed" if sends else "undelivered", None)
    assert again(other).state == ("sent" if sends else "undelivered")
    assert (again(other).sealed_content is None) is sends
    assert len(smtp.taken) == (1 if sends else 0)


@pytest.mark.parametrize("sends", [True, False])
def test_a_cancelled_mail_is_not_sent(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, run_tasks: RunTasks, sends: bool
):
    if sends:
        configure(**smtp.settings)
    mail = send()
    with unit_of_work() as session:
        MailService(session, current.settings(MailSettings)).cancel(mail.id)
    run_tasks()
    assert (again(mail).state, again(mail).sealed_content, smtp.taken) == ("cancelled", None, [])


def test_one_that_is_cancelled_while_it_is_sent_does_not_stay_there(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, context: Any
):
    configure(**smtp.settings)
    mail = send()
    lost = update(Mail).where(Mail.id == mail.id)
    with unit_of_work() as session:
        session.execute(lost.values(state="sending", attempt=1, claimed_until=func.now()))
        MailService(session, current.settings(MailSettings)).cancel(mail.id)
    context.extensions["celery"].tasks["mail.deliver"]()
    assert (again(mail).state, again(mail).due_at, smtp.taken) == ("cancelled", None, [])


def test_a_mail_that_no_worker_gets_through_is_given_up(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, context: Any
):
    configure(**smtp.settings)
    mail = send()
    with unit_of_work() as session:
        stuck = {"state": "sending", "attempt": MOST_ATTEMPTS, "claimed_until": func.now()}
        session.execute(update(Mail).where(Mail.id == mail.id).values(**stuck))
    context.extensions["celery"].tasks["mail.deliver"]()
    assert (again(mail).state, again(mail).error, smtp.taken) == ("failed", LOST, [])


def test_links_are_made_from_configured_addresses(
    smtp: SmtpServer, configure: Configure, send: Send, again: Again, due: Callable[[Mail], None], run_tasks: RunTasks
):
    configure(**smtp.settings | {"console_web_url": ""})
    mail = send()
    run_tasks()
    assert (again(mail).state, smtp.taken) == ("queued", [])
    assert "CONSOLE_WEB_URL" in (again(mail).error or "")
    # Under `treeline up` its own address is good, unless others reach it at another.
    configure(treeline_instance="x", api_host="0.0.0.0", web_port=3456)
    due(mail)
    assert again(mail).state == "queued"
    configure(api_host="127.0.0.1")
    due(mail)
    ((_, message),) = smtp.taken
    body = message.get_body(("plain",))
    assert body is not None
    assert "http://localhost:3456/signin?token=secret" in body.get_content()


def test_what_is_no_mail_is_refused(send: Send):
    for wrong in ({"recipient": "anna"}, {"link": "https://elsewhere.example"}, {"link": "//elsewhere.example"}):
        with pytest.raises(ValueError, match=r"."):
            send(**wrong)
