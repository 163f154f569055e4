from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.smtp_server import SmtpServer
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.models import Mail
from treeline.mail.service import Letter, MailService
from treeline.mail.settings import MailSettings

Send = Callable[..., Mail]


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def send(context: FlaskApp) -> Send:
    """Write a letter, as a feature does."""

    def written(recipient: str = "anna@example.org", **more: Any) -> Mail:
        letter = Letter("test", recipient, "en-US", {}, **{"link": "/signin?token=secret", **more})
        with unit_of_work() as session:
            return MailService(session, current.settings(MailSettings)).send(letter)

    return written


@pytest.fixture
def again(context: FlaskApp) -> Callable[[Mail], Mail]:
    """A mail as its row is now."""

    def read(mail: Mail) -> Mail:
        with unit_of_work() as session:
            return session.get_one(Mail, mail.id)

    return read
