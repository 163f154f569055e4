"""Files of an app are published as a version."""

from typing import ClassVar, Literal
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.versions.models import AssetVersion
from treeline.triggers.events.kinds.kind import Found, Kind, Source


class VersionSource(Source):
    kind: Literal["version_published"] = "version_published"
    app_id: UUID


class VersionKind(Kind[VersionSource]):
    name: ClassVar[str] = "version_published"
    events: ClassVar[tuple[str, ...]] = ("published",)
    source = VersionSource


def published(app: App, version: AssetVersion) -> Found:
    told = {
        "app_id": str(app.id),
        "app_name": app.name,
        "version": version.number,
        "note": version.note,
        "files": version.node_count,
        "bytes": version.total_size,
    }
    return Found("published", str(version.id), told)
