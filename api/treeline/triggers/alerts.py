"""Emails about triggers whose runs fail or do not start: at most one a day for each trigger."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from treeline.accounts.models import Account, WorkspaceMember
from treeline.accounts.roles import ABILITIES
from treeline.apps.models import App
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.mail.service import Letter, MailService
from treeline.mail.settings import MailSettings, is_configured
from treeline.runs.models import Run
from treeline.triggers.models import AppTrigger
from treeline.workflows.models import Workflow

KIND = "trigger_failed"
QUIET = timedelta(days=1)
# Of an error: the whole is behind the link.
MOST_CHARACTERS = 1000
UNEXPECTED = "Something went wrong on our side."


def run_failed(session: DbSession, run_id: UUID) -> None:
    """A run that nobody started by hand has failed, in the transaction that ends it."""
    app_id, given, error = session.execute(select(Run.app_id, Run.input, Run.error).where(Run.id == run_id)).one()
    node_id = given.get("root")
    if isinstance(node_id, str):
        tell(session, app_id, node_id, error, f"/apps/{app_id}/runs/{run_id}")


def not_started(session: DbSession, app_id: UUID, node_id: str, reason: str | None) -> None:
    tell(session, app_id, node_id, reason, f"/apps/{app_id}/triggers")


def tell(session: DbSession, app_id: UUID, node_id: str, reason: str | None, link: str) -> None:
    """Whoever published the workflow, or else the workspace's owners. Without a mail server there is nobody to tell."""
    settings = current.settings(MailSettings)
    if not is_configured(settings):
        return
    last, this = AppTrigger.failure_told_at, (AppTrigger.app_id == app_id, AppTrigger.node_id == node_id)
    is_due = update(AppTrigger).where(*this, or_(last.is_(None), last < now() - QUIET))
    told = is_due.values(failure_told_at=now()).returning(AppTrigger.title, AppTrigger.kind, AppTrigger.workflow_id)
    trigger = session.execute(told).one_or_none()
    if trigger is None:
        return
    app_name, workspace_id = session.execute(select(App.name, App.workspace_id).where(App.id == app_id)).one()
    shown = {
        "app": app_name,
        "trigger": trigger.title or trigger.kind,
        "text": (reason or UNEXPECTED)[:MOST_CHARACTERS],
    }
    service = MailService(session, settings)
    for email, language in _readers(session, workspace_id, trigger.workflow_id):
        service.send(Letter(KIND, email, language, shown, link, workspace_id=workspace_id))


def _readers(session: DbSession, workspace_id: UUID, workflow_id: UUID) -> Sequence[tuple[str, str]]:
    members = (
        select(Account.email, Account.interface_language)
        .join(WorkspaceMember, WorkspaceMember.account_id == Account.id)
        .where(WorkspaceMember.workspace_id == workspace_id)
    )
    publisher = select(Workflow.created_by).where(Workflow.id == workflow_id).scalar_subquery()
    may_edit = WorkspaceMember.role.in_(ABILITIES["edit"])
    found = session.execute(members.where(Account.id == publisher, may_edit)).all()
    found = found or session.execute(members.where(WorkspaceMember.role == "owner")).all()
    return [(email, language) for email, language in found]
