"""Base classes of requests and responses."""

import math
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from treeline.kernel.names import turns, unseen
from treeline.kernel.validation import invalid

Timestamp = Annotated[
    datetime,
    PlainSerializer(lambda time: int(time.timestamp()), return_type=int),
    WithJsonSchema({"type": "integer", "description": "Unix seconds"}),
]

# A decimal number in text, without an exponent and without zeros that say nothing.
Price = Annotated[Decimal, PlainSerializer(lambda price: f"{price.normalize():f}", return_type=str)]


class Schema(BaseModel):
    """A reply, filled from a row, an object or a dict."""

    model_config = ConfigDict(from_attributes=True, defer_build=True)


def unstorable(value: object) -> PydanticCustomError | None:
    """What PostgreSQL cannot store of a value of JSON: NUL in a text, and numbers that are none."""
    if isinstance(value, str) and "\0" in value:
        return invalid("text_nul", "text can't contain NUL characters")
    if isinstance(value, float) and not math.isfinite(value):
        return invalid("finite_number", "a number must be finite")
    if isinstance(value, dict):
        return next((fault for pair in value.items() for each in pair if (fault := unstorable(each))), None)
    if isinstance(value, list):
        return next((fault for each in value if (fault := unstorable(each))), None)
    return None


def _seen(name: str) -> str:
    if turns(name):
        raise invalid("name_directs", "a name can't contain bidirectional control characters")
    if unseen(name) or name.isspace():
        raise invalid("name_blank", "a name must have at least one visible character")
    return name


# For fields that take a name: `Name = Annotated[Seen, Field(max_length=40)]`. Replies show whatever there is.
# Where white space is cut off, SEEN stands last: constraints behind a validator look at the length before they cut.
SEEN = AfterValidator(_seen)
Seen = Annotated[str, SEEN]


# For every text that names no limit of its own; checked before anything else looks at it.
MAX_TEXT = 100_000
MAX_QUERY_TEXT = 4096


class _Input(BaseModel):
    """Nothing that may reach the database is what PostgreSQL cannot store, and no text is of any length."""

    model_config = ConfigDict(str_max_length=MAX_TEXT, defer_build=True)

    nul_allowed: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*")
    @classmethod
    def _storable(cls, value: object, info: ValidationInfo) -> object:
        if info.field_name not in cls.nul_allowed and (fault := unstorable(value)):
            raise fault
        return value


class Body(_Input):
    """A JSON body of Treeline's own endpoints: exact types, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ContractBody(_Input):
    """A JSON body of an endpoint that existing clients call: unknown keys are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Query(_Input):
    """Query parameters; unknown ones are ignored, as everywhere on the web. `lists`: fields that may be repeated."""

    model_config = ConfigDict(extra="ignore", str_max_length=MAX_QUERY_TEXT)

    lists: ClassVar[tuple[str, ...]] = ()


class Done(Schema):
    result: Literal["success"] = "success"


DONE = Done()
