"""What the draft's routes work on."""

from uuid import UUID

from treeline.apps.models import App
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.service import AppAssetService
from treeline.assets.requests import asset_links
from treeline.assets.settings import AssetSettings
from treeline.kernel import current
from treeline.kernel.db import db


def asset_limits() -> Limits:
    settings = current.settings(AssetSettings)
    return Limits(
        depth=settings.asset_max_depth,
        batch_nodes=settings.asset_max_batch_nodes,
        batch_bytes=settings.asset_max_batch_bytes,
        app_nodes=settings.asset_max_app_nodes,
        file_bytes=settings.asset_max_file_bytes,
        text_bytes=settings.asset_max_text_bytes,
    )


def draft_tree(app: App, by: UUID | None) -> AppAssetService:
    return AppAssetService(db.session, app, by=by, limits=asset_limits(), links=asset_links(app))
