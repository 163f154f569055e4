"""Triggers: runs begin here when something happens elsewhere. Run by hand, their values are given."""

from collections.abc import Mapping
from typing import Any, ClassVar

from treeline.kernel.text import clean
from treeline.workflows.engine.step import Done
from treeline.workflows.nodes.node import Context, Data, Node, NodeData


class Trigger(Node[Data]):
    """Its values are put where its outputs will be before it runs, as those of a start."""

    is_root = True

    def read(self, data: Data, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The values that a run begins with, and all that is wrong with what is given, as `details` of an error."""
        return dict(given), []

    async def run(self, context: Context, data: Data) -> Done:
        return Done(context.value((context.node_id,)) or {})


class EventData(NodeData):
    pass


class EventTrigger(Trigger[EventData]):
    """Of a plug-in. Outputs: whatever its event consists of."""

    kind = "trigger-plugin"
    data = EventData
    default: ClassVar[Mapping[str, Any]] = {
        "plugin_id": "",
        "provider_id": "",
        "event_name": "",
        "subscription_id": "",
        "event_parameters": {},
    }

    def read(self, data: EventData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return clean(dict(given)), []
