import re
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field

from treeline.kernel.addresses import checked_address
from treeline.kernel.schemas import Body, Schema, Seen, Timestamp
from treeline.kernel.validation import invalid

MAX_HEADERS = 20
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
# These belong to the connection, not to who asks.
_RESERVED = {"accept", "connection", "content-length", "content-type", "host", "te", "transfer-encoding", "upgrade"}


def _url(url: str) -> str:
    try:
        parts = urlsplit(checked_address(url))
    except ValueError as error:
        raise invalid("address", "{reason}", reason=str(error)) from error
    if parts.username is not None or parts.password is not None:
        raise invalid("address_password", "put passwords into headers, not into the URL")
    return url


def _headers(headers: dict[str, str]) -> dict[str, str]:
    if len({name.lower() for name in headers}) < len(headers):
        raise invalid("headers_twice", "duplicate header")
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or name.lower() in _RESERVED or name.lower().startswith("mcp-"):
            raise invalid("header_name", "{name} can't be set as a header", name=repr(name[:100]))
        if len(value) > 8000 or not value.isascii() or not value.isprintable() or value != value.strip():
            raise invalid(
                "header_value", "the value of {name} must be printable ASCII, at most 8000 characters", name=name
            )
    return headers


Name = Annotated[Seen, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
Url = Annotated[str, Field(max_length=2000), AfterValidator(_url)]
Headers = Annotated[dict[str, str], Field(max_length=MAX_HEADERS), AfterValidator(_headers)]


class McpServerCreate(Body):
    name: Name
    server_url: Url
    headers: Headers = Field(
        default_factory=dict, description="Headers sent with every request, such as Authorization."
    )


class McpServerUpdate(Body):
    """Omitted fields keep their values, as do headers with the value [__HIDDEN__]."""

    name: Name | None = None
    server_url: Url | None = None
    headers: Headers | None = None


class McpToolOut(Schema):
    name: str
    description: str
    input_schema: dict[str, Any]


class McpToolSummary(Schema):
    """`description`: its first 300 characters."""

    name: str
    description: str


class McpServerOut(Schema):
    """`headers`: names only; values are never returned. `error`: why the last connection failed.

    `tools`: without schemas; see `GET …/{id}/tools`. `left_out`: number of tools skipped because they exceed 200 or are
    too large.
    """

    id: UUID
    name: str
    server_url: str
    headers: dict[str, str]
    tools: list[McpToolSummary]
    left_out: int
    error: str | None
    checked_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp


class McpTestOut(Schema):
    """`error`: what failed; `tools` are then from the last successful connection."""

    ok: bool
    error: str | None
    # As in an error: a host that an instance admin may allow, for one.
    details: list[dict[str, Any]] | None = None
    tools: list[McpToolSummary]


class McpToolsOut(Schema):
    data: list[McpToolOut]
