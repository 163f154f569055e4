from uuid import UUID

from treeline.apps.models import App
from treeline.assets.archives.service import AssetArchives
from treeline.assets.draft.access import asset_limits
from treeline.kernel import current


def draft_archives(app: App, by: UUID | None) -> AssetArchives:
    return AssetArchives(app, current.storage(), by=by, limits=asset_limits())
