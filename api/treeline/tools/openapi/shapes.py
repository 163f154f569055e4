"""What a document offers, in one shape for every version. Operations are stored as they stand here."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from treeline.tools.openapi.servers import Server

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True)


class Parameter(_Stored):
    """`name` is that of the argument, `wire` what the API calls it. `as_json`: its value is sent as JSON text."""

    name: str
    wire: str
    place: Literal["path", "query", "header", "cookie"]
    required: bool
    style: str
    explode: bool
    allow_reserved: bool = False
    as_json: bool = False


class RequestBody(_Stored):
    """`fields`: the arguments that make it up, with their names in it; None: the argument `body` is all of it.

    `joined`: lists in a form that are one field, with what stands between their items.
    """

    media_type: str
    required: bool
    fields: dict[str, str] | None = None
    joined: dict[str, str] = {}


class Operation(_Stored):
    """`server`: where the document says that this operation has another than the rest."""

    name: str
    method: str
    path: str
    server: str | None = None
    description: str = ""
    parameters: list[Parameter] = []
    body: RequestBody | None = None
    input_schema: dict[str, Any]

    @property
    def is_write(self) -> bool:
        return self.method not in ("GET", "HEAD")


class AuthScheme(_Stored):
    """How a document says that callers authenticate. `type` `other` can't be done here, such as OAuth flows."""

    type: Literal["header", "query", "basic", "other"]
    name: str = ""
    # What goes before the secret, such as `Bearer `.
    prefix: str = ""
    title: str = ""


class Skipped(_Stored):
    operation: str
    reason: str


class Api(_Stored):
    title: str
    version: str
    servers: list[Server]
    auth_schemes: list[AuthScheme]
    operations: list[Operation]
    skipped: list[Skipped]

    def named(self) -> dict[str, Operation]:
        return {operation.name: operation for operation in self.operations}


def is_json(media_type: str) -> bool:
    plain = media_type.split(";")[0].strip().lower()
    return plain == JSON or plain.endswith("+json") or plain == "text/json"
