from typing import Any, Self

from pydantic import Field

from treeline.kernel.schemas import ContractBody, Schema
from treeline.workflows.models import DraftVariable
from treeline.workflows.running.masking import Mask
from treeline.workflows.schemas import OpenObject


class InspectedOut(Schema):
    id: str
    type: str
    name: str
    description: str = ""
    selector: list[str]
    value_type: str
    value: Any
    edited: bool
    visible: bool = True

    @classmethod
    def of(cls, row: DraftVariable, mask: Mask) -> Self:
        """What nodes go on from has its secrets in it: here they are masked."""
        kind = row.node_id if row.node_id in ("sys", "conversation") else "node"
        return cls(
            id=str(row.id),
            type=kind,
            name=row.name,
            selector=[row.node_id, row.name],
            value_type=row.value_type,
            value=mask(row.value),
            edited=row.edited,
        )

    @classmethod
    def missing(cls, node_id: str, name: str) -> Self:
        """A value that nothing has given yet."""
        kind = node_id if node_id in ("sys", "conversation") else "node"
        selector = [node_id, name]
        return cls(id="", type=kind, name=name, selector=selector, value_type="any", value=None, edited=False)

    @classmethod
    def declared(cls, kind: str, each: dict[str, Any]) -> Self:
        """A variable of the workflow itself, as it stands in the draft."""
        return cls(
            id=str(each.get("id") or each["name"]),
            type=kind,
            name=each["name"],
            description=str(each.get("description") or ""),
            selector=[kind, each["name"]],
            value_type=str(each.get("value_type")),
            value=each.get("value"),
            edited=False,
        )


class InspectedItems(Schema):
    items: list[InspectedOut]
    total: int | None = None


class ValueIn(ContractBody):
    value: Any = None


class RunNodeIn(ContractBody):
    """`inputs`: values by variable, such as `start.name`; what is missing comes from the inspector."""

    inputs: dict[str, Any] = Field(default_factory=dict, max_length=1000)
    query: str | None = None
    files: list[OpenObject] | None = Field(None, max_length=1000)
