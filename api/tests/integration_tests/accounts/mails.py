"""What was mailed, read as an instance admin would who passes it on."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import select

from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.content import content_of
from treeline.mail.models import Mail

RunTasks = Callable[[], list[str]]


class Read(NamedTuple):
    kind: str
    recipient: str
    language: str
    code: str
    page: str
    query: dict[str, str]


def statements(queries: list[str]) -> list[str]:
    """Without the savepoints, which are the tests' own and numbered."""
    return [each for each in queries if "SAVEPOINT" not in each]


def mails(flask_app: FlaskApp) -> list[Read]:
    """In the order they were written; those whose content is gone are left out."""
    read: list[Read] = []
    with flask_app.app_context(), unit_of_work() as session:
        for mail in session.scalars(select(Mail).order_by(Mail.created_at, Mail.id)):
            content = content_of(mail, flask_app.extensions["settings"])
            if content is not None:
                link = urlsplit(content.link or "")
                values = (str(content.values.get("code", "")), link.path, dict(parse_qsl(link.query)))
                read.append(Read(mail.kind, mail.recipient, mail.language, *values))
    return read
