"""What an app uses that may not be there: model providers and tools. `dependencies` of a file are hints, no more."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from treeline.providers.kinds import KINDS
from treeline.tools.builtin.registry import BUILTINS
from treeline.workflows.dsl.parse import KEPT

Json = dict[str, Any]
# Plug-ins elsewhere: the agent's strategies are part of the node here, and Gemini is the provider google.
PART_OF_THIS = frozenset(("agent", "gemini"))


def leaked(graph: Mapping[str, Any], mcp_servers: Collection[str]) -> list[Json]:
    """Dependencies of a graph that are not here, each once, as `{type, value, current_identifier}`."""
    found: dict[str, Json] = {}
    for hint in _hints(graph):
        name = _hinted(hint)
        if name is not None and not is_here(name):
            value = hint["value"] if isinstance(hint.get("value"), dict) else {}
            found[_short(name)] = _leak(str(hint.get("type") or "package"), value, hint.get("current_identifier"))
    for name in _used(graph):
        if not is_here(name) and name not in mcp_servers and _short(name) not in found:
            found[_short(name)] = _leak("package", {"plugin_unique_identifier": name}, None)
    return list(found.values())


def leaked_by_model(model: Mapping[str, Any] | None) -> list[Json]:
    provider = (model or {}).get("provider")
    if not isinstance(provider, str) or is_here(provider):
        return []
    return [_leak("package", {"plugin_unique_identifier": provider}, None)]


def is_here(name: str) -> bool:
    """By the last part of a name: `openai` is `langgenius/openai/openai`."""
    return name.rpartition("/")[2] in KINDS or _short(name) in PART_OF_THIS or _short(name) in BUILTINS


def _leak(kind: str, value: Json, current: Any) -> Json:
    return {"type": kind, "value": value, "current_identifier": current if isinstance(current, str) else None}


def _short(name: str) -> str:
    """Of owner/plug-in/provider and owner/plug-in: the plug-in."""
    parts = name.split("/")
    return parts[1] if len(parts) > 1 else name


def _hints(graph: Mapping[str, Any]) -> Iterable[Json]:
    kept = graph.get(KEPT)
    document = kept.get("document") if isinstance(kept, dict) else None
    hints = document.get("dependencies") if isinstance(document, dict) else None
    return [each for each in hints if isinstance(each, dict)] if isinstance(hints, list) else []


def _hinted(hint: Json) -> str | None:
    """`langgenius/openai` of `langgenius/openai:0.2.6@…`, whatever kind of hint it is."""
    value = hint.get("value")
    names = value.values() if isinstance(value, dict) else ()
    full = next((each for each in names if isinstance(each, str) and "/" in each), None)
    return full.partition("@")[0].partition(":")[0] if full else None


def _used(graph: Mapping[str, Any]) -> Iterator[str]:
    nodes = graph.get("nodes")
    for node in nodes if isinstance(nodes, list) else ():
        data = node.get("data") if isinstance(node, dict) else None
        if not isinstance(data, dict):
            continue
        model = data.get("model")
        if isinstance(model, dict) and isinstance(model.get("provider"), str) and model["provider"]:
            yield model["provider"]
        if data.get("type") == "tool" and data.get("provider_type") not in ("workflow", "api"):
            provider = data.get("provider_id") or data.get("provider_name")
            if isinstance(provider, str):
                yield provider
