"""A document of any version as an Api: servers, ways to authenticate, and operations as tools."""

import json
import re
from collections.abc import Mapping
from typing import Any

from treeline.tools.openapi.arguments import MAX_NAME, Arguments, Unusable, fitting, unique
from treeline.tools.openapi.errors import InvalidDocument
from treeline.tools.openapi.references import Dangling, References
from treeline.tools.openapi.servers import servers_of
from treeline.tools.openapi.shapes import Api, AuthScheme, Operation, Skipped
from treeline.tools.openapi.swagger2 import operation_of_swagger, security_of_swagger, servers_of_swagger

MAX_OPERATIONS = 1000
MAX_PARAMETERS = 100
MAX_DESCRIPTION = 4096
MAX_SKIPPED = 100
MAX_SCHEMA_BYTES = 48 * 1024
METHODS = ("get", "put", "post", "delete", "patch", "head")


def read_api(document: Mapping[str, Any], source_url: str | None) -> Api:
    """`document`: as `read_document` returns it. `source_url`: where it came from, which relative servers start at.

    Raises InvalidDocument: no operation can be used, or there are too many.
    """
    paths = document.get("paths")
    if not isinstance(paths, dict) or not paths:
        raise InvalidDocument("paths: the document has no operations.")
    reader = _Reader(document, source_url)
    reader.read(paths)
    if not reader.operations:
        reasons = "; ".join(f"{each.operation}: {each.reason}" for each in reader.skipped[:3])
        raise InvalidDocument(f"paths: no operation of the document can be used. {reasons}".rstrip())
    info = document.get("info")
    info = info if isinstance(info, dict) else {}
    return Api(
        title=_text(info.get("title"), 200),
        version=_text(info.get("version"), 100),
        servers=reader.servers,
        auth_schemes=_schemes(document, reader.references),
        operations=reader.operations,
        skipped=reader.skipped,
    )


class _Reader:
    def __init__(self, document: Mapping[str, Any], source_url: str | None):
        self.document, self.source_url = document, source_url
        self.references = References(document)
        self.is_swagger = "openapi" not in document
        declared = servers_of_swagger(document, source_url) if self.is_swagger else document.get("servers")
        self.servers = servers_of(declared, source_url)
        self.operations: list[Operation] = []
        self.skipped: list[Skipped] = []
        self._names: set[str] = set()

    def read(self, paths: Mapping[str, Any]) -> None:
        count = 0
        for path, given in paths.items():
            if path.startswith("x-"):
                continue
            try:
                item = self.references.resolved(given)
            except Dangling as error:
                self._skip(path, str(error))
                continue
            for method in METHODS:
                if method in item:
                    count += 1
                    if count > MAX_OPERATIONS:
                        raise InvalidDocument(
                            f"paths: more than {MAX_OPERATIONS:,} operations. Use a smaller document."
                        )
                    self._read(method.upper(), path, item, item[method])

    def _read(self, method: str, path: str, item: Mapping[str, Any], given: Any) -> None:
        try:
            self.operations.append(self._operation(method, path, item, given))
        except (Dangling, Unusable) as error:
            self._skip(f"{method} {path}", str(error))

    def _skip(self, operation: str, reason: str) -> None:
        if len(self.skipped) < MAX_SKIPPED:
            self.skipped.append(Skipped(operation=operation[:200], reason=reason[:500]))

    def _operation(self, method: str, path: str, item: Mapping[str, Any], given: Any) -> Operation:
        if not isinstance(given, dict):
            raise Unusable("it is not an object")
        require_path(path)
        declared = {**_declared(item, self.references), **_declared(given, self.references)}
        if self.is_swagger:
            given, declared = operation_of_swagger(given, declared, self.document)
        arguments = Arguments(self.references)
        for each in declared.values():
            arguments.add_parameter(each, path)
        for name in re.findall(r"\{([^{}]*)\}", path):
            if not any(each.place == "path" and each.wire == name for each in arguments.parameters):
                raise Unusable(f"the path's parameter {{{name}}} is not declared")
        body = arguments.add_body(given.get("requestBody")) if method not in ("GET", "HEAD") else None
        if len(json.dumps(arguments.schema)) > MAX_SCHEMA_BYTES:
            raise Unusable("its parameters are too large")
        servers = servers_of(given.get("servers") or item.get("servers"), self.source_url, default=False)
        return Operation(
            name=self._name(given.get("operationId"), method, path),
            method=method,
            path=path,
            server=servers[0].url if servers else None,
            description=_described(given, item),
            parameters=arguments.parameters,
            body=body,
            input_schema=arguments.schema,
        )

    def _name(self, operation_id: Any, method: str, path: str) -> str:
        wanted = operation_id if isinstance(operation_id, str) and operation_id else f"{method.lower()}{path}"
        name = unique(fitting(wanted)[:MAX_NAME].strip("_") or "operation", self._names)
        self._names.add(name)
        return name


def require_path(path: str) -> None:
    if not path.startswith("/") or len(path) > 1000:
        raise Unusable("its path must start with / and be shorter than 1,000 characters")
    if any(each in path for each in "?#\\") or not path.isprintable() or " " in path:
        raise Unusable("its path must not have ?, #, backslashes or spaces")
    if any(segment in (".", "..") for segment in path.split("/")):
        raise Unusable("its path must not have . or .. in it")


def _declared(item: Mapping[str, Any], references: References) -> dict[tuple[str, str], dict[str, Any]]:
    """Parameters by place and name: an operation's replace those of its path."""
    given = item.get("parameters") or []
    if not isinstance(given, list):
        raise Unusable("its parameters are not a list")
    if len(given) > MAX_PARAMETERS:
        raise Unusable(f"it has more than {MAX_PARAMETERS} parameters")
    every = [references.resolved(each) for each in given]
    return {(str(each.get("in")), str(each.get("name"))): each for each in every}


def _schemes(document: Mapping[str, Any], references: References) -> list[AuthScheme]:
    components = document.get("components")
    given = components.get("securitySchemes") if isinstance(components, dict) else None
    if "openapi" not in document:
        given = security_of_swagger(document)
    found: list[AuthScheme] = []
    for title, each in list(given.items())[:20] if isinstance(given, dict) else []:
        try:
            found.append(_scheme(title[:100], references.resolved(each)))
        except Dangling:
            continue
    return found


def _scheme(title: str, given: Mapping[str, Any]) -> AuthScheme:
    kind, place, scheme = given.get("type"), given.get("in"), str(given.get("scheme", "")).lower()
    if kind == "apiKey" and place in ("header", "query"):
        return AuthScheme(type=place, name=_text(given.get("name"), 100), title=title)
    if kind == "http" and scheme == "basic":
        return AuthScheme(type="basic", title=title)
    if (kind == "http" and scheme == "bearer") or kind in ("oauth2", "openIdConnect"):
        return AuthScheme(type="header", name="Authorization", prefix="Bearer ", title=title)
    return AuthScheme(type="other", title=title)


def _described(given: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    for each in (given, item):
        said = [_text(each.get(key), MAX_DESCRIPTION) for key in ("summary", "description")]
        if any(said):
            return "\n\n".join(dict.fromkeys(filter(None, said)))[:MAX_DESCRIPTION]
    return ""


def _text(value: Any, most: int) -> str:
    return value.strip()[:most] if isinstance(value, str) else ""
