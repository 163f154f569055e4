"""Triggers: runs begin here when something happens elsewhere. Run by hand, their values are given."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from treeline.kernel.text import clean
from treeline.kernel.validation import Problem, problem
from treeline.workflows.engine.step import Done
from treeline.workflows.engine.values import WrongValue, coerce, type_named
from treeline.workflows.nodes.fields import NodePart
from treeline.workflows.nodes.node import Context, Data, Node, NodeData

RAW = "_webhook_raw"


class Trigger(Node[Data]):
    """Its values are put where its outputs will be before it runs, as those of a start."""

    is_root = True

    def read(self, data: Data, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The values that a run begins with, and all that is wrong with what is given, as `details` of an error."""
        return dict(given), []

    async def run(self, context: Context, data: Data) -> Done:
        return Done(context.value((context.node_id,)) or {})


class WebhookField(NodePart):
    """A header, a parameter of the query, or a field of the body."""

    name: str = ""
    type: str = "string"
    required: bool = False

    @field_validator("type", "required", mode="before")
    @classmethod
    def _unset(cls, value: Any, info: Any) -> Any:
        return cls.model_fields[info.field_name].default if value in (None, "") else value

    @property
    def variable(self) -> str:
        return self.name.replace("-", "_")

    @property
    def value_type(self) -> str:
        return type_named(self.type) or "any"


class WebhookData(NodeData):
    headers: list[WebhookField] = Field(default_factory=list)
    params: list[WebhookField] = Field(default_factory=list)
    body: list[WebhookField] = Field(default_factory=list)

    @field_validator("headers", "params", "body", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value

    @property
    def fields(self) -> dict[str, WebhookField]:
        """By the variable each becomes; where several have one name, the body's counts."""
        return {each.variable: each for each in (*self.headers, *self.params, *self.body) if each.name}


class WebhookTrigger(Trigger[WebhookData]):
    """Outputs: what is declared, dashes in names replaced by underscores, and the whole request."""

    kind = "trigger-webhook"
    data = WebhookData
    default: ClassVar[Mapping[str, Any]] = {
        "method": "POST",
        "content_type": "application/json",
        "headers": [],
        "params": [],
        "body": [],
        "status_code": 200,
        "response_body": "",
        "async_mode": True,
    }

    def outputs(self, data: WebhookData) -> Mapping[str, str]:
        return {**{name: each.value_type for name, each in data.fields.items()}, RAW: "object"}

    def read(self, data: WebhookData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        raw = given.get(RAW)
        values: dict[str, Any] = {RAW: raw if isinstance(raw, dict) else {}}
        problems: list[dict[str, Any]] = []
        for name, declared in data.fields.items():
            values[name], wrong = _read(declared, given.get(name, given.get(declared.name)))
            if wrong:
                problems.append(wrong.at(f"inputs.{name}"))
        return values, problems


def _read(declared: WebhookField, given: Any) -> tuple[Any, Problem | None]:
    if given is None:
        return None, problem("required", f"{declared.name} is required.") if declared.required else None
    try:
        return clean(coerce(given, declared.value_type)), None
    except WrongValue as error:
        return None, problem("wrong_type", f"{declared.name}: {error}.", accepted=declared.value_type)


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
