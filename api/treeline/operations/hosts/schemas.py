from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from treeline.kernel.addresses import MAX_HOST, is_host
from treeline.kernel.allowed_hosts import spelled
from treeline.kernel.schemas import Body, Query, Schema, Timestamp
from treeline.kernel.validation import invalid


def _host(text: str) -> str:
    host = spelled(text)
    if not is_host(host):
        raise invalid("host", "must be a host name or IP address, such as localhost or 10.1.2.3")
    return host


Host = Annotated[str, Field(min_length=1, max_length=MAX_HOST), AfterValidator(_host)]
Port = Annotated[int, Field(ge=1, le=65535)]


class HostIn(Body):
    host: Host
    port: Port


class HostQuery(Query):
    host: Host
    port: Port


class HostOut(Schema):
    """`created_by`: the id of the account that added it; null if the account was deleted."""

    host: str
    port: int
    created_by: UUID | None
    created_at: Timestamp


class HostsOut(Schema):
    """`settings`: hosts from OUTBOUND_ALLOWED_HOSTS, which can only be changed on the server."""

    data: list[HostOut]
    settings: list[str]
