"""Who works on workflows: members, each with the app they may edit."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import current_member
from treeline.accounts.models import Account
from treeline.apps.access import get_app
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.apps.models import App
from treeline.apps.service import AppService
from treeline.kernel import current
from treeline.kernel.db import DbSession, db
from treeline.workflows.drafts.converting import converted
from treeline.workflows.drafts.service import DraftService
from treeline.workflows.errors import NotForThisMode
from treeline.workflows.models import Workflow
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.versions.service import VersionService


def app_draft(app_id: UUID, can: str) -> DraftService:
    app, settings = get_app(app_id, can), current.settings(WorkflowSettings)
    return DraftService(db.session, app, settings, by=current_member().account_id)


def app_versions(app_id: UUID, can: str) -> VersionService:
    app, settings = get_app(app_id, can), current.settings(WorkflowSettings)
    return VersionService(db.session, app, settings, by=current_member().account_id)


def convert_app(app: App, changes: dict[str, Any]) -> App:
    """A new app: the workflow that does what this one does. Raises NotForThisMode."""
    if app.mode not in ("chat", "completion"):
        raise NotForThisMode("Only chat and completion apps can be converted.")
    member, settings = current_member(), current.settings(WorkflowSettings)
    kept = {name: getattr(app, name) for name in ("description", "icon_type", "icon", "icon_background")}
    mode = "workflow" if app.mode == "completion" else "advanced-chat"
    values = {"name": f"{app.name} (workflow)"[:255], **kept, **changes, "mode": mode}
    made = AppService(db.session, member).create(**values)
    content = converted(AppConfig.of(ConfigService(db.session, app).current()), app.mode)
    DraftService(db.session, made, settings, by=member.account_id).save(content)
    return made


def people_of(session: DbSession, workflows: Iterable[Workflow]) -> dict[UUID, Account]:
    """Who made and changed them, by one query."""
    ids = {each for row in workflows for each in (row.created_by, row.updated_by) if each is not None}
    return {account.id: account for account in session.scalars(select(Account).where(Account.id.in_(ids)))}
