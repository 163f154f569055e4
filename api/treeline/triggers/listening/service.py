from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import problem
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.kinds import Heard, TriggerKind
from treeline.triggers.listening.models import TriggerListener
from treeline.triggers.registry import KINDS
from treeline.workflows.errors import NodeNotFound
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.event_outputs import EVENT
from treeline.workflows.nodes.registry import NODES

# Who asks no more for so long has gone; who comes back then waits for what comes from now on.
LISTENS_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Happened:
    """What a draft can be tried with. `event`: that came; None: there is nothing to wait for."""

    node_id: str
    kind: TriggerKind
    data: Any
    event: TriggerEvent | None = None


class Listeners:
    """A member who waits for events of an app's draft."""

    def __init__(self, session: DbSession, app: App, account_id: UUID):
        self.session, self.app, self.account_id = session, app, account_id

    def hear(self, draft: Workflow, node_ids: Iterable[str]) -> Happened | None:
        """The first event that came to one of these nodes since the member began to wait; None: none so far.

        Raises NodeNotFound, InvalidInput.
        """
        nodes = [self._node(draft, node_id) for node_id in node_ids]
        for node_id, kind, data in nodes:
            heard = kind.heard(self.session, self.app, node_id, data)
            event = self._since(node_id, heard) if heard is not None else None
            if heard is None or event is not None:
                self._stop([node_id for node_id, _, _ in nodes])
                return Happened(node_id, kind, data, event)
        return None

    def _node(self, draft: Workflow, node_id: str) -> tuple[str, TriggerKind, Any]:
        for node in draft.graph.get("nodes") or ():
            data = node.get("data") if isinstance(node, dict) and node.get("id") == node_id else None
            if isinstance(data, dict) and data.get("type") in KINDS:
                return node_id, KINDS[data["type"]], _parsed(node_id, data)
        raise NodeNotFound("The draft has no such trigger.")

    def _since(self, node_id: str, heard: Heard) -> TriggerEvent | None:
        """The oldest that this member has not seen."""
        since = self._wait(node_id)
        of_source = (TriggerEvent.source_id == heard.source_id, TriggerEvent.created_at >= since)
        found = select(TriggerEvent).where(*of_source).order_by(TriggerEvent.id).limit(1)
        found = found.where(TriggerEvent.state == "heard") if heard.kept_for_draft else found
        found = found.where(TriggerEvent.content[EVENT].as_string() == heard.event) if heard.event else found
        return self.session.scalars(found).one_or_none()

    def _wait(self, node_id: str) -> Any:
        own = {"app_id": self.app.id, "account_id": self.account_id, "node_id": node_id}
        table, at = TriggerListener, now()
        gone = (table.app_id == self.app.id, table.account_id == self.account_id, table.node_id == node_id)
        self.session.execute(delete(table).where(*gone, table.seen_at < at - LISTENS_FOR))
        row = insert(table).values(**own, since=at, seen_at=at)
        waits = row.on_conflict_do_update(index_elements=list(own), set_={"seen_at": at}).returning(table.since)
        return self.session.execute(waits).scalar_one()

    def _stop(self, node_ids: Sequence[str]) -> None:
        table = TriggerListener
        own = (table.app_id == self.app.id, table.account_id == self.account_id, table.node_id.in_(node_ids))
        self.session.execute(delete(table).where(*own))


def _parsed(node_id: str, data: dict[str, Any]) -> Any:
    try:
        return NODES[data["type"]].parse(data)
    except ValueError as error:
        wrong = problem("graph", "its settings aren't valid", node=node_id)
        raise InvalidInput(f"{node_id}: {wrong}.", [wrong.at("node_id")]) from error
