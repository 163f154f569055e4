"""Conditions of if-else branches, loops and filters.

Texts are compared with case; numbers as decimals, so that "5" equals 5.0 and 0.1 equals "0.1". Null is true for
`empty`, `null`, `not exists`, `not contains` and `not in`, and false for all others. No number and no boolean is empty.
An operator that does not go with a value fails the node.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from treeline.workflows.engine.file import File
from treeline.workflows.engine.scopes import Lookup
from treeline.workflows.engine.step import NodeFailed, Selector
from treeline.workflows.engine.templates import render, selectors
from treeline.workflows.engine.values import described, is_number, read_json


class FileCondition(BaseModel):
    """Of one attribute of a file."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    key: str = ""
    comparison_operator: str = ""
    value: Any = None


class FileConditions(BaseModel):
    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    logical_operator: str | None = "and"
    conditions: list[FileCondition] = Field(default_factory=list)


class Condition(BaseModel):
    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    id: str | None = None
    variable_selector: list[str] = Field(default_factory=list)
    comparison_operator: str = ""
    # A text may name variables.
    value: Any = None
    # Of a file, or of any file in an array.
    sub_variable_condition: FileConditions | None = None


def holds(conditions: Sequence[Condition], logical_operator: str | None, scope: Lookup) -> bool:
    """Looks no further than it must. No conditions never hold. Raises NodeFailed."""
    results = (_holds(number, condition, scope) for number, condition in enumerate(conditions, 1))
    try:
        return bool(conditions) and _together(logical_operator)(results)
    except Mismatch as error:
        raise NodeFailed("invalid_condition", f"{error}.") from error


def _together(logical_operator: str | None) -> Callable[[Iterable[bool]], bool]:
    found = {"and": all, "or": any}.get((logical_operator or "and").lower())
    if found is None:
        raise Mismatch(f'The logical operator "{logical_operator}" is unknown; accepted are "and" and "or"')
    return found


def reads(conditions: Iterable[Condition]) -> list[Selector]:
    """The variables that they may look at."""
    found: list[Selector] = []
    for condition in conditions:
        found.append(tuple(condition.variable_selector))
        values = condition.value if isinstance(condition.value, list) else [condition.value]
        found.extend(selector for value in values if isinstance(value, str) for selector in selectors(value))
    return [selector for selector in dict.fromkeys(found) if selector]


def problems(conditions: Iterable[Condition], logical_operator: str | None) -> Iterator[tuple[str, str]]:
    """What would fail whatever the values are: where in the list, and a message."""
    try:
        _together(logical_operator)
    except Mismatch as error:
        yield "logical_operator", str(error)
    for number, condition in enumerate(conditions):
        place = f"conditions.{number}"
        tests = condition.sub_variable_condition
        if tests is None or not tests.conditions:
            known: Iterable[str] = OPERATORS
            inner: Sequence[FileCondition] = ()
        else:
            known, inner = _QUANTIFIERS, tests.conditions
        if condition.comparison_operator not in known:
            yield f"{place}.comparison_operator", _unknown(condition.comparison_operator, known)
        for at, test in enumerate(inner):
            if test.comparison_operator not in OPERATORS:
                where = f"{place}.sub_variable_condition.conditions.{at}.comparison_operator"
                yield where, _unknown(test.comparison_operator, OPERATORS)


def compare(actual: Any, operator: str, expected: Any) -> bool:
    """Raises Mismatch."""
    test = OPERATORS.get(operator)
    if test is None:
        raise Mismatch(_unknown(operator, OPERATORS))
    return operator in _TRUE_FOR_NULL if actual is None else test(actual, expected)


def _unknown(operator: str, known: Iterable[str]) -> str:
    accepted = ", ".join(f'"{name}"' for name in known if name not in _OTHER_NAMES)
    return f'the operator "{operator}" is unknown; accepted are {accepted}'


class Mismatch(Exception):
    """An operator that does not go with a value. The message has no capital and no full stop."""


def _holds(number: int, condition: Condition, scope: Lookup) -> bool:
    actual = scope.get(condition.variable_selector)
    try:
        if condition.sub_variable_condition is not None and condition.sub_variable_condition.conditions:
            return _files_hold(actual, condition.comparison_operator, condition.sub_variable_condition, scope)
        return compare(actual, condition.comparison_operator, _expected(condition.value, scope))
    except Mismatch as error:
        place = ".".join(condition.variable_selector) or "no variable"
        raise Mismatch(f"Condition {number} ({place}): {error}") from error


def _expected(value: Any, scope: Lookup) -> Any:
    if isinstance(value, str):
        return render(value, scope)
    if isinstance(value, list):
        return [render(each, scope) if isinstance(each, str) else each for each in value]
    return value


def _files_hold(actual: Any, operator: str, tests: FileConditions, scope: Lookup) -> bool:
    """`contains`: a file of which all that is said; `not contains`: no such file; `all of`: each is one."""
    quantifier = _QUANTIFIERS.get(operator)
    if quantifier is None:
        known = ", ".join(f'"{name}"' for name in _QUANTIFIERS)
        raise Mismatch(f'conditions of files go with {known}; "{operator}" was given')
    if actual is None:
        return operator in _TRUE_FOR_NULL
    files = actual if isinstance(actual, list) else [actual]
    if not all(isinstance(file, File) for file in files):
        raise Mismatch(f"{described(actual)} was given; a file or an array of files is accepted")
    return quantifier(_file_holds(file, tests, scope) for file in files)


def _none(results: Iterable[bool]) -> bool:
    return not any(results)


_QUANTIFIERS: dict[str, Callable[[Iterable[bool]], bool]] = {
    "contains": any,
    "exists": any,
    "not contains": _none,
    "not exists": _none,
    "all of": all,
}


def _file_holds(file: File, tests: FileConditions, scope: Lookup) -> bool:
    return _together(tests.logical_operator)(
        compare(file.attribute(test.key), test.comparison_operator, _expected(test.value, scope))
        for test in tests.conditions
    )


# What the operators do; null never gets here.


def _contains(actual: Any, expected: Any) -> bool:
    if isinstance(actual, str):
        return _text(expected) in actual
    if isinstance(actual, list):
        return any(_same(item, expected) for item in actual)
    raise _wrong(actual, "a text or an array")


def _starts(actual: Any, expected: Any) -> bool:
    return _text_only(actual).startswith(_text(expected))


def _ends(actual: Any, expected: Any) -> bool:
    return _text_only(actual).endswith(_text(expected))


def _is(actual: Any, expected: Any) -> bool:
    if isinstance(actual, str | bool) or is_number(actual):
        return _same(actual, expected)
    raise _wrong(actual, "a text, a number or a boolean")


def _same(actual: Any, expected: Any) -> bool:
    """As values, not as they are written: the boolean true is "true", the number 5 is "5.0"."""
    if isinstance(actual, bool):
        return isinstance(expected, str | bool) and str(expected).strip().lower() == str(actual).lower()
    if isinstance(actual, str):
        return isinstance(expected, str | int | float) and actual == _text(expected)
    if is_number(actual):
        return (number := _decimal(expected)) is not None and _decimal(actual) == number
    return False


def _empty(actual: Any, expected: Any) -> bool:
    return isinstance(actual, str | list | dict) and not actual


def _in(actual: Any, expected: Any) -> bool:
    if isinstance(actual, str | bool) or is_number(actual):
        return any(_same(actual, each) for each in _list(expected))
    raise _wrong(actual, "a text, a number or a boolean")


def _all_of(actual: Any, expected: Any) -> bool:
    if not isinstance(actual, list):
        raise _wrong(actual, "an array")
    return all(any(_same(item, each) for item in actual) for each in _list(expected))


def _numbers(test: Callable[[Decimal, Decimal], bool]) -> Callable[[Any, Any], bool]:
    def compared(actual: Any, expected: Any) -> bool:
        left, right = _decimal(actual), _decimal(expected)
        if left is None:
            raise _wrong(actual, "a number")
        if right is None:
            raise Mismatch(f"it is compared with {described(expected)}; a number is accepted")
        return test(left, right)

    return compared


def _not(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda actual, expected: not test(actual, expected)


def _never(actual: Any, expected: Any) -> bool:
    return False


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": _contains,
    "not contains": _not(_contains),
    "start with": _starts,
    "end with": _ends,
    "is": _is,
    "is not": _not(_is),
    "empty": _empty,
    "not empty": _not(_empty),
    "in": _in,
    "not in": _not(_in),
    "all of": _all_of,
    "=": _numbers(Decimal.__eq__),
    "≠": _numbers(Decimal.__ne__),
    ">": _numbers(Decimal.__gt__),
    "<": _numbers(Decimal.__lt__),
    "≥": _numbers(Decimal.__ge__),
    "≤": _numbers(Decimal.__le__),
    "null": _never,
    "not null": _not(_never),
    "exists": _not(_never),
    "not exists": _never,
}
_OTHER_NAMES = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}
OPERATORS |= {other: OPERATORS[name] for other, name in _OTHER_NAMES.items()}
_TRUE_FOR_NULL = {"empty", "null", "not exists", "not contains", "not in"}


def _text_only(actual: Any) -> str:
    if isinstance(actual, str):
        return actual
    raise _wrong(actual, "a text")


def _text(expected: Any) -> str:
    if expected is None:
        return ""
    if isinstance(expected, str):
        return expected
    if isinstance(expected, bool) or is_number(expected):
        return str(expected)
    raise Mismatch(f"it is compared with {described(expected)}; a text is accepted")


def _list(expected: Any) -> list[Any]:
    if isinstance(expected, str):
        try:
            expected = read_json(expected)
        except ValueError as error:
            raise Mismatch(f"it is compared with {described(expected)}; a list of values is accepted") from error
    if isinstance(expected, list):
        return expected
    raise Mismatch(f"it is compared with {described(expected)}; a list of values is accepted")


def _decimal(value: Any) -> Decimal | None:
    """None if it is no number, nor a text of one."""
    if is_number(value):
        return Decimal(str(value))
    if not isinstance(value, str) or len(value) > 400 or "_" in value:
        return None
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _wrong(actual: Any, accepted: str) -> Mismatch:
    return Mismatch(f"{described(actual)} was given; {accepted} is accepted")
