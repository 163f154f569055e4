"""When apps were last changed: their settings, config or files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from treeline.apps.configs.models import AppModelConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession


def last_changes(session: DbSession, app_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """{app id: moment}, by one query."""
    # The table stands to the right: by its name.
    trees = App.metadata.tables["asset_trees"]
    # What is not known is null, which `greatest` passes over.
    changed = func.greatest(App.updated_at, AppModelConfig.created_at, trees.c.changed_at)
    found = (
        select(App.id, changed)
        .outerjoin(AppModelConfig, AppModelConfig.id == App.model_config_id)
        .outerjoin(trees, trees.c.app_id == App.id)
    )
    return {row[0]: row[1] for row in session.execute(found.where(App.id.in_(app_ids)))}
