"""From a text to an app: what is made of it, and what is to be said of it. Nothing here touches the database."""

import json
from dataclasses import dataclass, field
from typing import Any, get_args

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.schemas import Mode
from treeline.kernel.names import plain, unseen
from treeline.workflows.dsl import versions
from treeline.workflows.dsl.document import Document, read
from treeline.workflows.dsl.foreign import require_app
from treeline.workflows.dsl.graphs import convert_graph
from treeline.workflows.dsl.model_configs import convert_config
from treeline.workflows.dsl.report import BadImport, Report
from treeline.workflows.dsl.variables import convert_variables

Json = dict[str, Any]
MODES: tuple[str, ...] = get_args(Mode)
WORKFLOW_MODES = ("workflow", "advanced-chat")
MAX_NAME, MAX_DESCRIPTION, MAX_ICON = 40, 400, 255
# Where a graph keeps what stood around it and is not known here, until it is exported again.
KEPT = "x-kept"
_ICONS = ("icon_type", "icon", "icon_background", "use_icon_as_answer_icon")
_KNOWN = {
    "document": frozenset(("version", "kind", "app", "workflow", "model_config")),
    "app": frozenset(("name", "description", "mode", *_ICONS)),
    "workflow": frozenset(("graph", "features", "environment_variables", "conversation_variables")),
}


@dataclass(frozen=True)
class WorkflowContent:
    graph: Json
    features: Json = field(default_factory=dict[str, Any])
    environment_variables: list[Json] = field(default_factory=list[Json])
    conversation_variables: list[Json] = field(default_factory=list[Json])


@dataclass(frozen=True)
class ParsedApp:
    """`fields`: name, description and icons. One of `workflow` and `config` is there."""

    version: str
    mode: str
    fields: Json
    workflow: WorkflowContent | None
    config: AppConfig | None
    report: Report


def marked_version(document: Document) -> str:
    """The version that a document of an app says it has. Raises BadImport."""
    report = Report(document.line_of)
    version = versions.version_of(require_app(document.data), report)
    report.require_none_wrong()
    return version


def open_document(text: str) -> Document:
    """Raises BadImport, which names the tool that a file belongs to if it is another's."""
    as_json = _json(text) if text.lstrip("\ufeff \n\r\t").startswith("{") else None
    if isinstance(as_json, dict) and list(as_json) == ["data"] and isinstance(as_json["data"], str):
        # What an export replies, saved as it is.
        text = as_json["data"]
    try:
        return read(text)
    except BadImport:
        if as_json is not None:
            require_app(as_json)
        raise


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def parse(document: Document) -> ParsedApp:
    """The app that a document holds, converted; the document is used up. Raises BadImport with all that is wrong."""
    data, report = require_app(document.data), Report(document.line_of)
    version = versions.version_of(data, report)
    mode = _mode(data, report)
    fields = _fields(data["app"], report)
    report.require_none_wrong()
    workflow = config = None
    if mode in WORKFLOW_MODES:
        workflow = _workflow(data, report)
    else:
        config = convert_config(data.get("model_config"), report)
    report.require_none_wrong()
    return ParsedApp(version, mode, fields, workflow, config, report)


def _mode(data: Json, report: Report) -> str:
    mode = data["app"].get("mode")
    if mode is None:
        mode = _likely_mode(data)
        report.info("mode_missing", ("app",), f"The app says no mode; it was taken for {mode}.")
    if mode not in MODES:
        report.wrong("bad_mode", ("app", "mode"), f"Apps of the mode {mode!r:.50} can't be imported.", ", ".join(MODES))
        return MODES[0]
    wanted = "workflow" if mode in WORKFLOW_MODES else "model_config"
    if not isinstance(data.get(wanted), dict):
        accepted = "a mapping with a graph" if wanted == "workflow" else "a mapping with model and pre_prompt"
        report.wrong("missing", (wanted,), f"An app of the mode {mode} needs {wanted}.", accepted)
    return mode


def _likely_mode(data: Json) -> str:
    workflow, config = data.get("workflow"), data.get("model_config")
    if isinstance(workflow, dict):
        graph = workflow.get("graph")
        nodes = graph.get("nodes") if isinstance(graph, dict) else None
        inner = [node.get("data") for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
        answers = any(isinstance(each, dict) and each.get("type") == "answer" for each in inner)
        return "advanced-chat" if answers else "workflow"
    agent = config.get("agent_mode") if isinstance(config, dict) else None
    return "agent-chat" if isinstance(agent, dict) and agent.get("enabled") else "chat"


def _fields(app: Json, report: Report) -> Json:
    fields: Json = {"name": _name(app, report), "description": _text(app, "description", MAX_DESCRIPTION, report) or ""}
    kind = app.get("icon_type")
    if kind == "image" or (kind is not None and kind not in ("emoji", "link")):
        report.lost("icon", ("app", "icon"), "The icon is a file that was uploaded elsewhere.", "an emoji or a link")
        kind, app = "emoji", {**app, "icon": "🤖", "icon_background": None}
    icon = _text(app, "icon", MAX_ICON, report)
    fields |= {"icon_type": kind or ("emoji" if icon else None), "icon": icon}
    fields["icon_background"] = _text(app, "icon_background", MAX_ICON, report)
    fields["use_icon_as_answer_icon"] = app.get("use_icon_as_answer_icon") is True
    return fields


def _name(app: Json, report: Report) -> str:
    name = _text(app, "name", MAX_NAME, report)
    name = plain(name) if name else ""
    if not name.strip() or unseen(name):
        report.info("name_missing", ("app", "name"), "The app has no name; it was called Imported app.")
        return "Imported app"
    return name


def _text(app: Json, name: str, most: int, report: Report) -> str | None:
    value = app.get(name)
    if value is None:
        return None
    if not isinstance(value, (str, int, float)):
        report.lost("bad_type", ("app", name), f"{name} must be text.", "text")
        return None
    text = str(value)
    if len(text) > most:
        report.lost("cut", ("app", name), f"Cut: {name} is longer than {most} characters.", f"up to {most} characters")
    return text[:most]


def _workflow(data: Json, report: Report) -> WorkflowContent:
    given = data["workflow"]
    environment = convert_variables(given.get("environment_variables"), "environment_variables", report)
    conversation = convert_variables(given.get("conversation_variables"), "conversation_variables", report)
    features = given.get("features")
    if features is not None and not isinstance(features, dict):
        report.wrong("bad_type", ("workflow", "features"), "The features must be a mapping.", "a mapping")
        features = None
    if "graph" not in given and isinstance(given.get("nodes"), list):
        given["graph"] = {name: given.pop(name) for name in ("nodes", "edges", "viewport") if name in given}
        report.info("compact_form", ("workflow",), "The nodes were written without a graph around them.")
    graph = convert_graph(given.get("graph"), report)
    kept = {
        "document": _others(data, "document"),
        "app": _others(data["app"], "app"),
        "workflow": _others(given, "workflow"),
    }
    if kept := {name: others for name, others in kept.items() if others}:
        graph[KEPT] = kept
    return WorkflowContent(graph, features or {}, environment, conversation)


def _others(data: Json, name: str) -> Json:
    return {key: value for key, value in data.items() if key not in _KNOWN[name] and value not in (None, [])}
