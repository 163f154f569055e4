"""The console offers operators and operations by type; both sides are held to `accepted.json`, as with kinds of nodes.

After a change here: python -m tests.unit_tests.workflows.nodes.test_accepted_operators
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.unit_tests.workflows.nodes.test_nodes import PHOTO
from tests.unit_tests.workflows.running import run
from treeline.workflows.engine.conditions import OPERATORS, Condition, Mismatch, compare, holds, problems
from treeline.workflows.engine.step import NodeFailed

ACCEPTED = Path(__file__).parents[5] / "web/src/features/workflows/fields/accepted.json"
# Of each type a value, and what the console lets people compare it with or set it by.
VALUES: Mapping[str, tuple[Any, Any]] = {
    "string": ("a", "a"),
    "number": (1, "1"),
    "integer": (1, "1"),
    "boolean": (True, True),
    "object": ({"a": 1}, "a"),
    "file": (PHOTO, "a"),
    "array[string]": (["a"], "a"),
    "array[number]": ([1], "1"),
    "array[boolean]": ([True], True),
    "array[object]": ([{"a": 1}], "a"),
    "array[any]": (["a", 1], "a"),
}
OPERATIONS = ("over-write", "set", "clear", "append", "extend", "+=", "-=", "*=", "/=", "remove-first", "remove-last")
CONSTANTS: Mapping[str, Any] = {"object": '{"a": 1}', "string": "b", "number": "2", "boolean": True}


def accepted() -> dict[str, Any]:
    operators = {kind: [each for each in OPERATORS if _compares(kind, each)] for kind in VALUES}
    # Anything may be any of them.
    operators["any"] = list(OPERATORS)
    tests = {
        "logical_operator": "and",
        "conditions": [{"key": "name", "comparison_operator": "contains", "value": "a"}],
    }
    quantified = [each for each in OPERATORS if _holds_files(each, tests)]
    operators["array[file]"] = [*quantified, "empty", "not empty"]
    kinds = [kind for kind in VALUES if kind not in ("file", "integer")]
    operations = {kind: [each for each in OPERATIONS if _assigns(kind, each, with_value=True)] for kind in kinds}
    operations["any"] = list(OPERATIONS)
    valueless = [each for each in OPERATIONS if any(_assigns(kind, each, with_value=False) for kind in kinds)]
    return {"operators": operators, "operations": operations, "valueless": valueless}


def _compares(kind: str, operator: str) -> bool:
    actual, expected = VALUES[kind]
    try:
        compare(actual, operator, json.dumps([expected]) if operator in ("in", "not in", "all of") else expected)
    except Mismatch:
        return False
    return True


def _holds_files(operator: str, tests: Mapping[str, Any]) -> bool:
    told = {"variable_selector": ["n", "files"], "comparison_operator": operator, "sub_variable_condition": tests}
    condition = Condition.model_validate(told)
    return not list(problems([condition], "and")) and holds([condition], "and", _Files()) is not None


class _Files:
    def get(self, selector: Any) -> Any:
        return [PHOTO]


def _assigns(kind: str, operation: str, *, with_value: bool) -> bool:
    """Whether it changes a variable of the type, given what it asks for, or given nothing."""
    old, _ = VALUES[kind]
    item = kind.removeprefix("array").strip("[]") if kind.startswith("array") else kind
    constant = "2" if operation in ("+=", "-=", "*=", "/=") else CONSTANTS.get(item, "b")
    if kind.startswith("array") and operation != "append":
        constant = json.dumps(old)
    assigned = {
        "variable_selector": ["conversation", "x"],
        "input_type": "constant",
        "operation": operation,
        "value": constant if with_value else None,
    }
    try:
        done = run(
            {"type": "assigner", "version": "2", "items": [assigned]},
            {"conversation": {"x": old}},
            {"conversation.x": kind},
        )
    except NodeFailed:
        return False
    return bool(done.writes)


def test_the_console_offers_what_goes_with_a_type():
    assert json.loads(ACCEPTED.read_text()) == json.loads(json.dumps(accepted()))


if __name__ == "__main__":
    ACCEPTED.write_text(json.dumps(accepted(), ensure_ascii=False, indent=2) + "\n")
