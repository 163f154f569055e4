"""What requests and replies are made of."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, ValidationInfo, WithJsonSchema, field_validator

Timestamp = Annotated[
    datetime,
    PlainSerializer(lambda time: int(time.timestamp()), return_type=int),
    WithJsonSchema({"type": "integer", "description": "Unix seconds"}),
]


class Schema(BaseModel):
    """A reply, filled from a row, an object or a dict."""

    model_config = ConfigDict(from_attributes=True)


class _Input(BaseModel):
    """No text that may reach the database holds a NUL, which PostgreSQL cannot store."""

    nul_allowed: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*")
    @classmethod
    def _no_nul(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str) and "\0" in value and info.field_name not in cls.nul_allowed:
            raise ValueError("text holds no NUL character here")
        return value


class Body(_Input):
    """A JSON body of Treeline's own endpoints: exact types, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ContractBody(_Input):
    """A JSON body of an endpoint that existing clients call: unknown keys are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Query(_Input):
    """Query parameters; unknown ones are ignored, as everywhere on the web."""

    model_config = ConfigDict(extra="ignore")


class Done(Schema):
    result: Literal["success"] = "success"


DONE = Done()
