"""Private hosts, each with its port, that an instance admin allows for outbound requests."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from flask import has_app_context
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model, unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.threads import in_thread


class AllowedHost(Model):
    __tablename__ = "allowed_hosts"
    __table_args__ = (UniqueConstraint("host", "port"), CheckConstraint("port BETWEEN 1 AND 65535", name="port"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # As `spelled` has it.
    host: Mapped[str] = mapped_column(String(253))
    port: Mapped[int]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


def spelled(host: str) -> str:
    """A host in the one spelling in which it is compared."""
    return host.strip("[]").lower().rstrip(".")


def is_allowed() -> Callable[[str, int], Awaitable[bool]]:
    """Asks the table each time, so that a new entry is good at once in every process; no for those without one."""
    if not has_app_context():
        return _never

    async def ask(host: str, port: int) -> bool:
        return await in_thread(lambda: _is_there(spelled(host), port))

    return ask


async def _never(host: str, port: int) -> bool:
    return False


def _is_there(host: str, port: int) -> bool:
    with unit_of_work() as session:
        return (
            session.scalar(select(AllowedHost.id).where(AllowedHost.host == host, AllowedHost.port == port)) is not None
        )
