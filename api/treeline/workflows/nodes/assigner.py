"""Sets variables of the conversation or of a loop: all that its items say, in their order, or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from treeline.workflows.engine.step import Done, NodeFailed, Selector, Write
from treeline.workflows.engine.values import (
    ARRAYS,
    WrongValue,
    coerce,
    described,
    fits,
    is_number,
    size_of,
    type_named,
    type_of,
)
from treeline.workflows.nodes.fields import NodePart, Reference, chosen
from treeline.workflows.nodes.node import Context, Node, NodeData

_READ_ONLY = {"sys", "env", "userinput"}
# What "clear" leaves, by type.
_EMPTY: dict[str, Any] = {"string": "", "number": 0, "boolean": False, "object": {}}


class AssignerItem(NodePart):
    variable_selector: Reference = ()
    # "variable" or "constant".
    input_type: str | None = "variable"
    operation: str = "over-write"
    # A selector, or what stands there.
    value: Any = None

    @property
    def source(self) -> Selector | None:
        """The variable that the value is read from."""
        if self.input_type == "constant" or self.operation == "set" or not isinstance(self.value, list):
            return None
        return tuple(str(part) for part in self.value)


class AssignerData(NodeData):
    items: list[AssignerItem] | None = None
    # Version 1: one, always from a variable.
    assigned_variable_selector: Reference = ()
    input_variable_selector: Reference = ()
    write_mode: str | None = "over-write"

    def all_items(self) -> Sequence[AssignerItem]:
        if self.items is not None:
            return self.items
        if not self.assigned_variable_selector:
            return ()
        mode, value = self.write_mode or "over-write", list(self.input_variable_selector)
        return (AssignerItem(variable_selector=self.assigned_variable_selector, operation=mode, value=value),)


class AssignerNode(Node[AssignerData]):
    kind = "assigner"
    data = AssignerData
    default: ClassVar[Mapping[str, Any]] = {"version": "2", "items": []}

    def reads(self, data: AssignerData) -> Iterable[Selector]:
        """Also what it sets: most operations begin with the old value."""
        items = data.all_items()
        return chosen([*(item.source or () for item in items), *(item.variable_selector for item in items)])

    def outputs(self, data: AssignerData) -> Mapping[str, str]:
        return {item.variable_selector[-1]: "any" for item in data.all_items() if item.variable_selector}

    def problems(self, data: AssignerData) -> Iterable[tuple[str, str]]:
        for number, item in enumerate(data.all_items()):
            if item.operation not in _OPERATIONS:
                place = f"items.{number}.operation" if data.items is not None else "write_mode"
                yield place, f'the operation "{item.operation}" is unknown; accepted are {", ".join(_OPERATIONS)}'

    async def run(self, context: Context, data: AssignerData) -> Done:
        now: dict[Selector, Any] = {}

        def value(selector: Selector) -> Any:
            return now[selector] if selector in now else context.value(selector)

        for number, item in enumerate(data.all_items(), 1):
            try:
                _apply(item, context, value, now)
            except WrongValue as error:
                place = ".".join(item.variable_selector) or "no variable"
                message = f"Assignment {number} ({item.operation} {place}): {error}."
                raise NodeFailed("invalid_assignment", message) from error
        for selector, new in now.items():
            _require_small(selector, new, context.limits.variable_bytes)
        updated = {selector[-1]: new for selector, new in now.items()}
        return Done(updated, writes=[Write(selector, new) for selector, new in now.items()])


def _require_small(selector: Selector, new: Any, limit: int) -> None:
    """What a conversation keeps is read with each of its messages."""
    size = size_of(new) if selector[0] == "conversation" else 0
    if size > limit:
        message = f"{'.'.join(selector)} would be {size:,} bytes, but the limit is {limit:,} (MAX_VARIABLE_SIZE)."
        raise NodeFailed("invalid_assignment", message)


def _apply(item: AssignerItem, context: Context, value: Callable[[Selector], Any], now: dict[Selector, Any]) -> None:
    target = item.variable_selector
    if len(target) < 2:
        raise WrongValue("no variable is chosen; a variable of the conversation or of the loop is accepted")
    if target[0] in _READ_ONLY:
        raise WrongValue(f"{target[0]} variables never change; one of the conversation or of the loop is accepted")
    operation = _OPERATIONS.get(item.operation)
    if operation is None:
        raise WrongValue(f"the operation is unknown; accepted are {', '.join(_OPERATIONS)}")
    old = value(target)
    declared = _plain(type_named(context.declared(target) or "") or _type_of(old))
    given: Any = None
    if item.operation in _TAKE_A_VALUE:
        given = value(item.source) if item.source is not None else item.value
        if given is None:
            return
        if item.source is None:
            given = coerce(given, _given_type(item.operation, declared))
    new = operation(old, given, declared)
    if isinstance(new, int | float) and not isinstance(new, bool) and not is_number(new):
        raise WrongValue("the result is a number that is too large")
    # The items of arrays have been looked at one by one.
    is_looked_at = declared.startswith("array") and isinstance(new, list)
    if not is_looked_at and not fits(new, declared):
        raise WrongValue(f"the variable would be {described(new)}; {declared} is accepted")
    now[target] = new


def _type_of(old: Any) -> str:
    """Of a variable that is declared nowhere. What an array holds now does not say what it may hold."""
    if old is None:
        return "any"
    return "array" if isinstance(old, list) else type_of(old)


def _plain(declared: str) -> str:
    return "number" if declared in ("integer", "float") else declared


def _given_type(operation: str, declared: str) -> str:
    """What a constant is read as."""
    if operation == "append":
        return ARRAYS.get(declared, "any")
    return "number" if operation in _ARITHMETIC else declared


def _over_write(old: Any, given: Any, declared: str) -> Any:
    if not fits(given, declared):
        raise WrongValue(f"{described(given)} was given; {declared} is accepted")
    return given


def _clear(old: Any, given: Any, declared: str) -> Any:
    return [] if declared.startswith("array") else _EMPTY.get(declared)


def _append(old: Any, given: Any, declared: str) -> Any:
    item = ARRAYS.get(declared, "any")
    if not fits(given, item):
        raise WrongValue(f"{described(given)} was given; an item of {declared} is accepted")
    return [*_array(old, declared), given]


def _extend(old: Any, given: Any, declared: str) -> Any:
    if not isinstance(given, list) or (declared in ARRAYS and not fits(given, declared)):
        raise WrongValue(f"{described(given)} was given; {declared} is accepted")
    return [*_array(old, declared), *given]


def _remove_first(old: Any, given: Any, declared: str) -> Any:
    return _array(old, declared)[1:]


def _remove_last(old: Any, given: Any, declared: str) -> Any:
    return _array(old, declared)[:-1]


def _array(old: Any, declared: str) -> list[Any]:
    if old is None:
        return []
    if not isinstance(old, list):
        raise WrongValue(f"the variable is {described(old)}; an array is accepted")
    return old


def _number(calculate: Callable[[Any, Any], Any]) -> Callable[[Any, Any, str], Any]:
    def calculated(old: Any, given: Any, declared: str) -> Any:
        start = 0 if old is None else old
        if not is_number(start):
            raise WrongValue(f"the variable is {described(start)}; a number is accepted")
        if not is_number(given):
            raise WrongValue(f"{described(given)} was given; a number is accepted")
        try:
            return calculate(start, given)
        except ZeroDivisionError as error:
            raise WrongValue("division by zero; any other number is accepted") from error
        except OverflowError as error:
            raise WrongValue("the result is a number that is too large") from error

    return calculated


_ARITHMETIC: dict[str, Callable[[Any, Any, str], Any]] = {
    "+=": _number(lambda old, given: old + given),
    "-=": _number(lambda old, given: old - given),
    "*=": _number(lambda old, given: old * given),
    "/=": _number(lambda old, given: old / given),
}
_OPERATIONS: dict[str, Callable[[Any, Any, str], Any]] = {
    "over-write": _over_write,
    "set": _over_write,
    "clear": _clear,
    "append": _append,
    "extend": _extend,
    **_ARITHMETIC,
    "remove-first": _remove_first,
    "remove-last": _remove_last,
}
_TAKE_A_VALUE = set(_OPERATIONS) - {"clear", "remove-first", "remove-last"}
