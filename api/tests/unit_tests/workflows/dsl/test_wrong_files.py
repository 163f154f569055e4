"""What is no app, or a damaged one: all that is wrong, with its lines."""

from typing import Any

import pytest
import yaml

from tests.unit_tests.workflows.dsl.test_round_trip import parsed
from treeline.workflows.dsl.fetching import raw_address
from treeline.workflows.dsl.report import BadImport
from treeline.workflows.dsl.versions import is_newer


def told(text: str) -> list[tuple[str, str, int | None]]:
    return [(each.severity, each.code, each.line) for each in parsed(text).report.findings]


def faults(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(BadImport) as caught:
        parsed(text)
    return [(each.code, each.line) for each in caught.value.findings]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"nodes": [], "connections": {}, "name": "x"}', "n8n"),
        ('{"nodes": [{"data": {"inputAnchors": [], "inputParams": []}}], "edges": []}', "Flowise"),
        ('{"data": {"nodes": [{"data": {"node": {}}}]}, "name": "x"}', "Langflow"),
        ('{"data": {"nodes": []}, "last_tested_version": "1.1", "name": "\\ud83e\\udd16"}', "Langflow"),
        ("kind: rag_pipeline\nrag_pipeline: {name: x}\nworkflow: {}", "knowledge pipeline"),
        ("kind: graph\ngraph: {nodes: []}", "bare graph"),
        ("services: {web: {image: nginx}}", "Docker Compose"),
        ("on: push\njobs: {}", "GitHub Actions"),
        ("openapi: 3.1.0\npaths: {}", "OpenAPI"),
        ("- a\n- b", "a list"),
        ("just words", "a single value"),
        ("workflow: {graph: {}}", "without the key app"),
        ("app: name", "app must be a mapping"),
    ],
)
def test_other_files_are_named(text: str, said: str):
    with pytest.raises(BadImport, match=said) as caught:
        parsed(text)
    assert caught.value.code == "not_an_app"


HEAD = "app: {name: x, mode: workflow}\nworkflow:\n"


@pytest.mark.parametrize("name", ["[]", "{}", "1.5", "true", "''", "n" * 256])
def test_a_name_of_a_variable_is_text(name: str):
    variables = f"environment_variables: [{{name: {name}, value: 1}}]"
    assert faults(f"{HEAD}  graph: {{}}\n  {variables}\n") == [("variable_name", 4)]


def test_all_that_is_wrong_is_said_at_once_with_lines():
    text = (
        f"{HEAD}  environment_variables: [{{value: 1}}, {{name: a}},\n    {{name: a}}]\n"
        "  graph:\n    nodes:\n    - {id: a, data: {type: llm}}\n    - {data: {type: llm}}\n    - {id: b, data: []}\n"
        "    - {id: a, data: {type: end}}\n    - 7\n    - {id: c, data: {title: no type}}\n"
        "    edges:\n    - {source: a}\n    - 7\n"
    )
    assert faults(text) == [
        ("variable_name", 3),
        ("duplicate_variable", 4),
        ("bad_type", 11),
        ("node_id", 8),
        ("bad_type", 9),
        ("node_type", 12),
        ("duplicate_node", 10),
        ("bad_type", 15),
        ("edge_end", 14),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("app: {name: x, mode: pipeline}\nworkflow: {}", "bad_mode"),
        ("app: {name: x, mode: [a]}\nworkflow: {}", "bad_mode"),
        ("app: {name: x, mode: workflow}\nmodel_config: {}", "missing"),
        ("app: {name: x, mode: chat}\nworkflow: {}", "missing"),
        ("app: {name: x, mode: agent}\nagent: {}\nversion: 0.7.0", "bad_mode"),
        ("app: {name: x, mode: workflow}\nworkflow: {graph: []}", "bad_type"),
        ("app: {name: x, mode: workflow}\nworkflow: {graph: {nodes: {}}}", "bad_type"),
        ("app: {name: x, mode: workflow}\nworkflow: {graph: {}, features: []}", "bad_type"),
        ("app: {name: x, mode: workflow}\nworkflow: {graph: {}, environment_variables: 1}", "bad_type"),
        ("app: {name: x, mode: workflow}\nversion: [1]\nworkflow: {graph: {}}", "bad_version"),
        ("app: {name: x, mode: workflow}\nversion: new\nworkflow: {graph: {}}", "bad_version"),
        ("app: {name: x, mode: workflow}\nversion: true\nworkflow: {graph: {}}", "bad_version"),
    ],
)
def test_wrong_types_and_missing_parts(text: str, code: str):
    assert [each for each, _ in faults(text)] == [code]


def test_an_app_that_says_little():
    app = parsed("app: {}\nversion: 0.6\nworkflow: {graph: {nodes: [{id: a, data: {type: answer}}]}}")
    assert (app.mode, app.fields["name"], app.version) == ("advanced-chat", "Imported app", "0.6")
    app = parsed("app: {name: 12, icon: 🌲}\nmodel_config: {agent_mode: {enabled: true}}")
    assert (app.mode, app.fields["name"], app.fields["icon_type"]) == ("agent-chat", "12", "emoji")
    long = parsed(f"app: {{name: {'n' * 50}, mode: workflow, description: {'d' * 500}}}\nworkflow: {{graph: {{}}}}")
    assert (len(long.fields["name"]), len(long.fields["description"])) == (40, 400)
    assert [each.code for each in long.report.findings] == ["cut", "cut"]


@pytest.mark.parametrize(
    ("version", "newer"),
    [("0.1.0", False), ("0.6.0", False), ("0.7.9", False), ("0.8.0", True), ("1.0.0", True), ("0.10.0", True)],
)
def test_what_is_newer(version: str, newer: bool):
    assert is_newer(version) is newer


@pytest.mark.parametrize(
    ("value_type", "value", "becomes"),
    [
        ("number", "3", 3),
        ("number", "x", 0),
        ("string", 3, "3"),
        ("string", True, "true"),
        ("boolean", "yes", True),
        ("object", [], {}),
        ("Array[String]", ["a"], ["a"]),
        ("array[number]", ["a"], []),
        ("object", None, {}),
        ("array[object]", None, []),
        ("integer", None, 0),
        (None, [1], [1]),
        ("array[unheard-of]", {"a": 1}, {"a": 1}),
    ],
)
def test_values_of_variables_fit_their_type(value_type: Any, value: Any, becomes: Any):
    document = {
        "app": {"name": "x", "mode": "advanced-chat"},
        "workflow": {
            "graph": {},
            "conversation_variables": [{"name": "v", "value_type": value_type, "value": value}],
        },
    }
    content = parsed(yaml.safe_dump(document)).workflow
    assert content is not None
    assert content.conversation_variables[0]["value"] == becomes


@pytest.mark.parametrize(
    ("url", "raw"),
    [
        (
            "https://github.com/o/r/blob/main/a/b.yml",
            "https://raw.githubusercontent.com/o/r/main/a/b.yml",
        ),
        ("https://github.com/o/r/blob/main/b.yml?plain=1#L3", "https://raw.githubusercontent.com/o/r/main/b.yml"),
        ("https://github.com/o/r/releases/x.yml", "https://github.com/o/r/releases/x.yml"),
        ("https://github.com.evil.example/o/r/blob/x", "https://github.com.evil.example/o/r/blob/x"),
    ],
)
def test_a_page_of_github_is_about_a_file(url: str, raw: str):
    assert raw_address(url) == raw
