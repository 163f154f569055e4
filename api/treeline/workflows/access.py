"""Who works on workflows: members, each with the app they may edit."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import current_member
from treeline.accounts.models import Account
from treeline.apps.access import get_app
from treeline.kernel import current
from treeline.kernel.db import DbSession, db
from treeline.workflows.drafts.service import DraftService
from treeline.workflows.models import Workflow
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.versions.service import VersionService


def app_draft(app_id: UUID, can: str) -> DraftService:
    app, settings = get_app(app_id, can), current.settings(WorkflowSettings)
    return DraftService(db.session, app, settings, by=current_member().account_id)


def app_versions(app_id: UUID, can: str) -> VersionService:
    app, settings = get_app(app_id, can), current.settings(WorkflowSettings)
    return VersionService(db.session, app, settings, by=current_member().account_id)


def people_of(session: DbSession, workflows: Iterable[Workflow]) -> dict[UUID, Account]:
    """Who made and changed them, by one query."""
    ids = {each for row in workflows for each in (row.created_by, row.updated_by) if each is not None}
    return {account.id: account for account in session.scalars(select(Account).where(Account.id.in_(ids)))}
