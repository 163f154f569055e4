from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class Passkey(Model):
    """A key pair of an account, whose private half never leaves the person's device or password manager."""

    __tablename__ = "passkeys"
    __table_args__ = (UniqueConstraint("credential_id"), Index(None, "account_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    # What the browser finds it by.
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    # Devices that count their signatures reveal copies by it; others always say 0.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    # Whether it is synced, so that it outlives the device.
    backed_up: Mapped[bool]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
