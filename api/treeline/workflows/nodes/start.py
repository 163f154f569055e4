"""The start of a run: its inputs, read as what they are declared."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from treeline.kernel.text import clean
from treeline.kernel.validation import Problem, problem
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import Done, NodeFailed
from treeline.workflows.engine.values import WrongValue, coerce
from treeline.workflows.nodes.fields import NodePart
from treeline.workflows.nodes.node import Context, Node, NodeData

TYPE_OF_FIELD = {
    "text-input": "string",
    "paragraph": "string",
    "select": "string",
    "number": "number",
    "checkbox": "boolean",
    "file": "file",
    "file-list": "array[file]",
    "json_object": "object",
}


class StartVariable(NodePart):
    variable: str = ""
    label: str | None = None
    type: str = "text-input"
    required: bool = False
    # Characters of a text, files of a list.
    max_length: int | None = None
    options: list[str] = Field(default_factory=list)
    default: Any = None
    allowed_file_types: list[str] = Field(default_factory=list)
    allowed_file_extensions: list[str] = Field(default_factory=list)
    allowed_file_upload_methods: list[str] = Field(default_factory=list)

    @field_validator("required", "max_length", "options", "type", mode="before")
    @classmethod
    def _unset(cls, value: Any, info: Any) -> Any:
        """Forms save what nobody filled in as null or as an empty text."""
        if value not in (None, ""):
            return value
        return cls.model_fields[info.field_name].get_default(call_default_factory=True)

    @field_validator("allowed_file_types", "allowed_file_extensions", "allowed_file_upload_methods", mode="before")
    @classmethod
    def _any(cls, value: Any) -> Any:
        return value or []

    @property
    def value_type(self) -> str:
        return TYPE_OF_FIELD.get(self.type, "any")


class StartData(NodeData):
    variables: list[StartVariable] = Field(default_factory=list)


class StartNode(Node[StartData]):
    """Whoever starts the run puts its inputs where the node's outputs will be, at [its id]; sys, env and
    conversation are roots of their own."""

    kind = "start"
    data = StartData
    is_root = True
    default: ClassVar[Mapping[str, Any]] = {"variables": []}

    def outputs(self, data: StartData) -> Mapping[str, str]:
        return {each.variable: each.value_type for each in data.variables}

    def read(self, data: StartData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return read_inputs(data, given)

    async def run(self, context: Context, data: StartData) -> Done:
        values, problems = read_inputs(data, context.value((context.node_id,)) or {})
        if problems:
            raise NodeFailed("invalid_input", " ".join(each["message"] for each in problems))
        return Done(values)


def read_inputs(data: StartData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The value of each declared variable, and all that is wrong, as `details` of an error.

    Files are `File` values already. What is not declared is left out.
    """
    values: dict[str, Any] = {}
    problems: list[dict[str, Any]] = []
    for variable in data.variables:
        value, wrong = _read(variable, given.get(variable.variable))
        values[variable.variable] = value
        if wrong:
            problems.append(wrong.at(f"inputs.{variable.variable}"))
    return values, problems


def _read(variable: StartVariable, given: Any) -> tuple[Any, Problem | None]:
    name = variable.label or variable.variable
    value = variable.default if _is_missing(given) and not _is_missing(variable.default) else given
    if _is_missing(value):
        empty = "" if value == "" and variable.value_type == "string" else None
        return empty, problem("required", f"{name} is required.") if variable.required else None
    try:
        value = clean(coerce(value, variable.value_type))
    except WrongValue as error:
        return None, problem("wrong_type", f"{name}: {error}.", accepted=variable.value_type)
    return value, _limits(variable, name, value)


def _is_missing(value: Any) -> bool:
    return value is None or value in ("", [])


def _limits(variable: StartVariable, name: str, value: Any) -> Problem | None:
    most = variable.max_length
    if most and isinstance(value, str | list) and len(value) > most:
        what = "characters" if isinstance(value, str) else "files"
        return problem("too_long", f"{name} has {len(value):,} {what}; at most {most:,} are accepted.", max_length=most)
    if variable.type == "select" and value not in variable.options:
        accepted = ", ".join(variable.options)
        return problem("not_an_option", f"{name} is none of the options; accepted are: {accepted}.", accepted=accepted)
    files = value if isinstance(value, list) else [value]
    return next(filter(None, (_file(variable, name, each) for each in files if isinstance(each, File))), None)


def _file(variable: StartVariable, name: str, file: File) -> Problem | None:
    types = variable.allowed_file_types
    extensions = {each.lower().lstrip(".") for each in variable.allowed_file_extensions}
    custom = "custom" in types and file.extension.lower().lstrip(".") in extensions
    if types and file.type not in types and not custom:
        accepted = ", ".join([*(each for each in types if each != "custom"), *sorted(extensions)])
        return problem(
            "wrong_file", f'{name}: "{file.name}" is not accepted; accepted are: {accepted}.', accepted=accepted
        )
    methods = variable.allowed_file_upload_methods
    if methods and file.transfer_method in ("local_file", "remote_url") and file.transfer_method not in methods:
        accepted = ", ".join(methods)
        return problem("wrong_file_source", f"{name}: files are accepted by {accepted} only.", accepted=accepted)
    return None
