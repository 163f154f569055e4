"""All mails of the installation, for instance admins."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from treeline.kernel.crypto import CannotOpen
from treeline.kernel.db import DbSession, enqueue
from treeline.mail.content import content_of, with_link
from treeline.mail.errors import MailBeingSent, MailContentRemoved, MailNotConfigured, MailNotFound
from treeline.mail.links import ConsoleUrlUnknown, console_link
from treeline.mail.models import Mail
from treeline.mail.rendering import Rendered
from treeline.mail.service import TASK, Letter, MailService
from treeline.mail.settings import MailSettings, is_configured


class Outbox:
    def __init__(self, session: DbSession, settings: MailSettings):
        self.session, self.settings = session, settings

    def page(self, state: str | None, offset: int, limit: int) -> tuple[Sequence[Mail], int]:
        """The newest first."""
        which = [Mail.state == state] if state else []
        total = self.session.scalar(select(func.count()).select_from(Mail).where(*which)) or 0
        rows = select(Mail).where(*which).order_by(Mail.created_at.desc(), Mail.id.desc())
        return self.session.scalars(rows.offset(offset).limit(limit)).all(), total

    def send_test(self, recipient: str, language: str) -> Mail:
        """Raises MailNotConfigured."""
        self._require_configured()
        return MailService(self.session, self.settings).send(Letter("test", recipient, language, {}, link="/"))

    def resend(self, mail_id: UUID) -> Mail:
        """Now, whatever it waits for. Raises MailNotConfigured, MailNotFound, MailBeingSent, MailContentRemoved."""
        self._require_configured()
        mail = self._locked(mail_id)
        self._require_content(mail)
        if mail.state == "sending":
            raise MailBeingSent("This email is being sent right now.")
        mail.state, mail.error, mail.failures, mail.attempt = "queued", None, 0, 0
        mail.due_at = func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]  the database's clock
        self.session.flush()
        self.session.refresh(mail)
        enqueue(TASK)
        return mail

    def reveal(self, mail_id: UUID) -> tuple[Mail, Rendered, str | None]:
        """What its recipient would read, and the link: with the console's address if that is known.

        Raises MailNotFound, MailContentRemoved.
        """
        mail = self._locked(mail_id)
        try:
            content = content_of(mail, self.settings)
        except CannotOpen as error:
            raise MailContentRemoved(f"The content of this email can't be decrypted. {error}") from error
        if content is None:
            raise MailContentRemoved
        link = self._link(content.link) if content.link else None
        return mail, with_link(mail, content, link), link

    def _link(self, path: str) -> str:
        try:
            return console_link(self.settings, path)
        except ConsoleUrlUnknown:
            return path

    def _require_configured(self) -> None:
        if not is_configured(self.settings):
            raise MailNotConfigured("No mail server is configured. Set MAIL_TYPE, SMTP_SERVER and the other settings.")

    def _require_content(self, mail: Mail) -> None:
        if mail.sealed_content is None:
            raise MailContentRemoved

    def _locked(self, mail_id: UUID) -> Mail:
        mail = self.session.scalar(select(Mail).where(Mail.id == mail_id).with_for_update())
        if mail is None:
            raise MailNotFound("Email not found.")
        return mail
