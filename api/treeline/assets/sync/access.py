from uuid import UUID

from treeline.assets.draft.access import draft_tree
from treeline.assets.sync.service import AssetSync


def draft_sync(app_id: UUID, can: str) -> AssetSync:
    return AssetSync(draft_tree(app_id, can))
