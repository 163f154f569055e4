"""Mails while workers die and the database is away: each arrives, and a second copy is known as one."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import TEMPLATE
from tests.processes import Worker, database, outage, wait_until
from tests.smtp_server import SmtpServer
from treeline import create_app
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.models import Mail
from treeline.mail.service import TASK, Letter, MailService
from treeline.settings import Settings

pytestmark = pytest.mark.faults

LEASE = 3


class Office:
    """Writes letters, and has workers deliver them."""

    def __init__(self, own: Settings, smtp: SmtpServer):
        self.own, self.smtp = own, smtp
        self.settings = own.model_copy(update=smtp.settings)
        self.flask_app: FlaskApp = create_app(self.settings)

    def worker(self, lease: int = LEASE) -> Worker:
        told: dict[str, Any] = {name.upper(): str(value) for name, value in self.smtp.settings.items()}
        return Worker(self.own, "mail", **told, MAIL_LEASE_SECONDS=str(lease), MAIL_RETRY_SECONDS="1")

    def send(self, count: int = 1) -> None:
        with self.flask_app.app_context(), unit_of_work() as session:
            for number in range(count):
                letter = Letter("test", f"anna{number}@example.org", "en-US", {}, "/")
                MailService(session, self.settings).send(letter)

    def all_sent(self) -> bool:
        """Beat's part is played here."""
        with self.flask_app.app_context():
            self.flask_app.extensions["celery"].tasks[TASK].apply_async()
            with unit_of_work() as session:
                left = select(func.count()).select_from(Mail).where(Mail.state != "sent")
                return session.scalar(left) == 0

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.smtp.taken]


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    with database(settings, TEMPLATE) as own, SmtpServer() as smtp:
        running = Office(own, smtp)
        try:
            yield running
        finally:
            running.flask_app.extensions["relay"].close()


def test_a_worker_that_dies_before_it_hears_the_answer_costs_one_copy(office: Office):
    workers = [office.worker()]

    def die() -> None:
        office.smtp.before_answer = lambda: None
        workers[0].kill()

    office.smtp.before_answer = die
    office.send()
    wait_until(lambda: workers[0].process.poll() is not None)
    assert len(office.smtp.taken) == 1
    workers.append(office.worker())
    try:
        wait_until(office.all_sent, every=0.5)
    finally:
        workers[1].stop()
    first, second = office.message_ids
    assert first == second


def test_a_database_that_is_away_after_the_answer_costs_none(office: Office):
    away: list[Any] = []

    def go() -> None:
        office.smtp.before_answer = lambda: None
        gone = outage(office.own)
        gone.__enter__()
        away.append(gone)

    office.smtp.before_answer = go
    worker = office.worker(lease=60)
    try:
        office.send()
        wait_until(lambda: away)
        # The answer is there, and cannot be written down.
        time.sleep(1.5)
        away[0].__exit__(None, None, None)
        wait_until(office.all_sent, every=0.5)
    finally:
        worker.stop()
    assert len(office.message_ids) == 1


def test_many_workers_send_each_once(office: Office):
    workers = [office.worker(lease=60) for _ in range(3)]
    try:
        office.send(40)
        wait_until(office.all_sent, every=0.1)
    finally:
        for worker in workers:
            worker.stop()
    assert len(office.message_ids) == len(set(office.message_ids)) == 40


def test_a_line_that_drops_costs_nothing_but_time(office: Office):
    office.smtp.drops = 2
    worker = office.worker()
    try:
        office.send()
        wait_until(office.all_sent, every=0.5)
    finally:
        worker.stop()
    assert len(office.message_ids) == 1
