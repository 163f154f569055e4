"""The form that end users fill in: its fields, and the values that each accepts."""

import math
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from treeline.apps.configs.parts import Part, VariableName
from treeline.kernel.validation import invalid

Kind = Literal["text-input", "paragraph", "select", "number", "checkbox"]
FILES = ("file", "file-list")
MAX_TEXT = 100_000
TICKS = {True: True, False: False, "true": True, "false": False}


EXAMPLE = '{"text-input": {"variable": "name"}}'


class NotTaken(ValueError):
    """Why a field does not take what was filled in: a code, a sentence, and what belongs to it."""

    def __init__(self, code: str, message: str, **params: Any):
        super().__init__(message)
        self.code, self.params = code, params


class FormField(Part):
    """A variable that whoever asks fills in."""

    kind: Kind
    variable: VariableName
    label: str = Field("", max_length=255)
    required: bool = False
    max_length: int | None = Field(None, ge=1)
    default: str | int | float | bool | None = None
    options: list[str] = Field(default_factory=list[str], max_length=1000)
    hide: bool = False

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, value: Any) -> Any:
        """Clients wrap each field in its kind: {"select": {…}}."""
        if isinstance(value, dict) and len(value) == 1:
            ((kind, inner),) = value.items()
            if isinstance(inner, dict):
                return {**inner, "kind": kind}
        raise invalid(
            "field_kind", "a field must be an object with one key, the field type, such as {example}", example=EXAMPLE
        )

    @field_validator("kind", mode="before")
    @classmethod
    def _no_file(cls, kind: Any) -> Any:
        if kind in FILES:
            raise invalid("field_file", "files are attached to messages, not to the form: use file_upload")
        return kind

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.kind == "select" and not self.options:
            raise invalid("select_options", "a select field needs options")
        if self.default not in (None, ""):
            try:
                self.taken(self.default)
            except NotTaken as error:
                raise invalid("field_default", "default {reason}", reason=str(error)) from error
        return self

    def wrapped(self) -> dict[str, Any]:
        return {self.kind: self.model_dump(exclude={"kind"})}

    def value(self, given: Any) -> Any:
        """What the variable is when this is filled in; nothing is the default. Raises NotTaken: why not."""
        if given in (None, ""):
            given = self.default
        if given in (None, ""):
            if self.required:
                raise NotTaken("missing", "is required")
            return {"number": None, "checkbox": False}.get(self.kind, "")
        return self.taken(given)

    def taken(self, given: Any) -> Any:
        """Something that is filled in, if the field takes it. Raises NotTaken."""
        if self.kind == "checkbox":
            return _ticked(given)
        if self.kind == "number":
            return _number(given)
        if not isinstance(given, str):
            raise NotTaken("string_type", f"must be text, not {given!r:.60}")
        if self.kind == "select":
            if given not in self.options:
                raise NotTaken(
                    "literal_error", f"must be one of {', '.join(self.options)}", expected=", ".join(self.options)
                )
            return given
        most = self.max_length or MAX_TEXT
        if len(given) > most:
            raise NotTaken("string_too_long", f"can have at most {most} characters", max_length=most)
        if "\0" in given:
            raise NotTaken("text_nul", "can't contain NUL characters")
        return given


def _ticked(given: Any) -> bool:
    # 1 and 0 are equal to True and False.
    if not isinstance(given, (bool, str, int)) or given not in TICKS:
        raise NotTaken("bool_type", "must be true or false")
    return TICKS[given]


def _number(given: Any) -> int | float:
    """Forms send numbers as text too. Whole ones stay whole, however long."""
    if isinstance(given, (int, float, str)) and not isinstance(given, bool):
        for kind in (int, float):
            try:
                number = kind(given)
                if (isinstance(given, str) or number == given) and math.isfinite(number):
                    return number
            except (ValueError, OverflowError):
                continue
    raise NotTaken("float_type", "must be a number")
