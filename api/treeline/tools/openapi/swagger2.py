"""Swagger 2 as OpenAPI 3 has it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from treeline.tools.openapi.references import Dangling

_STYLES = {"csv": "form", "ssv": "spaceDelimited", "tsv": "tabDelimited", "pipes": "pipeDelimited", "multi": "form"}
_NOT_SCHEMA = {"name", "in", "required", "description", "collectionFormat", "allowEmptyValue"}
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
Declared = dict[tuple[str, str], dict[str, Any]]


def servers_of_swagger(document: Mapping[str, Any], source_url: str | None) -> list[dict[str, Any]]:
    source = urlsplit(source_url or "")
    host = document.get("host") if isinstance(document.get("host"), str) else source.netloc
    path = document.get("basePath")
    path = path if isinstance(path, str) and path.startswith("/") else ""
    schemes = [each for each in _list(document.get("schemes")) if each in ("https", "http")]
    # The secure one first, which is the one that is chosen unless somebody says otherwise.
    schemes = sorted(schemes, reverse=True) or [source.scheme or "https"]
    return [{"url": f"{scheme}://{host}{path}"} for scheme in schemes] if host else [{"url": path or "/"}]


def security_of_swagger(document: Mapping[str, Any]) -> dict[str, Any]:
    given = document.get("securityDefinitions")
    found = given if isinstance(given, dict) else {}
    basic = {"type": "http", "scheme": "basic"}
    return {
        name: basic if isinstance(each, dict) and each.get("type") == "basic" else each for name, each in found.items()
    }


def operation_of_swagger(
    given: Mapping[str, Any], declared: Declared, document: Mapping[str, Any]
) -> tuple[dict[str, Any], Declared]:
    """The operation with a requestBody, and its other parameters. Raises Dangling."""
    consumes = _list(given.get("consumes")) or _list(document.get("consumes"))
    parameters: Declared = {}
    fields: list[dict[str, Any]] = []
    body: dict[str, Any] | None = None
    for key, each in declared.items():
        if each.get("in") == "body":
            media_types = consumes or ["application/json"]
            content = {media_type: {"schema": each.get("schema", {})} for media_type in media_types}
            body = {"content": content, "required": each.get("required") is True}
            if isinstance(each.get("description"), str):
                body["description"] = each["description"]
        elif each.get("in") == "formData":
            fields.append(each)
        else:
            parameters[key] = _parameter(each)
    if fields:
        body = _form(fields, consumes)
    return {**given, "requestBody": body}, parameters


def _parameter(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: given[key] for key in ("name", "in", "required", "description") if key in given}
    kept["schema"] = _schema(given)
    if given.get("type") == "array" and given.get("in") == "query":
        kept["style"], kept["explode"] = _collected(given)
    return kept


def _form(fields: list[dict[str, Any]], consumes: list[Any]) -> dict[str, Any]:
    has_file = any(each.get("type") == "file" for each in fields)
    media_type = MULTIPART if has_file or (MULTIPART in consumes and FORM not in consumes) else FORM
    names = [str(each.get("name")) for each in fields]
    schema = {
        "type": "object",
        "properties": {
            name: _schema(each) | {key: each[key] for key in ("description",) if key in each}
            for name, each in zip(names, fields, strict=True)
        },
        "required": [name for name, each in zip(names, fields, strict=True) if each.get("required") is True],
    }
    lists = {name: _collected(each) for name, each in zip(names, fields, strict=True) if each.get("type") == "array"}
    encoding = {name: {"style": style, "explode": explode} for name, (style, explode) in lists.items()}
    content = {media_type: {"schema": schema, "encoding": encoding}}
    return {"content": content, "required": bool(schema["required"])}


def _schema(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in given.items() if key not in _NOT_SCHEMA and not key.startswith("x-")}


def _collected(given: Mapping[str, Any]) -> tuple[str, bool]:
    way = given.get("collectionFormat", "csv")
    if way not in _STYLES:
        raise Dangling(f"the collectionFormat {way!r} is not known")
    return _STYLES[way], way == "multi"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
