from uuid import UUID

from treeline.apps.access import get_linked_app
from treeline.apps.models import App
from treeline.assets.draft.access import asset_limits
from treeline.assets.packs.contents import AssetContents
from treeline.assets.packs.service import PackService
from treeline.files.links import current_grant
from treeline.kernel import current
from treeline.kernel.db import db


def many_contents(app: App, _: UUID | None) -> AssetContents:
    return AssetContents(app, current.storage())


def linked_pack(token: str, can: str) -> PackService:
    """`can`: what the link must be for. SIGNED_LINK has opened the token by now."""
    grant = current_grant(can)
    app = get_linked_app(grant.app_id)
    packs = PackService(app, current.storage(), asset_limits(), lambda s: grant.check(s, "edit", app.workspace_id))
    packs.check(db.session)
    return packs
