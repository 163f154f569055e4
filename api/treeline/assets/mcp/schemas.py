from typing import Any, Literal

from pydantic import Field

from treeline.kernel.schemas import ContractBody, Schema


class RpcIn(ContractBody):
    """A JSON-RPC request, or a notification if it has no id."""

    jsonrpc: Literal["2.0"]
    id: str | int | None = None
    method: str
    params: dict[str, Any] = Field(default_factory=dict)


class RpcError(Schema):
    code: int
    message: str
    data: Any = None


class RpcOut(Schema):
    """Either `result` or `error`."""

    jsonrpc: Literal["2.0"]
    id: str | int | None
    result: dict[str, Any] | None = None
    error: RpcError | None = None
