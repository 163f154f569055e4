"""Forms from a worker's side: written with the rows of the steps that wait, and read once people have answered."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from treeline.kernel.db import DbSession
from treeline.mail.settings import MailSettings
from treeline.runs.executors import RunHandle
from treeline.runs.models import Run
from treeline.workflows.forms.mailing import FormLink, mail_form
from treeline.workflows.forms.models import HumanInputForm
from treeline.workflows.forms.tokens import hashed_token, new_form_token


@dataclass(frozen=True)
class NewForm:
    """`form`: as its node has made it, secrets masked."""

    id: UUID
    node_id: str
    title: str
    form: Mapping[str, Any]


@dataclass(frozen=True)
class KnownForm:
    """A form as it is stored. `answer`: as JSON."""

    id: UUID
    node_id: str
    title: str
    state: str
    form: Mapping[str, Any]
    token_hash: str
    created_at: datetime
    expires_at: datetime
    action: str | None
    answer: Mapping[str, Any] | None

    @property
    def is_over(self) -> bool:
        return self.state in ("submitted", "expired")


def write_forms(session: DbSession, run: RunHandle, settings: MailSettings, forms: Iterable[NewForm]) -> None:
    """Those that are there already stay: a write that was given up may have arrived."""
    begun = func.clock_timestamp()
    for each in forms:
        token = new_form_token(settings, each.id)
        row = {
            "id": each.id,
            "workspace_id": run.workspace_id,
            "app_id": run.app_id,
            "run_id": run.id,
            "node_id": each.node_id,
            "title": each.title,
            "form": dict(each.form),
            "token_hash": hashed_token(token),
            "state": "waiting",
            "created_at": begun,
            "expires_at": begun + timedelta(seconds=each.form["seconds"]),
        }
        written = insert(HumanInputForm).values(**row).on_conflict_do_nothing().returning(HumanInputForm.id)
        if session.scalar(written) is not None:
            mail_form(session, run, settings, FormLink(token, each.title, each.form["seconds"]), each.form)


def close_forms(session: DbSession, run_id: UUID, ids: Collection[UUID]) -> None:
    """The run no longer waits for these."""
    lock_run(session, run_id)
    mine = update(HumanInputForm).where(HumanInputForm.id.in_(ids), HumanInputForm.state == "waiting")
    session.execute(mine.values(state="stopped"))


def lock_run(session: DbSession, run_id: UUID) -> None:
    """Before its forms: whoever answers, pauses or ends comes one after the other. Rows may still refer to it."""
    session.execute(select(Run.id).where(Run.id == run_id).with_for_update(key_share=True))


def forms_of(session: DbSession, run_id: UUID, ids: Collection[UUID] | None = None) -> dict[UUID, KnownForm]:
    """The forms of a run, or these of them, in the order in which they were asked."""
    columns = [getattr(HumanInputForm, each.name) for each in fields(KnownForm)]
    mine = select(*columns).where(HumanInputForm.run_id == run_id)
    if ids is not None:
        mine = mine.where(HumanInputForm.id.in_(ids))
    rows = session.execute(mine.order_by(HumanInputForm.created_at, HumanInputForm.id))
    return {row[0]: KnownForm(*row) for row in rows}
