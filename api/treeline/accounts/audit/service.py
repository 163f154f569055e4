"""Writing the audit log: a line for each deed, in the deed's transaction."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm.util import identity_key
from structlog.contextvars import get_contextvars

from treeline.accounts.access import OPERATE
from treeline.accounts.audit.details import MAX_NAME, deed_of
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.models import Account
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.deeds import Actor, Deed, Doing, Named, current_actor, named, recorded
from treeline.kernel.ids import new_id


def record(session: DbSession, deed: Deed, actor: Actor) -> None:
    """Write a line: for what no route declares, and where a view opens its transactions itself.

    `actor`: `current_actor()` within a request, SYSTEM in a task. Its workspace is the one whose log this is; without
    one it is the installation's. Raises nothing of its own: what cannot be written fails the deed.
    """
    about = get_contextvars()
    email = select(Account.email).where(Account.id == actor.id).scalar_subquery()
    token = {"token": actor.token} if actor.token else {}
    line = insert(AuditEvent).values(
        id=new_id(),
        workspace_id=actor.workspace_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=func.coalesce(email, "") if actor.kind == "account" else actor.name[:MAX_NAME],
        deed=deed.name,
        object_kind=deed.kind,
        object_id=deed.object_id,
        object_name=deed.object_name[:MAX_NAME],
        details={**deed.details, **token},
        ip=actor.ip,
        request_id=about.get("request_id") or about.get("task_id") or "",
        created_at=now(),
    )
    # What the deed changed goes first: it may fail.
    session.flush()
    session.execute(line)
    recorded(deed.name)


class RouteRecorder:
    """Records what routes declare."""

    def begin(self, session: DbSession, doing: Doing) -> None:
        if not _leaves_names(doing):
            _look_names_up(session, doing)

    def end(self, session: DbSession, doing: Doing) -> None:
        if _leaves_names(doing):
            _look_names_up(session, doing)
        actor = current_actor()
        if doing.can == OPERATE:
            # Done to the installation, whatever workspace its admin is in.
            actor = replace(actor, workspace_id=None)
        record(session, deed_of(doing, named.given()), actor)


# Verbs after which everything in the path has the name that it had before.
ADDING = {"create", "upload", "copy", "move", "sync", "import"}


def _leaves_names(doing: Doing) -> bool:
    """Names are looked up where a line is written, then; otherwise before, also if nothing comes of it."""
    return doing.name.partition(".")[2] in ADDING


def _look_names_up(session: DbSession, doing: Doing) -> None:
    ids = {param: value for param, value in doing.path.items() if isinstance(value, UUID)}
    unknown: list[Named] = []
    for place in (place for place in named.given() if place.param in ids):
        # Often the scope has it already.
        there = session.identity_map.get(identity_key(place.id.class_, ids[place.param]))
        if there is None:
            unknown.append(place)
        else:
            doing.names[place.param] = getattr(there, place.name.key)
    if not unknown:
        return
    names = session.execute(
        select(*(select(place.name).where(place.id == ids[place.param]).scalar_subquery() for place in unknown))
    ).one()
    for place, name in zip(unknown, names, strict=True):
        doing.names[place.param] = name or doing.names.get(place.param, "")
