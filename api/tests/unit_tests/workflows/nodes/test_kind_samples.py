"""The console declares outputs and handles of node types by itself, to draw and to offer variables while someone types.

Both sides are held to `samples.json`: this test makes it from the node classes, the console's compares its own with it.
After a change here: python -m tests.unit_tests.workflows.nodes.test_kind_samples
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from treeline.workflows.engine.step import FAIL_BRANCH
from treeline.workflows.nodes.event_outputs import OUTPUTS
from treeline.workflows.nodes.registry import NODES, node_of

SAMPLES = Path(__file__).parents[5] / "web/src/features/workflows/kinds/samples.json"
TYPES = ("string", "Number", "integer", "Array[String]", "array[file]", "array[bool]", "file-list", "nonsense")
PLAIN = ("string", "int", "float", "bool")
SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}}}
# Beside what a new node of each type has.
DATA: Mapping[str, list[dict[str, Any]]] = {
    "start": [
        {"variables": [{"variable": f"v{at}", "type": each} for at, each in enumerate(kinds)]}
        for kinds in (
            ["text-input", "paragraph", "select", "number", "checkbox", "file", "file-list", "json_object", "other"],
            ["", None],
        )
    ]
    + [{"variables": [{"variable": "untyped"}]}],
    "end": [{"outputs": [{"variable": f"v{at}", "value_type": each} for at, each in enumerate((*TYPES, None))]}],
    "llm": [
        {"structured_output_enabled": True, "structured_output": {"schema": SCHEMA}},
        {"structured_output_enabled": False, "structured_output": {"schema": SCHEMA}, "error_strategy": FAIL_BRANCH},
        {"structured_output_enabled": True, "structured_output": {"schema": json.dumps(SCHEMA)}},
    ],
    "question-classifier": [
        {"classes": [{"id": "1", "name": "Sales"}, {"id": "2", "name": ""}], "error_strategy": FAIL_BRANCH},
        {"classes": []},
    ],
    "parameter-extractor": [
        {"parameters": [{"name": f"v{at}", "type": each} for at, each in enumerate(PLAIN)]},
        {"parameters": [{"name": "tags", "type": "array[string]"}, {"name": "untyped"}]},
    ],
    "http-request": [{"error_strategy": "default-value"}, {"error_strategy": FAIL_BRANCH}],
    "document-extractor": [{"is_array_file": True}, {"is_array_file": False}],
    "if-else": [
        {"cases": [{"case_id": "true", "conditions": []}, {"case_id": "b2", "conditions": []}]},
        {"cases": [], "conditions": [], "logical_operator": "or"},
        {"cases": None},
    ],
    "code": [
        {"outputs": {f"v{at}": {"type": each, "children": None} for at, each in enumerate(TYPES)}},
        {"outputs": {"user": {"type": "object", "children": {"age": {"type": "number"}}}, "untyped": {}}},
    ],
    "variable-aggregator": [
        *({"output_type": each, "variables": [["a", "b"]]} for each in (*TYPES, None)),
        {
            "advanced_settings": {
                "group_enabled": True,
                "groups": [{"group_name": "first", "output_type": "string"}, {"group_name": "second"}],
            }
        },
        {"advanced_settings": {"group_enabled": False, "groups": [{"group_name": "first"}]}},
    ],
    "assigner": [
        {"items": [{"variable_selector": ["conversation", "seen"]}, {"variable_selector": ["loop", "count"]}]},
        {"items": None, "assigned_variable_selector": ["conversation", "seen"], "write_mode": "append"},
        {"items": [{"variable_selector": []}]},
    ],
    "loop": [
        {"loop_variables": [{"label": f"v{at}", "var_type": each} for at, each in enumerate((*TYPES, None))]},
        {"loop_variables": None},
    ],
    "human-input": [
        {
            "inputs": [
                {"output_variable_name": f"v{at}", "type": each}
                for at, each in enumerate(
                    ("text_input", "text-input", "paragraph", "select", "number", "checkbox", "file", "file_list", "x")
                )
            ],
            "user_actions": [{"id": "approve", "title": "Approve"}, {"id": "reject"}],
        },
        {"inputs": [{"output_variable_name": "untyped"}], "user_actions": []},
        {"inputs": None, "user_actions": None},
    ],
    "trigger-webhook": [
        {
            "headers": [{"name": "X-Signature"}, {"name": "id", "type": "string"}],
            "params": [{"name": "page", "type": "number"}, {"name": ""}],
            "body": [
                {"name": "id", "type": "number"},
                {"name": "a-b", "type": "array[object]"},
                {"name": "f", "type": ""},
            ],
        },
        {"headers": None, "params": None, "body": None},
    ],
    "trigger-plugin": [*({"provider_id": each} for each in (*OUTPUTS, "elsewhere/plugin", None))],
}


def samples() -> list[dict[str, Any]]:
    return [
        _sample({"type": kind, "title": f"{at}", **node.default, **data})
        for kind, node in NODES.items()
        for at, data in enumerate([{}, *DATA.get(kind, [])])
    ]


def _sample(data: dict[str, Any]) -> dict[str, Any]:
    node = node_of(data["type"])
    parsed = node.parse(data)
    more = [FAIL_BRANCH] if data.get("error_strategy") == FAIL_BRANCH else []
    return {"data": data, "handles": [*node.handles(parsed), *more], "outputs": dict(node.outputs(parsed))}


def test_the_console_knows_what_each_node_type_has():
    assert json.loads(SAMPLES.read_text()) == json.loads(json.dumps(samples()))


if __name__ == "__main__":
    SAMPLES.write_text(json.dumps(samples(), ensure_ascii=False, indent=2) + "\n")
