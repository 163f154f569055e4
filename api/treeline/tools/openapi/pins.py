"""The stored operations that a person confirmed: limits per provider and workspace, and who can read which details."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from treeline.kernel.db import DbSession
from treeline.tools.models import ApiProvider, ApiTool
from treeline.tools.openapi.errors import TooManyApiTools
from treeline.tools.openapi.shapes import Operation

MAX_WORKSPACE_TOOLS = 1000
# Loaded for every answer of an agent that may call them.
MAX_BYTES = 1024 * 1024
SHOWN_DESCRIPTION = 300


def store(session: DbSession, provider: ApiProvider, operations: Sequence[Operation]) -> None:
    """Make these the operations of a provider. Raises TooManyApiTools. The caller holds the workspace's lock."""
    mine = (ApiProvider.workspace_id == provider.workspace_id, ApiProvider.id != provider.id)
    others = select(func.count()).select_from(ApiTool).join(ApiProvider, ApiProvider.id == ApiTool.provider_id)
    count = session.scalar(others.where(*mine)) or 0
    if count + len(operations) > MAX_WORKSPACE_TOOLS:
        raise TooManyApiTools(
            f"The OpenAPI tools of a workspace can be at most {MAX_WORKSPACE_TOOLS} operations in total; others have "
            f"{count}. Choose fewer, or delete what you no longer use."
        )
    size = sum(len(each.model_dump_json()) for each in operations)
    if size > MAX_BYTES:
        raise TooManyApiTools(
            f"These operations have {size:,} bytes of schemas; the limit is {MAX_BYTES:,}. Choose fewer."
        )
    session.execute(delete(ApiTool).where(ApiTool.provider_id == provider.id))
    if operations:
        rows = [
            {
                "provider_id": provider.id,
                "name": each.name,
                "position": position,
                "description": each.description,
                "operation": each.model_dump(),
            }
            for position, each in enumerate(operations)
        ]
        session.execute(insert(ApiTool), rows)


def of_provider(session: DbSession, provider_id: UUID) -> list[Operation]:
    mine = select(ApiTool.operation).where(ApiTool.provider_id == provider_id).order_by(ApiTool.position)
    return [Operation.model_validate(each) for each in session.scalars(mine)]


def granted(session: DbSession, names: Mapping[UUID, Collection[str]]) -> dict[UUID, tuple[Operation, ...]]:
    """Those operations of these providers that are named."""
    every = {name for some in names.values() for name in some}
    found: dict[UUID, list[Operation]] = {provider_id: [] for provider_id in names}
    which = (ApiTool.provider_id.in_(names), ApiTool.name.in_(every))
    for tool in session.scalars(select(ApiTool).where(*which).order_by(ApiTool.provider_id, ApiTool.position)):
        if tool.name in names[tool.provider_id]:
            found[tool.provider_id].append(Operation.model_validate(tool.operation))
    return {provider_id: tuple(some) for provider_id, some in found.items()}


def summaries(session: DbSession, provider_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """[{name, method, path, server, description}] of each provider, without schemas, descriptions cut."""
    found: dict[UUID, list[dict[str, Any]]] = {provider_id: [] for provider_id in provider_ids}
    columns = select(
        ApiTool.provider_id,
        ApiTool.name,
        func.substr(ApiTool.description, 1, SHOWN_DESCRIPTION).label("description"),
        *(ApiTool.operation[key].as_string().label(key) for key in ("method", "path", "server")),
    )
    which = columns.where(ApiTool.provider_id.in_(found)).order_by(ApiTool.provider_id, ApiTool.position)
    for row in session.execute(which).mappings():
        found[row["provider_id"]].append({key: row[key] for key in ("name", "method", "path", "server", "description")})
    return found
