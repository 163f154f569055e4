from uuid import UUID

from treeline.apps.access import get_app, get_linked_app
from treeline.assets.draft.access import asset_limits
from treeline.assets.packs.contents import AssetContents
from treeline.assets.packs.service import PackService
from treeline.files.links import current_grant, links
from treeline.kernel.storage import storage

PACK = "pack"


def pack_url(app_id: UUID, list_id: UUID) -> str:
    signed = links()
    return f"{signed.origin}/files/packs/{signed.token(PACK, app_id, list_id)}"


def draft_contents(app_id: UUID, can: str) -> AssetContents:
    return AssetContents(get_app(app_id, can), storage())


def linked_pack(token: str, can: str) -> PackService:
    """`can`: what the link must be for. SIGNED_LINK has opened the token by now."""
    return PackService(get_linked_app(current_grant(can).app_id), storage(), asset_limits())
