"""Whose tree, and by what right: a member of the workspace, or the holder of a signed link."""

from uuid import UUID

from flask import current_app

from treeline.accounts.access import current_member
from treeline.apps.access import get_app, get_linked_app
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.service import AppAssetService
from treeline.assets.uploads.content import AssetContent
from treeline.files.links import current_grant
from treeline.kernel.db import db
from treeline.kernel.storage import storage
from treeline.settings import Settings


def asset_limits() -> Limits:
    settings: Settings = current_app.extensions["settings"]
    return Limits(
        depth=settings.asset_max_depth,
        batch_nodes=settings.asset_max_batch_nodes,
        batch_bytes=settings.asset_max_batch_bytes,
        app_nodes=settings.asset_max_app_nodes,
        file_bytes=settings.asset_max_file_bytes,
        text_bytes=settings.asset_max_text_bytes,
    )


def draft_tree(app_id: UUID, can: str) -> AppAssetService:
    return AppAssetService(db.session, get_app(app_id, can), by=current_member().account_id, limits=asset_limits())


def draft_content(app_id: UUID, can: str) -> AssetContent:
    return AssetContent(get_app(app_id, can), storage(), by=current_member().account_id, limits=asset_limits())


def linked_content(token: str, can: str) -> AssetContent:
    """`can`: what the link must be for, "upload" or "download". SIGNED_LINK has opened the token by now."""
    return AssetContent(get_linked_app(current_grant(can).app_id), storage(), limits=asset_limits())
