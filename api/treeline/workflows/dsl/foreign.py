"""Tells what a document is that is no app: files of other tools, and of ours for something else."""

from typing import Any

from treeline.workflows.dsl.report import BadImport

ACCEPTED = "an app exported as YAML, with the keys app and workflow or model_config"


def require_app(data: Any) -> dict[str, Any]:
    """The document, if it is an app's. Raises BadImport, which names what it is as far as that can be told."""
    if isinstance(data, dict) and isinstance(data.get("app"), dict):
        return data
    if isinstance(data, dict) and "app" in data:
        raise BadImport.at(1, "not_an_app", "app must be a mapping with name and mode.", ACCEPTED, "app")
    raise BadImport.at(1, "not_an_app", f"This is {_kind(data)}, not an app.", ACCEPTED)


def _kind(data: Any) -> str:
    if not isinstance(data, dict):
        return "a list" if isinstance(data, list) else "a single value"
    return next((name for name, matches in _KINDS if matches(data)), "a document without the key app")


def _first(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The first of the things in a list, however deep it stands."""
    inner: Any = data
    for key in keys:
        inner = inner.get(key) if isinstance(inner, dict) else None
    first = inner[0] if isinstance(inner, list) and inner else None
    return first if isinstance(first, dict) else {}


_KINDS = (
    ("an n8n workflow", lambda data: isinstance(data.get("connections"), dict) and "nodes" in data),
    ("a Langflow flow", lambda data: isinstance(data.get("data"), dict) and "last_tested_version" in data),
    ("a Langflow flow", lambda data: "node" in _inner(_first(data, "data", "nodes"))),
    ("a Flowise flow", lambda data: {"inputAnchors", "inputParams"} & set(_inner(_first(data, "nodes")))),
    ("a knowledge pipeline", lambda data: data.get("kind") == "rag_pipeline" or "rag_pipeline" in data),
    ("a bare graph", lambda data: data.get("kind") == "graph"),
    ("a GitHub Actions workflow", lambda data: "jobs" in data and ("on" in data or "true" in data)),
    ("a Docker Compose file", lambda data: isinstance(data.get("services"), dict)),
    ("a Kubernetes manifest", lambda data: "apiVersion" in data and "kind" in data),
    ("an OpenAPI document", lambda data: "openapi" in data or "swagger" in data),
)


def _inner(node: dict[str, Any]) -> dict[str, Any]:
    data = node.get("data")
    return data if isinstance(data, dict) else {}
