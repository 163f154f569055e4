"""Verified content that nothing references."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlalchemy import except_, select

from treeline.apps.models import App
from treeline.files.models import Blob
from treeline.files.ports import blob_names
from treeline.files.postgres import among, forget
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, batches, with_tree_locked


class UnnamedBlobs:
    """Rows of blobs that no file names are forgotten, and their objects trashed if no other row shares them."""

    kind = "unnamed_blobs"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        return f"content that no file uses; stored over {spoken(self.ages.unnamed)} ago"

    def found(self) -> Iterator[Finding]:
        for app_id, hashes in self._batches():
            with unit_of_work() as session:
                unnamed = select(Blob).where(Blob.app_id == app_id, among(Blob.sha256, hashes))
                blobs = session.scalars(unnamed).all()
            yield from (Finding(blob.sha256, blob.size, str(app_id), age_of(blob.created_at)) for blob in blobs)

    def run(self) -> int:
        return sum(with_tree_locked(app_id, partial(self._forget, app_id, some)) for app_id, some in self._batches())

    def _batches(self) -> Iterator[tuple[UUID, list[str]]]:
        """Found without a lock: most apps have none, and are not kept waiting."""
        with unit_of_work() as session:
            apps = session.scalars(select(App.id).where(App.deleted_at.is_(None))).all()
        for app_id in apps:
            with unit_of_work() as session:
                hashes = self._unnamed(session, app_id)
            yield from ((app_id, batch) for batch in batches(hashes))

    def _forget(self, app_id: UUID, hashes: list[str], session: DbSession) -> int:
        # Since they were found, a file may have come to name some of them. From here to the commit none can.
        unnamed = self._unnamed(session, app_id, hashes)
        return forget(session, app_id, unnamed, now() + self.ages.trashed)

    def _unnamed(self, session: DbSession, app_id: UUID, hashes: list[str] | None = None) -> list[str]:
        """Hashes that may be forgotten; only some of these, if given."""
        old = select(Blob.sha256).where(Blob.app_id == app_id, Blob.created_at < now() - self.ages.unnamed)
        queries = [old, *(names(app_id) for names in blob_names.given())]
        if hashes is not None:
            queries = [query.where(among(query.selected_columns[0], hashes)) for query in queries]
        return list(session.scalars(except_(*queries)))
