"""What the engine asks of a node type, and the types that the engine runs itself: containers, their starts and ends."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import ValidationError

from treeline.workflows.engine import conditions
from treeline.workflows.engine.conditions import Condition
from treeline.workflows.engine.limits import MAX_PARALLEL
from treeline.workflows.engine.step import SOURCE, Effect, Selector

ITERATION, LOOP = "iteration", "loop"
ITERATION_START, LOOP_START, LOOP_END = "iteration-start", "loop-start", "loop-end"
CONTAINERS = {ITERATION: ITERATION_START, LOOP: LOOP_START}
ERROR_MODES = ("terminated", "continue-on-error", "remove-abnormal-output")


class Kind(Protocol):
    """As `nodes/node.py:Node`."""

    @property
    def effect(self) -> Effect: ...
    @property
    def is_root(self) -> bool: ...
    @property
    def is_branch(self) -> bool: ...
    @property
    def streams(self) -> Collection[str]: ...

    def parse(self, raw: Mapping[str, Any]) -> Any: ...
    def handles(self, data: Any) -> Collection[str]: ...
    def reads(self, data: Any) -> Iterable[Selector]: ...
    def parts(self, data: Any) -> Sequence[str | Selector]: ...


class InvalidData(ValueError):
    """All that is wrong with a node's data, in the form of pydantic's errors."""

    def __init__(self, problems: Sequence[tuple[str, str]]):
        super().__init__("; ".join(f"{path}: {message}" for path, message in problems))
        self.problems = problems

    def errors(self) -> list[dict[str, Any]]:
        return [{"loc": (path,), "msg": message} for path, message in self.problems]


@dataclass(frozen=True, slots=True)
class IterationData:
    items: Selector
    output: Selector
    parallel: int
    on_error: str
    flatten: bool


@dataclass(frozen=True, slots=True)
class LoopVariable:
    label: str
    type: str
    # A constant as it was written, or where the value is read.
    constant: Any
    selector: Selector | None


@dataclass(frozen=True, slots=True)
class LoopData:
    count: int
    variables: tuple[LoopVariable, ...]
    conditions: Sequence[Condition]
    operator: str


class _EngineKind:
    """A type that the engine runs itself."""

    effect: Effect = "pure"
    is_root = False
    is_branch = False
    streams: Collection[str] = ()

    def parse(self, raw: Mapping[str, Any]) -> Any:
        return None

    def handles(self, data: Any) -> Collection[str]:
        return (SOURCE,)

    def reads(self, data: Any) -> Iterable[Selector]:
        return ()

    def parts(self, data: Any) -> Sequence[str | Selector]:
        return ()


class _Iteration(_EngineKind):
    def parse(self, raw: Mapping[str, Any]) -> IterationData:
        problems: list[tuple[str, str]] = []
        items = _selector(raw, "iterator_selector", problems)
        output = _selector(raw, "output_selector", problems)
        parallel = _whole(raw, "parallel_nums", 10, problems) if raw.get("is_parallel") else 1
        mode = raw.get("error_handle_mode") or ERROR_MODES[0]
        if mode not in ERROR_MODES:
            problems.append(("error_handle_mode", f"is {mode!r}; use one of {', '.join(ERROR_MODES)}"))
        if problems:
            raise InvalidData(problems)
        return IterationData(items, output, min(parallel, MAX_PARALLEL), mode, raw.get("flatten_output") is not False)

    def reads(self, data: IterationData) -> Iterable[Selector]:
        return (data.items,)


class _Loop(_EngineKind):
    def parse(self, raw: Mapping[str, Any]) -> LoopData:
        problems: list[tuple[str, str]] = []
        count = _whole(raw, "loop_count", 10, problems)
        variables = tuple(
            _loop_variable(row, f"loop_variables.{position}", problems)
            for position, row in enumerate(_list(raw, "loop_variables", problems))
        )
        breaks = _conditions(_list(raw, "break_conditions", problems), problems)
        operator = raw.get("logical_operator") or "and"
        if operator not in ("and", "or"):
            problems.append(("logical_operator", f"is {operator!r}; use and, or"))
        if problems:
            raise InvalidData(problems)
        return LoopData(count, variables, breaks, operator)

    def reads(self, data: LoopData) -> Iterable[Selector]:
        starts = [variable.selector for variable in data.variables if variable.selector]
        return [*starts, *conditions.reads(data.conditions)]


ENGINE_KINDS: Mapping[str, Kind] = {
    ITERATION: _Iteration(),
    LOOP: _Loop(),
    ITERATION_START: _EngineKind(),
    LOOP_START: _EngineKind(),
    LOOP_END: _EngineKind(),
}


def _selector(raw: Mapping[str, Any], key: str, problems: list[tuple[str, str]]) -> Selector:
    value = raw.get(key)
    if isinstance(value, list | tuple) and len(value) >= 2 and all(isinstance(part, str) for part in value):
        return tuple(value)
    problems.append((key, "is not a variable; use a list of a node's id and an output's name"))
    return ()


def _whole(raw: Mapping[str, Any], key: str, default: int, problems: list[tuple[str, str]]) -> int:
    value = raw.get(key, default)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    problems.append((key, f"is {value!r}; use a whole number from 1"))
    return default


def _list(raw: Mapping[str, Any], key: str, problems: list[tuple[str, str]]) -> Sequence[Any]:
    value = raw.get(key)
    if value is None:
        return ()
    if isinstance(value, list):
        return value
    problems.append((key, "is not a list"))
    return ()


def _conditions(rows: Sequence[Any], problems: list[tuple[str, str]]) -> list[Condition]:
    found: list[Condition] = []
    for position, row in enumerate(rows):
        try:
            found.append(Condition.model_validate(row))
        except ValidationError as error:
            for each in error.errors():
                path = ".".join(str(part) for part in (position, *each["loc"]))
                problems.append((f"break_conditions.{path}", each["msg"]))
    return found


def _loop_variable(row: Any, path: str, problems: list[tuple[str, str]]) -> LoopVariable:
    if not isinstance(row, Mapping) or not isinstance(row.get("label"), str) or not row["label"]:
        problems.append((path, "needs a label"))
        return LoopVariable("", "any", None, None)
    type_, value = str(row.get("var_type") or "any"), row.get("value")
    if row.get("value_type") != "variable":
        return LoopVariable(row["label"], type_, value, None)
    return LoopVariable(row["label"], type_, None, _selector({path: value}, path, problems))
