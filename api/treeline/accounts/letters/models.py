from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id
from treeline.kernel.sealed import SealedColumn

# Folders of mail templates, too.
LetterKind = Literal["reset", "login_code", "change_email", "delete_account"]
KINDS: tuple[LetterKind, ...] = get_args(LetterKind)


class LetterRequest(Model):
    """A mail that somebody asked for. A task finds out whether it is to be sent, and removes the row.

    So a request does the same whether or not its address has an account, and its reply can't tell.
    """

    __tablename__ = "letter_requests"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index(None, "verification_id"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    verification_id: Mapped[UUID] = mapped_column(ForeignKey("verifications.id", ondelete="CASCADE"))
    # Token and code, which the verification doesn't have.
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


SEALED = SealedColumn(LetterRequest.sealed, LetterRequest.id, "requested mails")
