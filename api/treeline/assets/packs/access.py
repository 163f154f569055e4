from uuid import UUID

from treeline.apps.access import get_linked_app
from treeline.apps.models import App
from treeline.assets.draft.access import asset_limits
from treeline.assets.packs.contents import AssetContents
from treeline.assets.packs.service import PackService
from treeline.files.links import current_grant
from treeline.kernel import current


def many_contents(app: App, _: UUID | None) -> AssetContents:
    return AssetContents(app, current.storage())


def linked_pack(token: str, can: str) -> PackService:
    """`can`: what the link must be for. SIGNED_LINK has opened the token by now."""
    return PackService(get_linked_app(current_grant(can).app_id), current.storage(), asset_limits())
