"""Whose content: an app's, for its members and API keys; or that of a signed link."""

from uuid import UUID

from treeline.apps.access import get_linked_app
from treeline.apps.models import App
from treeline.assets.draft.access import asset_limits
from treeline.assets.uploads.content import AssetContent
from treeline.files.links import current_grant
from treeline.kernel import current
from treeline.kernel.db import db


def draft_content(app: App, by: UUID | None) -> AssetContent:
    return AssetContent(app, current.storage(), by=by, limits=asset_limits())


def linked_content(token: str, can: str) -> AssetContent:
    """`can`: what the link must be for, "upload" or "download". SIGNED_LINK has opened the token by now."""
    grant = current_grant(can)
    app = get_linked_app(grant.app_id)
    content = AssetContent(
        app, current.storage(), limits=asset_limits(), check=lambda s: grant.check(s, "edit", app.workspace_id)
    )
    content.check(db.session)
    return content
