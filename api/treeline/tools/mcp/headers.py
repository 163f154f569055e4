"""The headers for a server: encrypted at rest, and shown by name only."""

import json
from collections.abc import Mapping
from uuid import UUID

from treeline.kernel.crypto import CannotOpen
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import HIDDEN
from treeline.tools.mcp.connection import Address
from treeline.tools.mcp.errors import McpServerFailed
from treeline.tools.models import McpServer

SEALED = SealedColumn(McpServer.sealed_headers, McpServer.workspace_id, "mcp headers")


def sealed(headers: Mapping[str, str], workspace_id: UUID, settings: KernelSettings) -> str | None:
    return SEALED.vault(settings).seal(json.dumps(dict(headers)).encode(), workspace_id) if headers else None


def address_of(server: McpServer, settings: KernelSettings) -> Address:
    """Raises McpServerFailed for headers that cannot be opened any more."""
    if server.sealed_headers is None:
        return Address(server.url)
    try:
        headers = SEALED.vault(settings).open(server.sealed_headers, server.workspace_id)
    except CannotOpen as error:
        raise McpServerFailed(
            f"The headers of {server.name} can't be decrypted. {error} Otherwise, enter them again."
        ) from error
    return Address(server.url, json.loads(headers))


def headers_of(server: McpServer, settings: KernelSettings) -> dict[str, str]:
    """No headers where they cannot be opened any more: they have to be given again."""
    try:
        return address_of(server, settings).headers
    except McpServerFailed:
        return {}


def shown(headers: Mapping[str, str]) -> dict[str, str]:
    return dict.fromkeys(headers, HIDDEN)


def given(headers: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Headers from a form: those that came back as they were shown stay what they were."""
    return {name: known.get(name, value) if value == HIDDEN else value for name, value in headers.items()}
