"""The short forms in which people and models write graphs by hand: `inputs`, `selector`, `from` and `to`."""

from typing import Any

from treeline.workflows.dsl.report import Path, Report

Json = dict[str, Any]
# What belongs to a node and not to its data.
OUTSIDE = frozenset(
    ("id", "position", "positionAbsolute", "width", "height", "parentId", "selected", "zIndex", "extent", "draggable")
)
# Under which name each type has the one variable that it works on.
SELECTORS = {
    "document-extractor": "variable_selector",
    "iteration": "iterator_selector",
    "knowledge-retrieval": "query_variable_selector",
    "list-operator": "variable",
    "parameter-extractor": "query",
    "question-classifier": "query_variable_selector",
}
FIELDS = {
    "string": "text-input",
    "text": "text-input",
    "boolean": "checkbox",
    "bool": "checkbox",
    "integer": "number",
    "float": "number",
    "object": "json_object",
    "array[file]": "file-list",
    "files": "file-list",
}
OPERATORS = {
    "is empty": "empty",
    "is not empty": "not empty",
    "is null": "null",
    "is not null": "not null",
    "starts with": "start with",
    "ends with": "end with",
}
CONDITION = (("selector", "variable_selector"), ("operator", "comparison_operator"))
TAKES_INPUTS = frozenset(("code", "template-transform", "start", "llm", "http-request"))


def unfolded(node: Json, path: Path, report: Report) -> None:
    """A node whose data stand beside its id gets them under `data`; so do title and type, where only they do."""
    if not isinstance(node.get("type"), str) or node["type"].startswith("custom"):
        return
    if "data" not in node:
        node["data"] = {key: node.pop(key) for key in list(node) if key not in OUTSIDE}
        report.info("compact_node", path, "The node's data were written beside its id.")
    elif isinstance(node["data"], dict):
        for name in ("title", "desc"):
            if isinstance(node.get(name), str):
                node["data"].setdefault(name, node[name])


def with_handles(edge: Json, path: Path, report: Report) -> None:
    """An edge has two ends and a handle at each; what it lacks is said, or is the usual one."""
    for name, short in (("source", "from"), ("target", "to")):
        if name not in edge and short in edge:
            edge[name] = edge.pop(short)
        value = edge.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = edge[name] = str(value)
        if not isinstance(value, str) or not value:
            report.wrong("edge_end", path, f"An edge needs a {name}.", "the id of a node")
        handle = edge.get(f"{name}Handle")
        if isinstance(handle, int):
            # `false` without quotes is the handle of an if-else.
            edge[f"{name}Handle"] = str(handle).lower()
        elif not isinstance(handle, str) or not handle:
            edge[f"{name}Handle"] = name
    if edge["targetHandle"] != "target":
        # A node has one way in; what some write here says where the edge comes from.
        report.info("target_handle", path, f"The target handle {edge['targetHandle']:.100} became target.")
        edge["targetHandle"] = "target"


def expanded(data: Json, path: Path, report: Report) -> None:
    """The short names in a node's data, written out."""
    changed = False
    kind = data["type"]
    if kind in TAKES_INPUTS and "inputs" in data and "variables" not in data:
        data["variables"] = data.pop("inputs")
        changed = True
    if kind == "start":
        changed = _form_types(data.get("variables")) or changed
    one = SELECTORS.get(kind)
    for short in ("selector", "input_selector"):
        if one is not None and short in data and one not in data:
            data[one] = data.pop(short)
            changed = True
    for name in ("variables", "outputs"):
        if kind in (TAKES_INPUTS if name == "variables" else {"end"}) and name in data:
            data[name], renamed = _variables(data[name])
            changed = changed or renamed
    for conditions in _conditions(data):
        for condition in conditions:
            changed = _rename(condition, CONDITION) or changed
            changed = _rename_operator(condition) or changed
    if changed:
        report.info("compact_form", path, "Short names were written out.")


def _form_types(variables: Any) -> bool:
    """A form has fields, not types of values."""
    changed = False
    for each in variables if isinstance(variables, list) else ():
        kind = each.get("type") if isinstance(each, dict) else None
        if isinstance(kind, str) and kind in FIELDS:
            each["type"] = FIELDS[kind]
            changed = True
    return changed


def _variables(given: Any) -> tuple[Any, bool]:
    """[{variable, value_selector}], also where it was {name: selector}."""
    changed = False
    if isinstance(given, dict):
        changed = True
        given = [
            {"variable": name, **value} if isinstance(value, dict) else {"variable": name, "value_selector": value}
            for name, value in given.items()
        ]
    for each in given if isinstance(given, list) else ():
        changed = _rename(each, (("name", "variable"), ("selector", "value_selector"))) or changed
    return given, changed


def _rename(item: Any, names: tuple[tuple[str, str], ...]) -> bool:
    changed = False
    for short, name in names if isinstance(item, dict) else ():
        if short in item and name not in item:
            item[name] = item.pop(short)
            changed = True
    return changed


def _rename_operator(condition: Any) -> bool:
    written = condition.get("comparison_operator") if isinstance(condition, dict) else None
    if not isinstance(written, str) or written not in OPERATORS:
        return False
    condition["comparison_operator"] = OPERATORS[written]
    return True


def _conditions(data: Json) -> list[list[Any]]:
    # Some name the cases of an if-else conditions.
    listed = [data.get(name) for name in ("cases", "conditions")]
    holders = [data, *(each for cases in listed if isinstance(cases, list) for each in cases if isinstance(each, dict))]
    found = [holder.get(name) for holder in holders for name in ("conditions", "break_conditions")]
    return [each for each in found if isinstance(each, list)]
