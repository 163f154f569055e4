"""Filters an array, takes one of it, orders it, and cuts it off."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from treeline.workflows.engine.conditions import OPERATORS, Mismatch, compare
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import Done, NodeFailed, Selector
from treeline.workflows.engine.templates import render, selectors
from treeline.workflows.engine.values import WrongValue, coerce, described, is_number
from treeline.workflows.nodes.fields import NodePart, Reference, Values, chosen
from treeline.workflows.nodes.node import Context, Node, NodeData


class ListFilter(NodePart):
    # Of a file or an object; the items themselves if empty.
    key: str | None = ""
    comparison_operator: str = "contains"
    value: Any = None


class ListFilters(NodePart):
    enabled: bool = False
    conditions: list[ListFilter] = Field(default_factory=list)


class ListOrder(NodePart):
    enabled: bool = False
    key: str | None = ""
    value: str | None = "asc"


class ListLimit(NodePart):
    enabled: bool = False
    size: int = -1


class ListExtract(NodePart):
    enabled: bool = False
    # From 1; a text may name a variable.
    serial: str = "1"


class ListOperatorData(NodeData):
    variable: Reference = ()
    filter_by: ListFilters = Field(default_factory=ListFilters)
    extract_by: ListExtract = Field(default_factory=ListExtract)
    order_by: ListOrder = Field(default_factory=ListOrder)
    limit: ListLimit = Field(default_factory=ListLimit)


class ListOperatorNode(Node[ListOperatorData]):
    kind = "list-operator"
    data = ListOperatorData
    default: ClassVar[Mapping[str, Any]] = {
        "variable": [],
        "filter_by": {"enabled": False, "conditions": []},
        "extract_by": {"enabled": False, "serial": "1"},
        "order_by": {"enabled": False, "key": "", "value": "asc"},
        "limit": {"enabled": False, "size": 10},
    }

    def reads(self, data: ListOperatorData) -> Iterable[Selector]:
        texts = [data.extract_by.serial] if data.extract_by.enabled else []
        if data.filter_by.enabled:
            texts += [test.value for test in data.filter_by.conditions if isinstance(test.value, str)]
        return chosen([data.variable, *(selector for text in texts for selector in selectors(text))])

    def outputs(self, data: ListOperatorData) -> Mapping[str, str]:
        return {"result": "array[any]", "first_record": "any", "last_record": "any"}

    def problems(self, data: ListOperatorData) -> Iterable[tuple[str, str]]:
        for number, test in enumerate(data.filter_by.conditions if data.filter_by.enabled else ()):
            if test.comparison_operator not in OPERATORS:
                place = f"filter_by.conditions.{number}.comparison_operator"
                yield place, f'the operator "{test.comparison_operator}" is unknown'

    async def run(self, context: Context, data: ListOperatorData) -> Done:
        items = context.value(data.variable)
        if items is None:
            items = []
        if not isinstance(items, list):
            raise NodeFailed("wrong_type", f"{described(items)} was given to filter; an array is accepted.")
        if data.filter_by.enabled:
            items = _filtered(items, data.filter_by.conditions, context)
        if data.extract_by.enabled:
            items = [_extracted(items, render(data.extract_by.serial, Values(context)))]
        if data.order_by.enabled:
            key = data.order_by.key or ""
            items = sorted(items, key=lambda item: _order(_part(item, key)), reverse=data.order_by.value == "desc")
        if data.limit.enabled and data.limit.size >= 0:
            items = items[: data.limit.size]
        first, last = (items[0], items[-1]) if items else (None, None)
        return Done({"result": items, "first_record": first, "last_record": last})


def _filtered(items: list[Any], tests: list[ListFilter], context: Context) -> list[Any]:
    for number, test in enumerate(tests, 1):
        expected = render(test.value, Values(context)) if isinstance(test.value, str) else test.value
        try:
            items = [item for item in items if compare(_part(item, test.key), test.comparison_operator, expected)]
        except Mismatch as error:
            raise NodeFailed("invalid_condition", f"Filter {number} ({test.key or 'item'}): {error}.") from error
    return items


def _part(item: Any, key: str | None) -> Any:
    if not key:
        return item
    if isinstance(item, File):
        return item.attribute(key)
    return item.get(key) if isinstance(item, dict) else item


def _extracted(items: list[Any], serial: str) -> Any:
    try:
        number = coerce(serial.strip() or None, "integer")
    except WrongValue:
        number = None
    if number is None or not 1 <= number <= len(items):
        has = f"a number from 1 to {len(items)} is accepted" if items else "there are no items"
        raise NodeFailed("index_out_of_range", f'The item to extract is "{serial}", but {has}.')
    return items[number - 1]


def _order(value: Any) -> tuple[int, Any]:
    """Numbers by size, then texts; all else stays as it comes, at the end."""
    if isinstance(value, bool) or is_number(value):
        return (0, value)
    return (1, value) if isinstance(value, str) else (2, 0)
