from uuid import UUID

from treeline.apps.models import App
from treeline.assets.draft.access import draft_tree
from treeline.assets.sync.service import AssetSync


def draft_sync(app: App, by: UUID | None) -> AssetSync:
    return AssetSync(draft_tree(app, by))
