"""The rows of a run that is told of."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from treeline.apps.end_users.models import EndUser
from treeline.apps.models import App
from treeline.conversations.models import AgentThought, Message
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.tracing.spans import MOST_SPANS, Traced
from treeline.workflows.models import Workflow, WorkflowRun, WorkflowStep


def traced(session: DbSession, run_id: UUID) -> Traced:
    run = session.get_one(Run, run_id)
    app = session.get_one(App, run.app_id)
    asked = select(Message).where(Message.run_id == run_id).options(undefer(Message.prompt)).limit(1)
    message = session.scalars(asked).one_or_none()
    user = _user(session, run)
    own = session.get(WorkflowRun, run_id)
    if own is not None:
        version = session.get_one(Workflow, own.workflow_id).version
        # One more tells that there are more.
        journal = select(WorkflowStep).where(WorkflowStep.run_id == run_id).order_by(WorkflowStep.seq)
        steps = session.scalars(journal.limit(MOST_SPANS + 1)).all()
        return Traced(run, app, user, message, (), own, version, steps)
    if message is None:
        return Traced(run, app, user)
    thoughts = select(AgentThought).where(AgentThought.message_id == message.id).order_by(AgentThought.position)
    return Traced(run, app, user, message, session.scalars(thoughts.limit(MOST_SPANS)).all())


def _user(session: DbSession, run: Run) -> str | None:
    """An end user by the name that the app's own backend gave; a member by the id."""
    if run.end_user_id is not None:
        return session.scalar(select(EndUser.session_id).where(EndUser.id == run.end_user_id))
    return None if run.account_id is None else str(run.account_id)
