"""What became of earlier shapes, and what the report says of it."""

from typing import Any

import pytest
import yaml

from tests.unit_tests.workflows.dsl.app_files import text_of
from tests.unit_tests.workflows.dsl.test_round_trip import parsed, written
from treeline.workflows.dsl.dependencies import is_here, leaked
from treeline.workflows.dsl.parse import KEPT, WorkflowContent
from treeline.workflows.dsl.report import BadImport


def workflow(name: str) -> WorkflowContent:
    found = parsed(text_of(name)).workflow
    assert found is not None
    return found


def node(content: WorkflowContent, node_id: str) -> dict[str, Any]:
    return next(each for each in content.graph["nodes"] if each["id"] == node_id)


def told(text: str) -> list[tuple[str, str, int | None]]:
    return [(each.severity, each.code, each.line) for each in parsed(text).report.findings]


def faults(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(BadImport) as caught:
        parsed(text)
    return [(each.code, each.line) for each in caught.value.findings]


def test_a_file_without_a_version():
    content = workflow("unmarked_workflow")
    assert node(content, "1002")["data"]["cases"][0]["case_id"] == "true"
    assert node(content, "1002")["data"]["cases"][0]["logical_operator"] == "or"
    assert "conditions" not in node(content, "1002")["data"]
    assert node(content, "1006")["data"]["body"]["data"] == [
        {"key": "mood", "type": "text", "value": "angry"},
        {"key": "source", "type": "text", "value": "web"},
    ]
    assert node(content, "note")["type"] == "custom-note"
    iteration = node(content, "1003")
    assert iteration["data"]["output_type"] == "array[string]"
    start = node(content, iteration["data"]["start_node_id"])
    assert (start["data"]["type"], start["type"], start["parentId"]) == (
        "iteration-start",
        "custom-iteration-start",
        "1003",
    )
    assert node(content, "1004")["parentId"] == "1003"
    assert [edge["target"] for edge in content.graph["edges"] if edge["source"] == start["id"]] == ["1004"]
    assert all(edge["id"] != "gone" for edge in content.graph["edges"])
    text = text_of("unmarked_workflow").splitlines()
    findings = parsed(text_of("unmarked_workflow")).report.findings
    assert {(each.severity, each.code) for each in findings} == {
        ("info", "flat_conditions"),
        ("info", "body_text"),
        ("info", "container_start"),
        ("warning", "dangling_edge"),
    }
    lost = next(each for each in findings if each.severity == "warning")
    assert text[(lost.line or 0) - 1].strip() == "- id: gone"
    assert parsed(text_of("unmarked_workflow")).version == "0.1.0"


def test_a_chatflow_keeps_its_ids_and_the_first_assigner():
    app = parsed(text_of("v0_1_5_chatflow"))
    content = workflow("v0_1_5_chatflow")
    assert [each["id"] for each in content.graph["nodes"]] == ["start-here", "sorter", "remember", "say"]
    assert node(content, "sorter")["data"]["instruction"] == "Only the last sentence counts."
    assert node(content, "remember")["data"]["write_mode"] == "over-write"
    assert (app.mode, app.report.has_losses) == ("advanced-chat", False)


def test_tools_get_types_and_dependencies_are_hints():
    content = workflow("v0_3_0_tools")
    assert node(content, "t")["data"]["tool_parameters"] == {
        "caption": {"type": "mixed", "value": "Number {{#l.n#}}"},
        "plain": {"type": "mixed", "value": "old style"},
        "from": {"type": "variable", "value": ["l", "n"]},
        "count": {"type": "constant", "value": 2},
    }
    assert len(content.graph[KEPT]["document"]["dependencies"]) == 2
    missing = leaked(content.graph, mcp_servers=())
    assert [each["value"]["marketplace_plugin_unique_identifier"] for each in missing] == ["acme/mapmaker:1.0.0@ff00"]
    assert leaked({**content.graph, KEPT: {}}, ()) == [
        {
            "type": "package",
            "value": {"plugin_unique_identifier": "acme/mapmaker/mapmaker"},
            "current_identifier": None,
        }
    ]


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("openai", True),
        ("langgenius/openai/openai", True),
        ("langgenius/openai_api_compatible/openai_api_compatible", True),
        ("langgenius/gemini/google", True),
        ("langgenius/gemini", True),
        ("langgenius/agent/agent", True),
        ("time", True),
        ("langgenius/time/time", True),
        ("tongyi", False),
        ("acme/webscraper/webscraper", False),
    ],
)
def test_what_is_here_is_told_by_the_last_part_of_its_name(name: str, here: bool):
    assert is_here(name) is here


def test_what_is_not_known_is_kept_and_registrations_are_not():
    content = workflow("v0_6_0_trigger")
    assert node(content, "odd") == {
        "id": "odd",
        "type": "custom",
        "position": {"x": 300, "y": 0},
        "shadow": "long",
        "data": {
            "type": "time-machine",
            "title": "From the future",
            "version": "7",
            "knobs": {"depth": 3, "names": ["a", "b"]},
        },
    }
    hook = node(content, "hook")["data"]
    assert [hook[name] for name in ("webhook_id", "webhook_url", "webhook_debug_url")] == ["", "", ""]
    assert content.graph["layout"] == "dense"
    assert content.features["sparkle"] is True
    out = yaml.safe_load(written(parsed(text_of("v0_6_0_trigger"))))
    assert (out["house_rule"], out["app"]["colour"]) == ("be kind", "green")
    assert KEPT not in out["workflow"]["graph"]


def test_what_people_write_by_hand():
    content = workflow("compact")
    assert node(content, "1")["data"]["variables"] == [{"variable": "topic", "type": "text-input", "required": True}]
    assert node(content, "2")["data"]["variables"] == [{"variable": "text", "value_selector": ["1", "topic"]}]
    assert node(content, "2")["data"]["outputs"] == {"loud": {"type": "string", "children": None}}
    case = node(content, "3")["data"]["cases"][0]
    assert case["case_id"] == "true"
    assert case["conditions"][0] == {
        "value": "A",
        "variable_selector": ["2", "loud"],
        "comparison_operator": "contains",
    }
    assert node(content, "4")["data"]["outputs"] == [{"variable": "loud", "value_selector": ["2", "loud"]}]
    assert node(content, "docs")["data"]["variable_selector"] == ["1", "file"]
    assert [(each["source"], each["sourceHandle"], each["target"]) for each in content.graph["edges"]] == [
        ("1", "source", "2"),
        ("2", "source", "3"),
        ("3", "false", "4"),
    ]
    (tone,) = content.environment_variables
    assert (tone["name"], tone["value"], tone["value_type"]) == ("tone", "kind", "string")
    assert not parsed(text_of("compact")).report.has_losses


def test_secrets_and_credentials_do_not_leave():
    app = parsed(text_of("v0_6_0_trigger"))
    assert app.workflow is not None
    app.workflow.environment_variables[0]["value"] = "s3cr3t-value"
    without, full = written(app, secrets=False), written(app)
    for secret in ("s3cr3t-value", "sk-written-down", "0f0f0f0f-1111"):
        assert secret not in without
        assert secret in full
    assert "credential_id" not in without
    assert "elsewhere.example" not in full


WRITTEN = """
app: {name: x, mode: workflow}
workflow:
  graph:
    nodes:
    - {id: s, data: {type: start}}
    - {id: i, data: {type: if-else, cases: [{case_id: one}]}}
    - {id: c, data: {type: question-classifier, classes: [{id: 7}]}}
    - {id: p, data: {type: parameter-extractor, query_variable_selector: [s, text]}}
    - {id: q, data: {type: parameter-extractor}}
    edges:
    - {source: s, target: i, targetHandle: from-start}
    - {source: i, target: c, sourceHandle: one}
    - {source: i, target: c, sourceHandle: gone}
    - {source: i, target: c, sourceHandle: 'false'}
    - {source: i, target: c}
    - {source: c, target: p, sourceHandle: 7}
    - {source: c, target: p, sourceHandle: 8}
"""


def test_edges_of_cases_that_are_gone_are_removed():
    app = parsed(WRITTEN)
    assert app.workflow is not None
    assert [(each["source"], each["sourceHandle"]) for each in app.workflow.graph["edges"]] == [
        ("s", "source"),
        ("i", "one"),
        ("i", "false"),
        ("c", "7"),
    ]
    assert {each["targetHandle"] for each in app.workflow.graph["edges"]} == {"target"}
    assert [each.line for each in app.report.findings if each.code == "stale_edge"] == [14, 18, 16]
    assert node(app.workflow, "p")["data"]["query"] == ["s", "text"]
    assert "query" not in node(app.workflow, "q")["data"]


BY_HAND = """
app: {name: x, mode: workflow}
workflow:
  graph:
    nodes:
    - {id: s, data: {type: start}}
    - {id: c, data: {type: question-classifier, classes: [{id: 1}, {id: 2}, {id: 3}]}}
    - {id: i, data: {type: if-else, cases: [{case_id: one, conditions: [{selector: [s, x], operator: is empty}]}]}}
    - {id: d, data: {type: if-else, cases: [{case_id: one}]}}
    - {id: e, data: {type: if-else, conditions: [{id: z, logical_operator: and, conditions: [{operator: ends with}]}]}}
    - {id: a, data: {type: variable-aggregator, variables: [{name: x, value_selector: [c, text]}, [s, 1]]}}
    edges:
    - {source: s, target: c}
    - {source: c, target: i, sourceHandle: 2}
    - {source: c, target: a}
    - {source: i, target: a}
    - {source: d, target: a}
    - {source: d, target: i}
"""


def test_an_edge_without_a_case_is_for_those_that_have_none():
    app = parsed(BY_HAND)
    assert app.workflow is not None
    assert [(each["source"], each["sourceHandle"], each["target"]) for each in app.workflow.graph["edges"]] == [
        ("s", "source", "c"),
        ("c", "2", "i"),
        ("c", "1", "a"),
        ("i", "one", "a"),
        # Of two it is not clear which is for which.
        ("d", "source", "a"),
        ("d", "source", "i"),
        ("c", "3", "a"),
        ("i", "false", "a"),
    ]
    assert len({each["id"] for each in app.workflow.graph["edges"]}) == 8
    assert [each.line for each in app.report.findings if each.code == "edge_case"] == [15, 16]


def test_what_names_each_aggregated_variable_and_says_operators_in_words():
    app = parsed(BY_HAND)
    assert app.workflow is not None
    assert node(app.workflow, "a")["data"]["variables"] == [["c", "text"], ["s", "1"]]
    assert [(each.line, each.severity) for each in app.report.findings if each.code == "aggregated_names"] == [
        (11, "warning")
    ]
    (condition,) = node(app.workflow, "i")["data"]["cases"][0]["conditions"]
    assert condition == {"variable_selector": ["s", "x"], "comparison_operator": "empty"}
    (case,) = node(app.workflow, "e")["data"]["cases"]
    assert (case["case_id"], case["conditions"]) == ("true", [{"comparison_operator": "end with"}])


SCRUBBED = """
app: {name: x, mode: workflow}
version: 0.6.0
workflow:
  conversation_variables:
  - {id: c, name: pics, value_type: 'array[file]', value: [{transfer_method: local_file, related_id: here}]}
  graph:
    nodes:
    - {id: s, data: {type: start, variables: [{variable: f, type: file, default: {transfer_method: local_file, upload_file_id: here}}]}}
    - {id: k, data: {type: knowledge-retrieval, dataset_ids: [here]}}
    - {id: t, data: {type: trigger-schedule, mode: cron, cron_expression: '5 4 * * *', timezone: Asia/Tokyo}}
    - {id: p, data: {type: trigger-plugin, subscription_id: here}}
"""  # noqa: E501  one node a line


def test_what_means_something_in_one_place_only_is_left_out():
    assert [(severity, code) for severity, code, _ in told(SCRUBBED) if severity == "warning"] == [
        ("warning", "local_file"),
        ("warning", "local_file"),
        ("warning", "knowledge"),
    ]
    app = parsed(SCRUBBED.replace("dataset_ids: [here]", "dataset_ids: [kept]"))
    out = written(app)
    assert "here" not in out
    assert "kept" not in out
    assert "5 4 * * *" not in out
    assert "Asia/Tokyo" not in out
