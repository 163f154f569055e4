"""The OpenAPI 3.1 document, generated from the operations: paths, signatures, docstrings, errors."""

import re
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter

from treeline.kernel.errors import (
    ApiError,
    ErrorOut,
    Forbidden,
    InsufficientScope,
    InvalidInput,
    StorageFull,
    TooManyRequests,
    Unavailable,
    UnsupportedMediaType,
)
from treeline.kernel.scopes import ANY
from treeline.kernel.web import FlaskApp, Operation

Api = Literal["service", "console"]

# The tasks that operations are listed under, in the order of the API reference.
GROUPS = (
    "Chat",
    "Runs",
    "Conversations",
    "Attachments",
    "Feedback",
    "Apps",
    "Configuration",
    "API keys",
    "Files",
    "Uploads and downloads",
    "Versions",
    "Workflows",
    "Triggers",
    "Knowledge bases",
    "Documents",
    "Evaluation",
    "Tags",
    "Skills",
    "MCP",
    "Model providers",
    "Tools",
    "Logs",
    "Tracing",
    "Usage",
    "Sign-in",
    "Account",
    "Workspaces",
    "Audit log",
    "Operations",
    "Health and reference",
)

_RETRY_AFTER = {"description": "Seconds after which to try again", "schema": {"type": "integer", "minimum": 1}}
_REF = "#/components/schemas/{model}"
# A summary ends where a sentence does: at a full stop before the next capital letter.
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z`])")
_PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")
_PARAMETER_TYPES = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "path": {"type": "string"},
    "": {"type": "string"},
}


class RequestTooLarge(ApiError):
    status, code = 413, "request_too_large"


def document(flask_app: FlaskApp, api: Api | None = None) -> dict[str, Any]:
    """The whole API, or what is called with an app's key, or what the console calls."""
    operations = {name: one for name, one in flask_app.operations.items() if api is None or api in _apis(one)}
    schemas = _Schemas(operations.values())
    paths: dict[str, dict[str, Any]] = {}
    for rule in flask_app.url_map.iter_rules():
        operation = operations.get(rule.endpoint)
        if operation is not None:
            path = _PLACEHOLDER.sub(r"{\2}", rule.rule)
            described = _describe(operation, rule.endpoint, rule.rule, schemas)
            paths.setdefault(path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Treeline",
            "version": "0.1.0",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": _tags(paths),
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "headers": {"RetryAfter": _RETRY_AFTER},
            "securitySchemes": _security_schemes(operations.values()),
        },
    }


def _apis(operation: Operation) -> tuple[Api, ...]:
    """Signed links come in the replies of both."""
    if operation.routes.access.name == "signed link":
        return ("service", "console")
    by_key = any(scheme.endswith("Key") for scheme in operation.routes.access.security or {})
    return ("service",) if by_key else ("console",)


class _Schemas:
    """Every model once, as a component; the rest refers to it."""

    def __init__(self, operations: Any):
        inputs: list[Any] = []
        for operation in operations:
            if operation.documented_body is not None:
                inputs.append((operation.documented_body, "validation", TypeAdapter(operation.documented_body)))
            if operation.has_reply:
                inputs.append((operation, "serialization", operation.documented_reply))
        inputs.append((ErrorOut, "serialization", TypeAdapter(ErrorOut)))
        self._refs, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
        self.components: dict[str, Any] = definitions.get("$defs", {})

    def body(self, kind: type[BaseModel]) -> dict[str, Any]:
        return self._refs[kind, "validation"]

    def reply(self, operation: Operation) -> dict[str, Any]:
        return self._refs[operation, "serialization"]

    @property
    def error(self) -> dict[str, Any]:
        return self._refs[ErrorOut, "serialization"]


def _describe(operation: Operation, endpoint: str, rule: str, schemas: _Schemas) -> dict[str, Any]:
    said = re.sub(r"\s*\n\s*", " ", (operation.view.__doc__ or "").strip())
    summary, *description = _SENTENCE_END.split(said, maxsplit=1)
    described: dict[str, Any] = {
        "operationId": endpoint.replace(".", "_"),
        "tags": [operation.routes.group],
        "summary": summary,
        "parameters": [*_path_parameters(rule), *_query_parameters(operation)],
        "responses": _responses(operation, schemas),
    }
    if description:
        described["description"] = description[0]
    if operation.routes.access.security:
        described["security"] = _security(operation)
    content: dict[str, Any] = {}
    if operation.documented_body is not None:
        content["application/json"] = {"schema": schemas.body(operation.documented_body)}
    if operation.sends is not None:
        content[operation.sends] = {"schema": _sent(operation)}
    if content:
        described["requestBody"] = {"required": True, "content": content}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    """What a caller proves itself with, or with what else; behind keys and tokens the scope that they need."""
    access = operation.routes.access
    needs = [] if operation.needs in (None, ANY) else [operation.needs]
    ways = [(access.security or {}, [] if access.otherwise else needs), (access.otherwise or {}, needs)]
    return [dict.fromkeys(schemes, scopes) for schemes, scopes in ways if schemes]


_SENT: dict[str, Any] = {
    "application/octet-stream": {"type": "string", "format": "binary"},
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    },
}


def _sent(operation: Operation) -> dict[str, Any]:
    """What is sent that is no JSON: bytes, or a form with its fields."""
    schema = _SENT[operation.sends or ""]
    if operation.form is None:
        return schema
    fields = operation.form.model_json_schema()
    required = [*schema["required"], *fields.get("required", [])]
    return {**schema, "required": required, "properties": {**schema["properties"], **fields["properties"]}}


def _tags(paths: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    used = {tag for methods in paths.values() for operation in methods.values() for tag in operation["tags"]}
    return [{"name": group} for group in GROUPS if group in used]


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _PARAMETER_TYPES[converter]}
        for converter, name in _PLACEHOLDER.findall(rule)
    ]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema()
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": value}
        for name, value in schema["properties"].items()
    ]


def _responses(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "As asked for"}
    if operation.has_reply:
        good["content"] = {"application/json": {"schema": schemas.reply(operation)}}
    responses: dict[str, Any] = {str(operation.status): good}
    codes: dict[int, set[str]] = {}
    for refusal in _refusals(operation):
        codes.setdefault(refusal.status, set()).add(refusal.code)
    error = {"application/json": {"schema": schemas.error}}
    for status, names in sorted(codes.items()):
        described = {"description": ", ".join(sorted(names)), "content": error}
        if status in (TooManyRequests.status, Unavailable.status):
            described["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
        responses.setdefault(str(status), described)
    for status in operation.also:
        shown = [schemas.reply(operation), *([schemas.error] if status in codes else [])]
        described = responses.setdefault(str(status), {"description": "As asked for"})
        described["content"] = {"application/json": {"schema": {"anyOf": shown} if len(shown) > 1 else shown[0]}}
    responses["default"] = {"description": "Any other error", "content": error}
    return responses


def _refusals(operation: Operation) -> list[type[ApiError]]:
    # Of its server, whatever an operation does: shares and lanes, and what it needs is away.
    found: list[type[ApiError]] = [TooManyRequests, Unavailable]
    found += [*operation.refusals, *operation.routes.access.refusals]
    if operation.documented_body is not None or operation.query is not None:
        found.append(InvalidInput)
    if operation.documented_body is not None or operation.sends is not None:
        found += [RequestTooLarge, UnsupportedMediaType]
    if operation.sends is not None:
        found.append(StorageFull)
    if operation.can is not None and operation.routes.access.name != "signed link":
        found.append(Forbidden)
    if operation.routes.access.scoped:
        found.append(InsufficientScope)
    return found


def _security_schemes(operations: Any) -> dict[str, Any]:
    schemes: dict[str, Any] = {}
    for operation in operations:
        schemes |= {**(operation.routes.access.security or {}), **(operation.routes.access.otherwise or {})}
    return schemes
