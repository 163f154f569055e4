"""The node `human-input`: a person is shown a text and fields, and which button they press is where the run goes on."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from treeline.kernel.validation import problem
from treeline.workflows.engine.step import Done, NodeFailed, Selector, Wait
from treeline.workflows.engine.templates import parse, selectors
from treeline.workflows.engine.values import as_text
from treeline.workflows.nodes import form_mails
from treeline.workflows.nodes.fields import NodePart, Reference
from treeline.workflows.nodes.form_mails import DeliveryMethod
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.nodes.start import TYPE_OF_FIELD, StartData, StartVariable, read_inputs

# In the text, `{{#$outputs.name#}}` is where the field stands.
OUTPUTS = "$outputs"
TIMEOUT = "__timeout"
ACTION = "__action_id"
# Of a rendered form: more than anybody reads.
MOST_CHARACTERS = 100_000
SECONDS = {"hour": 3600, "day": 24 * 3600}
# A year: whoever has not answered by then does not.
MOST_SECONDS = 366 * 24 * 3600
# Fields of a start that a person can fill in here.
FIELDS = ("text-input", "paragraph", "select", "number", "checkbox", "file", "file-list")

_FILE_LIMITS = ("allowed_file_types", "allowed_file_extensions")


class FormDefault(NodePart):
    """A value that is given here, or that a variable has."""

    type: str = "constant"
    selector: Reference = ()
    value: Any = None

    @property
    def reads(self) -> Selector:
        return self.selector if self.type == "variable" else ()

    def resolved(self, context: Context) -> Any:
        return context.value(self.selector) if self.type == "variable" and self.selector else self.value


class FormInput(NodePart):
    type: str = "text_input"
    output_variable_name: str = ""
    label: str | None = None
    required: bool = False
    max_length: int | None = None
    options: list[str] = Field(default_factory=list)
    option_source: FormDefault | None = None
    default: FormDefault | None = None
    # As some files have it.
    placeholder: FormDefault | None = None
    allowed_file_types: list[str] = Field(default_factory=list)
    allowed_file_extensions: list[str] = Field(default_factory=list)

    @field_validator(
        "required", "max_length", "options", "allowed_file_types", "allowed_file_extensions", mode="before"
    )
    @classmethod
    def _unset(cls, value: Any, info: Any) -> Any:
        """Forms save what nobody filled in as null or as an empty text."""
        if value not in (None, ""):
            return value
        return cls.model_fields[info.field_name].get_default(call_default_factory=True)

    @property
    def kind(self) -> str:
        """As the fields of a start are called."""
        return self.type.replace("_", "-")

    @property
    def sources(self) -> list[FormDefault]:
        return [each for each in (self.default, self.placeholder, self.option_source) if each is not None]

    def filled_in(self, context: Context) -> str | float | bool | None:
        """What stands in the field before anybody has touched it."""
        source = self.default or self.placeholder
        value = source.resolved(context) if source is not None else None
        if value is None or self.kind in ("file", "file-list"):
            return None
        if self.kind in ("number", "checkbox"):
            return value if isinstance(value, bool | int | float) else None
        return as_text(value)

    def shown(self, context: Context) -> dict[str, Any]:
        options = self.options
        if self.option_source is not None:
            found = self.option_source.resolved(context)
            options = [as_text(each) for each in found] if isinstance(found, list) else options
        return {
            "type": self.type,
            "output_variable_name": self.output_variable_name,
            "label": self.label or self.output_variable_name,
            "required": self.required,
            "max_length": self.max_length,
            "options": options,
            "allowed_file_types": self.allowed_file_types,
            "allowed_file_extensions": self.allowed_file_extensions,
        }


class UserAction(NodePart):
    id: str = ""
    title: str = ""
    button_style: str | None = "default"


class HumanInputData(NodeData):
    delivery_methods: list[DeliveryMethod] = Field(default_factory=list)
    form_content: str | None = ""
    inputs: list[FormInput] = Field(default_factory=list)
    user_actions: list[UserAction] = Field(default_factory=list)
    timeout: float = Field(default=36, gt=0)
    timeout_unit: Literal["hour", "day"] = "hour"

    @field_validator("delivery_methods", "inputs", "user_actions", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return [] if value is None else value

    @field_validator("timeout", "timeout_unit", mode="before")
    @classmethod
    def _unset(cls, value: Any, info: Any) -> Any:
        return cls.model_fields[info.field_name].default if value in (None, "") else value

    @property
    def seconds(self) -> int:
        return min(MOST_SECONDS, max(1, round(self.timeout * SECONDS[self.timeout_unit])))

    @property
    def asks_the_user(self) -> bool:
        """Whether whoever started the run may answer; else only members."""
        return any(each.type == "webapp" and each.enabled is not False for each in self.delivery_methods)


class HumanInputNode(Node[HumanInputData]):
    kind = "human-input"
    data = HumanInputData
    is_branch = True
    asks_people = True
    default: ClassVar[Mapping[str, Any]] = {
        "delivery_methods": [{"id": "webapp", "type": "webapp", "enabled": True}],
        "form_content": "",
        "inputs": [],
        "user_actions": [{"id": "approve", "title": "Approve", "button_style": "primary"}],
        "timeout": 36,
        "timeout_unit": "hour",
    }

    def reads(self, data: HumanInputData) -> Iterable[Selector]:
        named = [each for each in selectors(data.form_content or "") if each[0] != OUTPUTS]
        named += [source.reads for field in data.inputs for source in field.sources]
        named += [each for method in data.delivery_methods for each in method.reads]
        return [each for each in dict.fromkeys(named) if each]

    def handles(self, data: HumanInputData) -> Collection[str]:
        return [*(each.id for each in data.user_actions), TIMEOUT]

    def outputs(self, data: HumanInputData) -> Mapping[str, str]:
        values = {each.output_variable_name: TYPE_OF_FIELD.get(each.kind, "any") for each in data.inputs}
        return {**values, ACTION: "string"}

    def problems(self, data: HumanInputData) -> Iterable[tuple[str, str]]:
        yield from _twice("user_actions", "id", [each.id for each in data.user_actions])
        yield from _twice("inputs", "output_variable_name", [each.output_variable_name for each in data.inputs])
        for number, field in enumerate(data.inputs):
            if field.kind not in FIELDS:
                accepted = ", ".join(kind.replace("-", "_") for kind in FIELDS)
                yield f"inputs.{number}.type", f"unknown type of field {field.type!r}; accepted are: {accepted}"
        yield from form_mails.problems(data.delivery_methods)

    def missing(self, data: HumanInputData) -> Iterable[tuple[str, str]]:
        if not data.user_actions:
            yield "user_actions", "add at least one button, or nobody can answer"
        yield from form_mails.missing(data.delivery_methods)

    async def run(self, context: Context, data: HumanInputData) -> Wait:
        if not data.user_actions:
            raise NodeFailed("no_actions", "This node has no buttons. Add at least one, or nobody can answer.")
        content = _rendered(context, data.form_content or "")
        if len(content) > MOST_CHARACTERS:
            raise NodeFailed(
                "form_too_long", f"The form has {len(content):,} characters; at most {MOST_CHARACTERS:,} are accepted."
            )
        defaults = {each.output_variable_name: each.filled_in(context) for each in data.inputs}
        mails = form_mails.mails(context, data.delivery_methods)
        return Wait(
            {
                **({"mails": mails} if mails else {}),
                "form_content": content,
                "inputs": [each.shown(context) for each in data.inputs],
                "user_actions": [
                    {"id": each.id, "title": each.title or each.id, "button_style": each.button_style or "default"}
                    for each in data.user_actions
                ],
                "resolved_default_values": {name: each for name, each in defaults.items() if each is not None},
                "asks_the_user": data.asks_the_user,
                "seconds": data.seconds,
            }
        )


def read_answer(
    form: Mapping[str, Any], action: str, given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The values of a form's fields, and all that is wrong with an answer, as `details` of an error.

    Files are `File` values already. What the form does not ask for is left out.
    """
    fields = [FormInput.model_validate(each) for each in form["inputs"]]
    values, problems = read_inputs(StartData(type="start", variables=[_variable(each) for each in fields]), given)
    actions = [each["id"] for each in form["user_actions"]]
    if action not in actions:
        accepted = ", ".join(actions)
        told = f"The form has no action {action!r}; accepted are: {accepted}."
        problems.append(problem("not_an_option", told, accepted=accepted).at("action"))
    return values, problems


def answered(values: Mapping[str, Any], action: str | None) -> Done:
    """What an answer comes to; without an action, nobody gave one in time."""
    handle = TIMEOUT if action is None else action
    return Done({**values, ACTION: handle}, handle)


def _variable(field: FormInput) -> StartVariable:
    return StartVariable(
        variable=field.output_variable_name,
        label=field.label,
        type=field.kind,
        required=field.required,
        max_length=field.max_length,
        options=field.options,
        allowed_file_types=field.allowed_file_types,
        allowed_file_extensions=field.allowed_file_extensions,
    )


def _rendered(context: Context, template: str) -> str:
    """With values in it, but for the places of fields."""
    pieces: list[str] = []
    for part in parse(template):
        if isinstance(part, str):
            pieces.append(part)
        elif part[0] == OUTPUTS:
            pieces.append("{{#" + ".".join(part) + "#}}")
        else:
            pieces.append(as_text(context.value(part)))
    return "".join(pieces)


def _twice(where: str, name: str, ids: list[str]) -> Iterable[tuple[str, str]]:
    for number, each in enumerate(ids):
        if not each:
            yield f"{where}.{number}.{name}", "must not be empty"
        elif each in ids[:number] or each == TIMEOUT:
            yield f"{where}.{number}.{name}", f"{each!r} is taken"
