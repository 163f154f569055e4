"""Columns with encrypted secrets: each is declared once, so that rotating SECRET_KEY covers all of them."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from treeline.kernel.crypto import CannotOpen, Vault
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.features import Port
from treeline.kernel.settings import KernelSettings

BATCH = 200


class SealedColumn:
    """A column of sealed text, the column beside it that names the owner, and what the secrets are for.

    The table's key is called `id`.
    """

    def __init__(
        self,
        column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
        owner: InstrumentedAttribute[UUID],
        purpose: str,
    ):
        self.column, self.owner, self.purpose = column, owner, purpose
        self.name = f"{column.class_.__tablename__}.{column.key}"

    def vault(self, settings: KernelSettings) -> Vault:
        return Vault([settings.secret_key or "", *settings.secret_key_previous], self.purpose)

    def reseal(self, settings: KernelSettings) -> tuple[int, list[UUID]]:
        """Seal with SECRET_KEY whatever an earlier key sealed: how many, and the ids of rows that none of them opens.

        In short transactions of its own; it may be broken off and run again.
        """
        vault, sealed, lost = self.vault(settings), 0, list[UUID]()
        last: UUID | None = None
        while True:
            with unit_of_work() as session:
                rows = self._after(session, last)
                for key, text, owner in rows:
                    try:
                        if vault.is_current(text):
                            continue
                        fresh = vault.seal(vault.open(text, owner), owner)
                    except CannotOpen:
                        lost.append(key)
                        continue
                    self._write(session, key, fresh)
                    sealed += 1
            if not rows:
                return sealed, lost
            last = rows[-1][0]

    def _after(self, session: DbSession, last: UUID | None) -> list[tuple[UUID, str, UUID]]:
        """Locked, so that a secret saved meanwhile is not overwritten with the one before."""
        table: Any = self.column.class_
        found = select(table.id, self.column, self.owner).where(self.column.is_not(None)).order_by(table.id)
        if last is not None:
            found = found.where(table.id > last)
        rows = session.execute(found.limit(BATCH).with_for_update())
        return [(key, cast(str, text), owner) for key, text, owner in rows]

    def _write(self, session: DbSession, key: UUID, text: str) -> None:
        table: Any = self.column.class_
        session.execute(update(table).where(table.id == key).values({self.column.key: text}))


sealed_columns: Port[SealedColumn] = Port("columns of sealed secrets")
