"""When apps were last changed: their settings, config, workflow or files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from treeline.apps.configs.models import AppModelConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession


def last_changes(session: DbSession, app_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """{app id: moment}, by one query."""
    # These tables stand to the right: by their names.
    trees, workflows = App.metadata.tables["asset_trees"], App.metadata.tables["workflows"]
    # What is not known is null, which `greatest` passes over.
    changed = func.greatest(App.updated_at, AppModelConfig.created_at, trees.c.changed_at, workflows.c.updated_at)
    found = (
        select(App.id, changed)
        .outerjoin(AppModelConfig, AppModelConfig.id == App.model_config_id)
        .outerjoin(trees, trees.c.app_id == App.id)
        .outerjoin(workflows, (workflows.c.app_id == App.id) & (workflows.c.state == "draft"))
    )
    return {row[0]: row[1] for row in session.execute(found.where(App.id.in_(app_ids)))}
