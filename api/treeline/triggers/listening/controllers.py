from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.models import App
from treeline.files.errors import BytesMissing
from treeline.files.links import links
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.web import Routes, json_response
from treeline.triggers.inbox.service import content_of
from treeline.triggers.listening.files import with_files
from treeline.triggers.listening.schemas import TriggerRunAllIn, TriggerRunIn, Waiting
from treeline.triggers.listening.service import Happened, Listeners
from treeline.triggers.settings import TriggerSettings
from treeline.workflows.drafts.service import MODES, DraftService
from treeline.workflows.errors import DraftNotExist, NodeNotFound
from treeline.workflows.nodes.registry import NODES
from treeline.workflows.starting.access import try_draft, try_node
from treeline.workflows.starting.controllers import NODE_REFUSALS, STARTS
from treeline.workflows.starting.replies import ran, tried_node
from treeline.workflows.starting.schemas import TriedRunIn
from treeline.workflows.variables.schemas import RunNodeIn

REFUSALS = (*STARTS, DraftNotExist, NodeNotFound, BytesMissing)

listening = Routes(
    "trigger_tries",
    "/console/api/apps/<uuid:app_id>/workflows/draft",
    group="Triggers",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)


@listening.post("/trigger/run", can="edit", transactional=False, reply=Waiting, refusals=REFUSALS)
def run_on_event(app: App, body: TriggerRunIn) -> Response:
    """Run the draft with the next event of a trigger. Returns `waiting` until one comes, then server-sent events."""
    return _run_on(app, [body.node_id])


@listening.post("/trigger/run-all", can="edit", transactional=False, reply=Waiting, refusals=REFUSALS)
def run_on_any_event(app: App, body: TriggerRunAllIn) -> Response:
    """The same with whichever of several triggers hears of an event first."""
    return _run_on(app, body.node_ids)


@listening.post(
    "/nodes/<node_id>/trigger/run",
    can="edit",
    transactional=False,
    reply=Waiting,
    refusals=(*NODE_REFUSALS, BytesMissing),
)
def run_node_on_event(app: App, node_id: str) -> Response:
    """Run only the trigger with its next event. Returns `waiting` until one comes, then the result of the node."""
    if app.mode not in MODES:
        raise NodeNotFound("This app has no workflow.")

    def start(values: dict[str, Any]) -> UUID:
        data = RunNodeIn.model_construct(inputs={f"{node_id}.{name}": value for name, value in values.items()})
        return try_node(app, node_id, data)

    return _tried(app, [node_id], lambda happened, values: tried_node(app, node_id, lambda: start(values())))


def _run_on(app: App, node_ids: Sequence[str]) -> Response:
    def run(happened: Happened, values: Callable[[], dict[str, Any]]) -> Response:
        def start() -> UUID:
            body = TriedRunIn.model_construct(inputs=values(), files=None, start_node_id=happened.node_id)
            return try_draft(app, body)

        return ran(app, start, streaming=True)

    return _tried(app, node_ids, run)


def _tried(
    app: App, node_ids: Sequence[str], run: Callable[[Happened, Callable[[], dict[str, Any]]], Response]
) -> Response:
    """`run` gets what happened, and what makes values of it within its own transaction."""
    with unit_of_work() as session:
        member, settings = current_member(), current.settings(TriggerSettings)
        draft = DraftService(session, app, settings, by=member.account_id).get()
        happened = Listeners(session, app, member.account_id).hear(draft, node_ids)
    if happened is None:
        return json_response(Waiting().model_dump_json().encode())
    event = happened.event
    content = content_of(current.storage(), event.content, event.storage_key, event.size) if event else None

    def values() -> dict[str, Any]:
        given = happened.kind.values(happened.data, content) if event is not None else {}
        given = with_files(db.session, app, given, links())
        node: Any = NODES[happened.data.type]
        read, problems = node.read(happened.data, given)
        if problems:
            raise InvalidInput(" ".join(each["message"] for each in problems), problems)
        return read

    return run(happened, values)
