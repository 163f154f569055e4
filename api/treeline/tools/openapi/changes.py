"""How a document differs from what a person confirmed of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from treeline.kernel.schemas import Schema
from treeline.tools.openapi.shapes import Api, AuthScheme, Operation

_FIELDS = ("method", "path", "server", "description", "input_schema")


class Change(Schema):
    """`field` None: the operation is not in the document any more. `before`, `after`: values of that field."""

    subject: Literal["server", "auth", "operation"]
    name: str = ""
    field: str | None = None
    before: Any = None
    after: Any = None


def changes_of(
    api: Api, server_url: str, own_server: bool, schemes: Sequence[AuthScheme], chosen: Sequence[Operation]
) -> list[Change]:
    """What confirming would change. Operations that nobody chose, and servers that a person gave, are no part of it."""
    found: list[Change] = []
    urls = [server.url for server in api.servers]
    if not own_server and server_url not in urls:
        found.append(Change(subject="server", field="url", before=server_url, after=urls[0] if urls else None))
    if list(schemes) != api.auth_schemes:
        before, after = ([each.model_dump() for each in some] for some in (schemes, api.auth_schemes))
        found.append(Change(subject="auth", field="schemes", before=before, after=after))
    there = api.named()
    for operation in chosen:
        found += _operation(operation, there.get(operation.name))
    return found


def _operation(before: Operation, after: Operation | None) -> list[Change]:
    if after is None:
        return [Change(subject="operation", name=before.name, before=f"{before.method} {before.path}")]
    pairs = [(field, getattr(before, field), getattr(after, field)) for field in _FIELDS]
    # How arguments are sent: mostly told by their schema, but not always.
    pairs.append(("request", sent(before), sent(after)))
    return [
        Change(subject="operation", name=before.name, field=field, before=old, after=new)
        for field, old, new in pairs
        if old != new
    ]


def sent(operation: Operation) -> Mapping[str, Any]:
    body = operation.body.model_dump() if operation.body else None
    return {"parameters": [each.model_dump() for each in operation.parameters], "body": body}
