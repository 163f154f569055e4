"""Files that have been pending for too long."""

from collections.abc import Iterator
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, select, update

from treeline.apps.models import App
from treeline.assets.draft.postgres import count_change
from treeline.assets.models import AssetNode
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.dialects import is_mysql
from treeline.retention import mysql, postgres
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, batches, with_tree_locked


class _Awaited:
    """Nodes that have waited too long, by app. What is found is looked at again when its tree is locked."""

    kind: str
    reason: str

    def __init__(self, ages: Ages):
        self.age = ages.awaited

    @property
    def why(self) -> str:
        return f"{self.reason} for over {spoken(self.age)}"

    def found(self) -> Iterator[Finding]:
        for app_id, ids in self._batches():
            with unit_of_work() as session:
                paths = (mysql if is_mysql(session) else postgres).paths(session, ids)
                nodes = session.scalars(select(AssetNode).where(among(AssetNode.id, ids), self._overdue())).all()
            for node in nodes:
                yield Finding(paths[node.id], app_id=str(app_id), age=age_of(node.upload_at))

    def run(self) -> int:
        return sum(with_tree_locked(app_id, partial(self._end, app_id, ids)) for app_id, ids in self._batches())

    def _batches(self) -> Iterator[tuple[UUID, list[UUID]]]:
        with unit_of_work() as session:
            waiting = session.scalars(select(AssetNode.app_id).where(self._overdue()).distinct()).all()
            apps = session.scalars(select(App.id).where(among(App.id, waiting), App.deleted_at.is_(None))).all()
        for app_id in apps:
            with unit_of_work() as session:
                ids = session.scalars(select(AssetNode.id).where(AssetNode.app_id == app_id, self._overdue())).all()
            yield from ((app_id, batch) for batch in batches(ids))

    def _overdue(self) -> ColumnElement[bool]:
        return (AssetNode.upload_at < now() - self.age) & self._which()

    def _which(self) -> ColumnElement[bool]:
        raise NotImplementedError

    def _end(self, app_id: UUID, ids: list[UUID], session: DbSession) -> int:
        raise NotImplementedError


class UnfinishedFiles(_Awaited):
    """New files that never got their bytes are removed from the tree."""

    kind = "unfinished_files"
    reason = "upload of a new file not finished,"

    def _which(self) -> ColumnElement[bool]:
        return AssetNode.sha256.is_(None)

    def _end(self, app_id: UUID, ids: list[UUID], session: DbSession) -> int:
        gone = delete(AssetNode).where(among(AssetNode.id, ids), self._overdue()).returning(AssetNode.size)
        sizes = session.scalars(gone, execution_options={"synchronize_session": False}).all()
        if sizes:
            count_change(session, app_id, nodes=-len(sizes), size=-sum(sizes), pending=-len(sizes))
        return len(sizes)


class UnfinishedReplacements(_Awaited):
    """Files whose new bytes never came keep those they have, and wait no longer."""

    kind = "unfinished_replacements"
    reason = "upload of new content not finished; the file keeps its content,"

    def _which(self) -> ColumnElement[bool]:
        return AssetNode.sha256.is_not(None)

    def _end(self, app_id: UUID, ids: list[UUID], session: DbSession) -> int:
        ended = (
            update(AssetNode)
            .where(among(AssetNode.id, ids), self._overdue())
            .values(upload_id=None, upload_size=None, upload_sha256=None, upload_at=None)
        )
        result = session.execute(ended, execution_options={"synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount
