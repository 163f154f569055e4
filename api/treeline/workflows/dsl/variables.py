"""Environment and conversation variables of a workflow."""

from typing import Any

from treeline.apps.configs.types import fits, nothing
from treeline.kernel.ids import new_id
from treeline.workflows.dsl.document import resolved
from treeline.workflows.dsl.report import Path, Report
from treeline.workflows.dsl.scrub import drop_local_files
from treeline.workflows.dsl.types import value_type
from treeline.workflows.environment import SECRET

Json = dict[str, Any]
MAX_NAME = 255
# Whose values can be compared with their type.
_CHECKED = frozenset(("string", "number", "integer", "float", "boolean", "object"))


def convert_variables(given: Any, name: str, report: Report) -> list[Json]:
    path = ("workflow", name)
    if given is None:
        return []
    if isinstance(given, dict):
        given = [{"name": key, "value": value} for key, value in given.items()]
        report.info("compact_form", path, "Names and values became a list.")
    if not isinstance(given, list):
        report.wrong("bad_type", path, "The variables must be a list.", "a list of mappings with name and value")
        return []
    names: dict[str, int] = {}
    for index, each in enumerate(given):
        if not isinstance(each, dict):
            report.wrong("bad_type", (*path, index), "A variable must be a mapping.", "name, value_type and value")
            continue
        _convert(each, (*path, index), report)
        variable_name = each.get("name")
        if not isinstance(variable_name, str):
            continue
        if variable_name in names:
            what = f"Variable {names[variable_name]} has this name too."
            report.wrong("duplicate_variable", (*path, index, "name"), what, "each name once")
        names.setdefault(variable_name, index)
    for where in drop_local_files(given, path):
        report.lost("local_file", where, "Removed: a file that was uploaded elsewhere.", "files by URL")
    return given


def _convert(variable: Json, path: Path, report: Report) -> None:
    name = variable.get("name")
    if type(name) is int:
        name = variable["name"] = str(name)
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        report.wrong("variable_name", (*path, "name"), "A variable needs a name.", f"text up to {MAX_NAME} characters")
        return
    if not isinstance(variable.get("id"), str) or not variable["id"]:
        variable["id"] = str(new_id())
    kind = value_type(variable.get("value_type", variable.get("type")))
    if not isinstance(kind, str) or not kind:
        kind = _type_of(variable.get("value"))
    variable["value_type"] = kind
    if kind == SECRET:
        _convert_secret(variable, path, report)
    else:
        _fit(variable, kind, path, report)


def _convert_secret(variable: Json, path: Path, report: Report) -> None:
    value = variable.get("value")
    if value in (None, ""):
        variable["value"] = ""
        report.info("secret_missing", path, f"Enter the secret {variable['name']:.100}: the file doesn't have it.")
    elif not isinstance(value, str):
        variable["value"] = str(value)


def _fit(variable: Json, kind: str, path: Path, report: Report) -> None:
    value, inner = variable.get("value"), kind.removeprefix("array[").removesuffix("]")
    if kind not in _CHECKED and not (kind.startswith("array[") and inner in _CHECKED):
        return
    if value is None:
        variable["value"] = nothing(kind) if kind not in ("integer", "float") else 0
    elif not fits(kind, value):
        read = resolved(value) if isinstance(value, str) else value
        if fits(kind, read):
            variable["value"] = read
        elif kind == "string" and isinstance(value, (int, float)):
            variable["value"] = str(value).lower() if isinstance(value, bool) else str(value)
        else:
            variable["value"] = nothing(kind) if kind not in ("integer", "float") else 0
            report.lost("variable_value", (*path, "value"), f"The value is not of the type {kind}.", kind)


def _type_of(value: Any) -> str:
    kinds = ((bool, "boolean"), ((int, float), "number"), (dict, "object"), (list, "array[any]"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "string")
