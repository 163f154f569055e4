from uuid import UUID

from treeline.accounts.access import current_member
from treeline.apps.access import get_app
from treeline.assets.archives.service import AssetArchives
from treeline.assets.draft.access import asset_limits
from treeline.kernel.storage import storage


def draft_archives(app_id: UUID, can: str) -> AssetArchives:
    return AssetArchives(get_app(app_id, can), storage(), by=current_member().account_id, limits=asset_limits())
