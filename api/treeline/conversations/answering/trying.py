"""Which files an agent reads in a test: the draft, the active version, or a specific version."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.assets.versions.errors import VersionNotFound
from treeline.assets.versions.reading import find_version
from treeline.assets.versions.snapshots import Snapshots, drop
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.runs.models import UNFINISHED, Run

DRAFT, ACTIVE = "draft", "active"


@dataclass(frozen=True)
class TriedFiles:
    """`name`: "draft", or the number of the version; what the run says of it."""

    version_id: UUID | None
    name: str | None


def tried_files(session: DbSession, app: App, wanted: str, by: UUID | None) -> TriedFiles:
    """Raises InvalidInput for a version that is not there."""
    if wanted == DRAFT:
        snapshots = Snapshots(session, app, by=by)
        taken = snapshots.take()
        drop(session, unused(session, snapshots.others(taken.id)))
        return TriedFiles(taken.id, DRAFT)
    try:
        version = find_version(session, app, wanted).version
    except VersionNotFound as error:
        if wanted == ACTIVE:
            return TriedFiles(None, None)
        raise InvalidInput.at("asset_version", "version_missing", error.message, version=wanted) from error
    return TriedFiles(version.id, str(version.number))


def unused(session: DbSession, snapshots: Collection[UUID]) -> set[UUID]:
    """Those that no run reads that has not ended."""
    reading = select(Run.asset_version_id).where(Run.asset_version_id.in_(snapshots), Run.status.in_(UNFINISHED))
    return set(snapshots) - set(session.scalars(reading))
