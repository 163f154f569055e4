from typing import Literal
from uuid import UUID

from treeline.accounts.schemas import Email
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.schemas import Body, Schema, Timestamp

MailState = Literal["queued", "sending", "sent", "failed", "undelivered", "cancelled"]


class MailQuery(PageQuery):
    state: MailState | None = None


class MailOut(Schema):
    """`has_content`: whether it can be read or sent again; the content is removed once it is sent, used or expired.
    `failures`: failed attempts. `due_at`: when it is tried next; null: not by itself.
    """

    id: UUID
    kind: str
    recipient: str
    language: str
    state: MailState
    has_content: bool
    failures: int
    error: str | None
    due_at: Timestamp | None
    created_at: Timestamp
    sent_at: Timestamp | None
    expires_at: Timestamp | None


class MailDelivery(Schema):
    """`console_url`: what links in emails start with; null if CONSOLE_WEB_URL must be set first."""

    configured: bool
    server: str
    sender: str
    console_url: str | None


class MailsOut(Page[MailOut]):
    delivery: MailDelivery


class MailContentOut(Schema):
    """`link`: a path of the console if CONSOLE_WEB_URL is not set."""

    id: UUID
    subject: str
    text: str
    link: str | None


class MailTestIn(Body):
    recipient: Email
