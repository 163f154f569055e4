from uuid import UUID

from treeline.apps.models import App
from treeline.assets.draft.access import asset_limits
from treeline.assets.versions.content import VersionContent
from treeline.assets.versions.service import AssetVersions
from treeline.kernel import current
from treeline.kernel.db import db


def app_versions(app: App, by: UUID | None) -> AssetVersions:
    return AssetVersions(db.session, app, by=by, limits=asset_limits())


def version_content(app: App, _: UUID | None) -> VersionContent:
    return VersionContent(app, current.storage(), limits=asset_limits())
