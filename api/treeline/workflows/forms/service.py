from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from treeline.accounts.models import Account
from treeline.apps.models import App
from treeline.conversations.owners import Owner
from treeline.files.links import Links
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.runs.models import UNFINISHED, Run
from treeline.runs.service import RunService
from treeline.workflows.engine.file import File
from treeline.workflows.engine.values import to_json
from treeline.workflows.forms.errors import FormExpired, FormNotFound, FormSubmitted
from treeline.workflows.forms.models import HumanInputForm
from treeline.workflows.forms.tokens import hashed_token
from treeline.workflows.forms.waiting import lock_run
from treeline.workflows.models import WorkflowFile
from treeline.workflows.nodes.human_input import read_answer
from treeline.workflows.starting.files import GivenFiles

Which = Literal["waiting", "answered", "all"]
ENDED = "The run that this form belongs to has ended."


@dataclass(frozen=True)
class AskedForm:
    """A form with what it belongs to. `account`: the member who has answered it."""

    form: HumanInputForm
    app: App
    run: Run
    account: Account | None = None

    @property
    def state(self) -> str:
        is_left = self.form.state == "waiting" and not self.is_wanted
        return "stopped" if is_left else self.form.state

    @property
    def is_wanted(self) -> bool:
        """Whether its run still goes on with an answer."""
        return self.run.status in UNFINISHED and self.run.stop_requested_at is None


class FormService:
    """The forms of a workspace, the oldest that wait first; of one app, if named."""

    def __init__(self, session: DbSession, workspace_id: UUID):
        self.session, self.workspace_id = session, workspace_id

    def page(
        self, which: Which, offset: int, limit: int, *, app_id: UUID | None = None, run_id: UUID | None = None
    ) -> tuple[list[AskedForm], int]:
        mine = [HumanInputForm.workspace_id == self.workspace_id, *_chosen(which)]
        mine += [HumanInputForm.app_id == app_id] if app_id else []
        mine += [HumanInputForm.run_id == run_id] if run_id else []
        order = HumanInputForm.created_at.asc() if which == "waiting" else HumanInputForm.created_at.desc()
        rows = _asked().where(*mine).order_by(order, HumanInputForm.id).offset(offset).limit(limit)
        total = self.session.scalar(select(func.count()).select_from(_asked().where(*mine).subquery())) or 0
        return [AskedForm(*row) for row in self.session.execute(rows)], total

    def get(self, form_id: UUID) -> AskedForm:
        """Raises FormNotFound."""
        return _one(self.session, HumanInputForm.id == form_id, HumanInputForm.workspace_id == self.workspace_id)


def form_by_token(session: DbSession, token: str, app_id: UUID | None = None) -> AskedForm:
    """`app_id`: that it must belong to. Raises FormNotFound."""
    named = [HumanInputForm.token_hash == hashed_token(token)]
    return _one(session, *named, *([HumanInputForm.app_id == app_id] if app_id else []))


def require_open(session: DbSession, asked: AskedForm) -> None:
    """Raises FormSubmitted; FormExpired also for what nobody waits for any more."""
    if asked.form.state == "submitted":
        raise FormSubmitted
    if asked.form.state == "expired" or asked.form.expires_at <= _now(session):
        raise FormExpired
    if asked.state == "stopped":
        raise FormExpired(ENDED)


@dataclass(frozen=True)
class FormAnswer:
    action: str
    inputs: Mapping[str, Any]


def submit(session: DbSession, form_id: UUID, given: FormAnswer, by: Owner, links: Links) -> None:
    """Take an answer, and let the run go on: the first one counts.

    Raises FormNotFound, FormSubmitted, FormExpired, InvalidInput with all that is wrong, UploadNotFound.
    """
    asked = _locked(session, form_id)
    require_open(session, asked)
    inputs, _ = GivenFiles(session, asked.app, by, links).taken(_wanted(asked.form, given.inputs), ())
    values, problems = read_answer(asked.form.form, given.action, inputs)
    if problems:
        raise InvalidInput(" ".join(each["message"] for each in problems), problems)
    _keep_files(session, asked.run.id, list(values.values()))
    form = asked.form
    form.state, form.action, form.answer = "submitted", given.action, to_json(values)
    form.answered_at, form.account_id, form.end_user_id = _now(session), by.account_id, by.end_user_id
    _go_on(session, asked)


def expire(session: DbSession, form_id: UUID) -> None:
    """Let the run go on without an answer, if the time for one is over."""
    try:
        asked = _locked(session, form_id)
    except FormNotFound:
        return
    if asked.form.state != "waiting" or asked.form.expires_at > _now(session):
        return
    if not asked.is_wanted:
        asked.form.state = "stopped"
        return
    asked.form.state, asked.form.answered_at = "expired", _now(session)
    _go_on(session, asked)


def due(session: DbSession, limit: int) -> Sequence[UUID]:
    """Forms that nobody has answered in time."""
    late = select(HumanInputForm.id).where(HumanInputForm.state == "waiting")
    late = late.where(HumanInputForm.expires_at <= func.clock_timestamp()).order_by(HumanInputForm.expires_at)
    return session.scalars(late.limit(limit)).all()


def _go_on(session: DbSession, asked: AskedForm) -> None:
    # One that has not paused yet looks for answers before it does.
    session.flush()
    RunService(session, asked.app).resume(asked.run.id)


def _locked(session: DbSession, form_id: UUID) -> AskedForm:
    """Raises FormNotFound."""
    run_id = session.scalar(select(HumanInputForm.run_id).where(HumanInputForm.id == form_id))
    if run_id is None:
        raise FormNotFound
    lock_run(session, run_id)
    mine = _asked().where(HumanInputForm.id == form_id).execution_options(populate_existing=True)
    row = session.execute(mine.with_for_update(of=HumanInputForm)).one_or_none()
    if row is None:
        raise FormNotFound
    return AskedForm(*row)


def _one(session: DbSession, *conditions: ColumnElement[bool]) -> AskedForm:
    row = session.execute(_asked().where(*conditions)).one_or_none()
    if row is None:
        raise FormNotFound
    return AskedForm(*row)


def _asked() -> Select[HumanInputForm, App, Run, Account]:
    found = select(HumanInputForm, App, Run, Account).join(App, App.id == HumanInputForm.app_id)
    found = found.join(Run, Run.id == HumanInputForm.run_id)
    return found.outerjoin(Account, Account.id == HumanInputForm.account_id).where(App.deleted_at.is_(None))


def _chosen(which: Which) -> list[ColumnElement[bool]]:
    if which == "all":
        return []
    if which == "answered":
        return [HumanInputForm.state.in_(("submitted", "expired"))]
    wanted = (Run.status.in_(UNFINISHED), Run.stop_requested_at.is_(None))
    return [HumanInputForm.state == "waiting", HumanInputForm.expires_at > func.clock_timestamp(), *wanted]


def _wanted(form: HumanInputForm, given: Mapping[str, Any]) -> dict[str, Any]:
    names = [each["output_variable_name"] for each in form.form["inputs"]]
    return {name: given[name] for name in names if name in given}


def _keep_files(session: DbSession, run_id: UUID, values: Sequence[Any]) -> None:
    """Uploads stay as long as the run that they were given to."""
    each_one = (one for value in values for one in (value if isinstance(value, list) else [value]))
    for upload in {one.related_id for one in each_one if isinstance(one, File) and one.related_id}:
        session.merge(WorkflowFile(run_id=run_id, upload_file_id=UUID(upload)))


def _now(session: DbSession) -> datetime:
    return session.scalars(select(func.clock_timestamp())).one()
