"""What a kind of trigger is: a node type of `workflows/nodes` that starts runs by itself. One line each in
`registry.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.triggers.inbox.history import outlooks
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Outlook
from treeline.workflows.models import Workflow


@dataclass(frozen=True)
class Listening:
    """A node that an event starts a run at. `workflow_id`: the version that runs."""

    app_id: UUID
    node_id: str
    workflow_id: UUID


@dataclass(frozen=True)
class Heard:
    """Where the events of a draft's node come from. `kept_for_draft`: only those that were sent to try it; `event`:
    only those that are called so; empty: all.
    """

    source_id: UUID
    kept_for_draft: bool = False
    event: str = ""


class TriggerKind:
    """What is not overridden: its node may be published, and nothing ever happens to it."""

    # As in `workflow_runs.triggered_from`.
    triggered_from: ClassVar[str] = "event"

    def published(self, session: DbSession, app: App, workflow: Workflow, triggers: Sequence[AppTrigger]) -> None:
        """Follow what was published, in its transaction: these are all triggers of this kind that the app now has.

        Raises GraphInvalid.
        """

    def switched(self, session: DbSession, trigger: AppTrigger) -> None:
        """Follow a trigger that was switched on or off, in that transaction."""

    def listeners(self, session: DbSession, event: TriggerEvent) -> Iterable[Listening]:
        """Which nodes an event of the inbox starts a run at."""
        return ()

    def values(self, data: Any, content: Any) -> Mapping[str, Any]:
        """The values that a run begins with. `data`: the node's, parsed; `content`: what the event told."""
        return content if isinstance(content, Mapping) else {}

    def heard(self, session: DbSession, app: App, node_id: str, data: Any) -> Heard | None:
        """Where a node of the draft hears of events; None: nothing is to be waited for, it can run at once."""
        return None

    def outlook(self, session: DbSession, triggers: Sequence[AppTrigger]) -> Mapping[UUID, Outlook]:
        """By the trigger's id: what has happened to it, and what is to come."""
        return outlooks(session, triggers)
