"""The list of allowed hosts. `kernel.http` checks it for each connection."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select

from treeline.kernel.allowed_hosts import AllowedHost
from treeline.kernel.db import DbSession
from treeline.kernel.locks import lock
from treeline.operations.hosts.errors import HostNotAllowed, TooManyHosts
from treeline.operations.settings import OperationSettings

MAX_HOSTS = 200


class AllowedHosts:
    def __init__(self, session: DbSession, account_id: UUID, settings: OperationSettings):
        self.session, self.account_id, self.settings = session, account_id, settings

    def all(self) -> Sequence[AllowedHost]:
        return self.session.scalars(select(AllowedHost).order_by(AllowedHost.host, AllowedHost.port)).all()

    def allow(self, host: str, port: int) -> AllowedHost:
        """From now on, in every process; allowed twice is allowed once. Raises TooManyHosts."""
        # One change at a time, so that the bound holds and two clicks are one entry.
        lock(self.session, "allowed hosts")
        if found := self.session.scalars(select(AllowedHost).filter_by(host=host, port=port)).one_or_none():
            return found
        if (self.session.scalar(select(func.count()).select_from(AllowedHost)) or 0) >= MAX_HOSTS:
            raise TooManyHosts(f"You can allow at most {MAX_HOSTS} hosts. Remove one you no longer use.")
        added = AllowedHost(host=host, port=port, created_by=self.account_id)
        self.session.add(added)
        self.session.flush()
        return added

    def remove(self, host: str, port: int) -> None:
        """Connections that are open stay; there is no new one. Raises HostNotAllowed."""
        this = (AllowedHost.host == host, AllowedHost.port == port)
        if self.session.scalar(delete(AllowedHost).where(*this).returning(AllowedHost.id)) is None:
            raise HostNotAllowed(f"{host}:{port} is not an allowed host.")
