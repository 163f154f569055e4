"""Who asks: an end user, named by the client, or a member who tests the app."""

from uuid import UUID

from treeline.accounts.access import current_member
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.conversations.answering.service import AnswerService
from treeline.conversations.owners import Owner
from treeline.conversations.settings import AnswerSettings
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.runs import stopping
from treeline.runs.errors import RunNotFound
from treeline.runs.service import RunService


def user_questions(app: App, user: str) -> AnswerService:
    """Questions of an end user, who is made on their first."""
    return _questions(app, Owner(end_user_id=EndUserService(db.session, app).obtain(user).id))


def member_questions(app: App) -> AnswerService:
    return _questions(app, Owner(account_id=current_member().account_id))


def _questions(app: App, owner: Owner) -> AnswerService:
    return AnswerService(db.session, app, owner, current.settings(AnswerSettings))


def stop_own(app: App, task_id: UUID, *, user: str | None = None) -> None:
    """Stop an end user's answer, or without one the member's. Raises RunNotFound."""
    with unit_of_work() as session:
        runs = RunService(session, app)
        if user is not None:
            end_user = EndUserService(session, app).find(user)
            run = runs.of_end_user(task_id, end_user.id if end_user else None)
        else:
            run = runs.find(task_id)
            if run.account_id != current_member().account_id:
                raise RunNotFound
        runs.request_stop(run)
    stopping.signal(current.redis(), task_id)
