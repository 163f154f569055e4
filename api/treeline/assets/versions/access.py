from uuid import UUID

from treeline.accounts.access import current_member
from treeline.apps.access import get_app
from treeline.assets.draft.access import asset_limits
from treeline.assets.versions.content import VersionContent
from treeline.assets.versions.service import AssetVersions
from treeline.kernel.db import db
from treeline.kernel.storage import storage


def app_versions(app_id: UUID, can: str) -> AssetVersions:
    return AssetVersions(db.session, get_app(app_id, can), by=current_member().account_id, limits=asset_limits())


def version_content(app_id: UUID, can: str) -> VersionContent:
    return VersionContent(get_app(app_id, can), storage(), limits=asset_limits())
