"""What people would read in their mailbox: the mails as the database has them."""

from dataclasses import dataclass

from sqlalchemy import select

from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.mail.content import content_of, with_link
from treeline.mail.models import Mail
from treeline.mail.settings import MailSettings


@dataclass(frozen=True)
class Read:
    """`link`: the path of a page of the console. All but kind and state is empty once the content is gone."""

    kind: str
    state: str
    subject: str = ""
    text: str = ""
    link: str = ""
    code: str = ""


def letters_to(session: DbSession, email: str) -> list[Read]:
    """The oldest first. Needs an app context."""
    rows = session.scalars(select(Mail).where(Mail.recipient == email).order_by(Mail.created_at, Mail.id))
    return [_read(mail) for mail in rows.all()]


def _read(mail: Mail) -> Read:
    content = content_of(mail, current.settings(MailSettings))
    if content is None:
        return Read(mail.kind, mail.state)
    shown = with_link(mail, content, content.link)
    code = str(content.values.get("code", ""))
    return Read(mail.kind, mail.state, shown.subject, shown.text, content.link or "", code)
