"""The chosen operations of a workspace's documents as tools, for agents and for nodes of workflows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from treeline.kernel.settings import KernelSettings
from treeline.providers.port import ToolSpec
from treeline.tools.mcp.tools import fitting_name
from treeline.tools.openapi.auth import Auth
from treeline.tools.openapi.calling import CallResult, Target, call_operation
from treeline.tools.openapi.shapes import Operation


@dataclass(frozen=True)
class GrantedApi:
    """Where calls go, and the operations that may be called. Plain values: no session is needed."""

    target: Target
    operations: tuple[Operation, ...]


class OpenApiTools:
    """`specs`: what a model is told; names are unique, also among those that are `taken`."""

    def __init__(self, granted: Sequence[GrantedApi], settings: KernelSettings, taken: Collection[str] = ()):
        self.settings = settings
        self.specs: list[ToolSpec] = []
        self._tools: dict[str, tuple[Target, Operation]] = {}
        names = set(taken)
        for api in granted:
            for given in api.operations:
                operation = without_credentials(given, api.target.auth)
                name = fitting_name(api.target.name, operation.name, names)
                names.add(name)
                said = operation.description or f"{operation.method} {operation.path}"
                self.specs.append(ToolSpec(name, said, operation.input_schema))
                self._tools[name] = (api.target, operation)

    async def call(self, name: str, arguments: Mapping[str, Any], effect_key: UUID | str | None = None) -> str:
        """What came of it, as text; also of what failed."""
        return (await self.result(name, arguments, effect_key)).text

    async def result(self, name: str, arguments: Mapping[str, Any], effect_key: UUID | str | None = None) -> CallResult:
        """The same, with the reply's status and JSON value. `effect_key`: the Idempotency-Key of a write."""
        if name not in self._tools:
            return CallResult(f"Unknown tool {name}.")
        target, operation = self._tools[name]
        return await call_operation(target, operation, arguments, self.settings, effect_key)


def without_credentials(operation: Operation, auth: Auth) -> Operation:
    """Without the parameters that the credentials are sent in: nobody else has to fill them in, or can."""
    own = [
        each
        for each in operation.parameters
        if (auth.type == each.place and each.place == "query" and each.wire == auth.name)
        or (auth.type == each.place and each.place == "header" and each.wire.lower() == auth.name.lower())
    ]
    if not own:
        return operation
    names = {each.name for each in own}
    schema = dict(operation.input_schema)
    schema["properties"] = {key: each for key, each in schema.get("properties", {}).items() if key not in names}
    schema["required"] = [name for name in schema.get("required", ()) if name not in names]
    kept = [each for each in operation.parameters if each.name not in names]
    return operation.model_copy(update={"parameters": kept, "input_schema": schema})
