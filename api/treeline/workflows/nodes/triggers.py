"""Triggers: runs begin here when something happens elsewhere. Run by hand, their values are given."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import field_validator

from treeline.kernel.text import clean
from treeline.workflows.engine.step import Done
from treeline.workflows.nodes.event_outputs import OUTPUTS
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
    # The kind of the subscription.
    provider_id: str = ""
    # One of the kind's events; empty: all.
    event_name: str = ""

    @field_validator("provider_id", "event_name", mode="before")
    @classmethod
    def _unknown(cls, value: Any) -> Any:
        return value if isinstance(value, str) else ""


class EventTrigger(Trigger[EventData]):
    """Of a subscription. Outputs: what its kind of event consists of; of a plug-in of elsewhere, whatever comes."""

    kind = "trigger-plugin"
    data = EventData
    default: ClassVar[Mapping[str, Any]] = {
        "plugin_id": "",
        "provider_id": "",
        "event_name": "",
        "subscription_id": "",
        "event_parameters": {},
    }

    def outputs(self, data: EventData) -> Mapping[str, str]:
        return OUTPUTS.get(data.provider_id, {})

    def read(self, data: EventData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return clean(dict(given)), []
