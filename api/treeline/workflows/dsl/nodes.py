"""What single node types were written like in earlier versions, told by their shape."""

from collections.abc import Callable
from typing import Any

from treeline.workflows.dsl.compact import expanded
from treeline.workflows.dsl.report import Path, Report
from treeline.workflows.dsl.scrub import without_foreign
from treeline.workflows.dsl.types import value_type

Json = dict[str, Any]
Convert = Callable[[Json, Path, Report], None]
MAX_SELECTOR = 50
_TYPED = ("output_type", "var_type", "item_var_type", "value_type", "varType", "iterator_input_type")


def convert_node(data: Json, path: Path, report: Report) -> None:
    """A node's data, changed in place. What is not known stays as it is."""
    if data["type"] == "variable-assigner":
        # The first name of the aggregator; what is called an assigner now came later.
        data["type"] = "variable-aggregator" if "variables" in data else "assigner"
        report.info("renamed_type", (*path, "type"), f"variable-assigner is now {data['type']}.")
    expanded(data, path, report)
    _convert_inside(data)
    if convert := _CONVERSIONS.get(data["type"]):
        convert(data, path, report)
    without_foreign(data, path, report)


def _convert_inside(value: Any) -> None:
    """Selectors and value types, wherever they stand."""
    if isinstance(value, list):
        for each in value:
            _convert_inside(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key.endswith("_selector"):
                value[key] = selector(inner)
            elif key in _TYPED:
                value[key] = value_type(inner)
            else:
                _convert_inside(inner)


def selector(given: Any) -> Any:
    """[node, name, …] of texts: ids are numbers to those who do not quote them, and `node.name` is a short form."""
    if isinstance(given, str) and "." in given and len(given) < 1000:
        return [part.strip() for part in given.strip("{}# ").split(".")][:MAX_SELECTOR]
    if isinstance(given, list):
        return [str(each) if type(each) is int else each for each in given]
    return given


def _if_else(data: Json, path: Path, report: Report) -> None:
    conditions = data.get("conditions")
    if not data.get("cases") and isinstance(conditions, list) and conditions and _are_cases(conditions):
        data["cases"] = data.pop("conditions")
        for case in data["cases"] if len(data["cases"]) > 1 else ():
            case.setdefault("case_id", case.get("id"))
        data["cases"][0].setdefault("case_id", "true")
        report.info("flat_conditions", path, "What was named conditions are cases.")
    elif not data.get("cases") and isinstance(conditions, list) and conditions:
        operator = data.pop("logical_operator", None) or "and"
        del data["conditions"]
        data["cases"] = [{"case_id": "true", "logical_operator": operator, "conditions": conditions}]
        report.info("flat_conditions", path, "The conditions became the case true.")
    for case in _mappings(data.get("cases")):
        # Unquoted, the id of the case `true` is a truth.
        if isinstance(case.get("case_id"), (bool, int)):
            case["case_id"] = str(case["case_id"]).lower()
        elif "case_id" not in case and isinstance(case.get("id"), str):
            case["case_id"] = case["id"]


def _are_cases(conditions: list[Any]) -> bool:
    return all(isinstance(each, dict) and isinstance(each.get("conditions"), list) for each in conditions)


def _http_request(data: Json, path: Path, report: Report) -> None:
    body = data.get("body")
    if not isinstance(body, dict) or not isinstance(body.get("data"), str):
        return
    text, kind = body["data"], body.get("type")
    if kind in ("form-data", "x-www-form-urlencoded"):
        pairs = [line.partition(":") for line in text.splitlines() if line.strip()]
        body["data"] = [{"key": key.strip(), "type": "text", "value": value.strip()} for key, _, value in pairs]
    else:
        body["data"] = [{"key": "", "type": "text", "value": text}] if text and kind != "none" else []
    report.info("body_text", (*path, "body"), "The body became a list of parts.")


def _tool(data: Json, path: Path, report: Report) -> None:
    parameters = data.get("tool_parameters")
    if not isinstance(parameters, dict):
        return
    plain = {name: value for name, value in parameters.items() if not (isinstance(value, dict) and "type" in value)}
    for name, value in plain.items():
        if isinstance(value, list) and len(value) > 1 and all(isinstance(each, str) for each in value):
            parameters[name] = {"type": "variable", "value": value}
        elif value is not None:
            parameters[name] = {"type": "mixed" if isinstance(value, str) else "constant", "value": value}
    if plain:
        report.info("tool_parameters", (*path, "tool_parameters"), "Plain parameters got their types.")


def _question_classifier(data: Json, path: Path, report: Report) -> None:
    if not data.get("instruction") and isinstance(data.get("instructions"), str) and data["instructions"]:
        data["instruction"] = data["instructions"]
        report.info("renamed_field", (*path, "instructions"), "instructions is now instruction.")
    for each in _mappings(data.get("classes")):
        if type(each.get("id")) is int:
            each["id"] = str(each["id"])


def _aggregator(data: Json, path: Path, report: Report) -> None:
    settings = data.get("advanced_settings")
    groups = _mappings(settings.get("groups")) if isinstance(settings, dict) else []
    for holder in (data, *groups):
        variables = holder.get("variables")
        if not isinstance(variables, list):
            continue
        holder["variables"] = [selector(_selected(each)) for each in variables]
        if any(isinstance(each, dict) for each in variables):
            what = "Names of its variables were left out. It has one output: the first value that is there."
            report.lost("aggregated_names", (*path, "variables"), what, "a list of variables")


def _selected(given: Any) -> Any:
    """Of an entry that has a name too, as other nodes' have."""
    if not isinstance(given, dict):
        return given
    return given.get("value_selector", given.get("selector", given))


def _one_selector(name: str) -> Convert:
    def convert(data: Json, _: Path, __: Report) -> None:
        if name in data:
            data[name] = selector(data[name])

    return convert


def _code(data: Json, _: Path, __: Report) -> None:
    outputs = data.get("outputs")
    if isinstance(outputs, list):
        # A list of {name, type}, as all others have it.
        named = [each for each in _mappings(outputs) if isinstance(each.get("name") or each.get("variable"), str)]
        outputs = data["outputs"] = {each.get("name") or each["variable"]: each for each in named}
    for each in outputs.values() if isinstance(outputs, dict) else ():
        if isinstance(each, dict):
            if "type" in each:
                each["type"] = value_type(each["type"])
            each.setdefault("children", None)
    if isinstance(outputs, dict):
        data["outputs"] = {
            name: {"type": value_type(each), "children": None} if isinstance(each, str) else each
            for name, each in outputs.items()
        }


def _parameter_extractor(data: Json, path: Path, report: Report) -> None:
    if "query" not in data and "query_variable_selector" in data:
        data["query"] = data.pop("query_variable_selector")
        report.info("renamed_field", (*path, "query_variable_selector"), "query_variable_selector is now query.")
    if "query" in data:
        data["query"] = selector(data["query"])
    for each in _mappings(data.get("parameters")):
        if "type" in each:
            each["type"] = value_type(each["type"])


def _mappings(given: Any) -> list[Json]:
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


_CONVERSIONS: dict[str, Convert] = {
    "if-else": _if_else,
    "http-request": _http_request,
    "tool": _tool,
    "question-classifier": _question_classifier,
    "variable-aggregator": _aggregator,
    "list-operator": _one_selector("variable"),
    "parameter-extractor": _parameter_extractor,
    "code": _code,
}
