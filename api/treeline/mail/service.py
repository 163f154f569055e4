"""Sending mail: a row in the caller's transaction, delivered by a worker after the commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, update

from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.ids import new_id
from treeline.mail.addresses import address_of
from treeline.mail.content import MailContent, sealed
from treeline.mail.models import Mail
from treeline.mail.rendering import require_kind
from treeline.mail.settings import MailSettings, is_configured

__all__ = ["Letter", "MailService", "is_configured"]

TASK = "mail.deliver"


@dataclass(frozen=True)
class Letter:
    """`kind`: a folder of templates. `values`: what these show. `link`: a path of the console with its token.

    `expires_at`: until when link and values are of use; after that nobody is sent them or sees them.
    """

    kind: str
    recipient: str
    language: str
    values: Mapping[str, str | int]
    link: str | None = None
    expires_at: datetime | None = None
    workspace_id: UUID | None = None


class MailService:
    def __init__(self, session: DbSession, settings: MailSettings):
        self.session, self.settings = session, settings

    def send(self, letter: Letter) -> Mail:
        """Raises ValueError for a recipient that is no address, a kind without templates, or a link that is no path."""
        address_of(letter.recipient)
        require_kind(letter.kind)
        if letter.link is not None and (not letter.link.startswith("/") or letter.link.startswith("//")):
            raise ValueError("The link of a mail is a path of the console.")
        sends = is_configured(self.settings)
        mail = Mail(
            id=new_id(),
            kind=letter.kind,
            recipient=letter.recipient,
            language=letter.language,
            state="queued" if sends else "undelivered",
            due_at=func.clock_timestamp() if sends else None,
            workspace_id=letter.workspace_id,
            expires_at=letter.expires_at,
        )
        mail.sealed_content = sealed(mail, MailContent(letter.values, letter.link), self.settings)
        self.session.add(mail)
        self.session.flush()
        if sends:
            enqueue(TASK)
        return mail

    def cancel(self, mail_id: UUID) -> None:
        """What it says is of no use any more: its token was used or revoked. One that is not sent yet never is."""
        waits = Mail.state.in_(("queued", "undelivered", "failed"))
        # One that is being sent right now stays due: if its worker is lost, another one sees that it is cancelled.
        ended = {
            "state": case((waits, "cancelled"), else_=Mail.state),
            "due_at": case((waits, None), else_=Mail.due_at),
        }
        self.session.execute(update(Mail).where(Mail.id == mail_id).values(sealed_content=None, **ended))
