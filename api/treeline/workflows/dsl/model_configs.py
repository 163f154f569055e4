"""The config of a chat, agent or completion app, as far as it is supported here; what is not is reported."""

from typing import Any

from pydantic import ValidationError

from treeline.apps.configs.schemas import AppConfig
from treeline.workflows.dsl.report import Path, Report

Json = dict[str, Any]
CONFIG = ("model_config",)
# Parts of another form of the same, or that say nothing when the app answers.
_SILENT = frozenset(
    ("chat_prompt_config", "completion_prompt_config", "dataset_query_variable", "prompt_type", "configs", "provider",
     "model_id", "created_at", "updated_at", "created_by", "updated_by", "id", "app_id", "opening_statement_enabled")
)  # fmt: skip
_KIND_FIELDS = ("text-input", "paragraph", "select", "number", "checkbox")


def convert_config(given: Any, report: Report) -> AppConfig:
    """Whatever is in it, a config results: parts that are not taken fall to their defaults, each with a warning."""
    if not isinstance(given, dict):
        report.wrong("bad_type", CONFIG, "The config must be a mapping.", "model, pre_prompt and so on")
        return AppConfig()
    config = dict(given)
    # The number of another app's version of its files.
    config.pop("asset_version", None)
    _prompt(config, report)
    _model(config)
    _agent(config, report)
    for name in sorted(set(config) - set(AppConfig.model_fields) - _SILENT):
        if config[name]:
            report.lost("unsupported", (*CONFIG, name), "Not supported here, so it was left out.")
    return _mended({name: each for name, each in config.items() if name in AppConfig.model_fields}, report)


def _prompt(config: Json, report: Report) -> None:
    """A prompt of several messages: what the system says becomes the prompt."""
    if config.get("prompt_type") != "advanced":
        return
    config["prompt_type"] = "simple"
    chat, completion = config.get("chat_prompt_config"), config.get("completion_prompt_config")
    messages = chat.get("prompt") if isinstance(chat, dict) else None
    texts = (
        [(each.get("role"), each.get("text")) for each in messages or () if isinstance(each, dict)]
        if isinstance(messages, list)
        else []
    )
    system = [text for role, text in texts if role == "system" and isinstance(text, str)]
    if not system and isinstance(completion, dict) and isinstance(completion.get("prompt"), dict):
        system = [completion["prompt"]["text"]] if isinstance(completion["prompt"].get("text"), str) else []
    if system:
        config["pre_prompt"] = "\n\n".join(system)
    what = "The prompt of several messages became one instruction; other messages were left out."
    report.lost("prompt_type", (*CONFIG, "chat_prompt_config"), what, "one instruction (pre_prompt)")


def _model(config: Json) -> None:
    model = config.get("model")
    if isinstance(model, dict):
        params = model.get("completion_params")
        kept = {"completion_params": params} if isinstance(params, dict) else {}
        names = {"name": model.get("name") or model.get("model"), "provider": model.get("provider")}
        mode = {"mode": model["mode"]} if model.get("mode") in ("chat", "completion") else {}
        config["model"] = {**names, **kept, **mode} if names["name"] or names["provider"] else None


def _agent(config: Json, report: Report) -> None:
    agent = config.get("agent_mode")
    if not isinstance(agent, dict):
        return
    agent = config["agent_mode"] = dict(agent)
    if agent.get("strategy") in ("cot", "react_router"):
        agent["strategy"] = "react"
    if isinstance(agent.get("tools"), list):
        path = (*CONFIG, "agent_mode", "tools")
        agent["tools"] = [each for at, each in enumerate(agent["tools"]) if _is_mcp(each, (*path, at), report)]


def _is_mcp(tool: Any, path: Path, report: Report) -> bool:
    if isinstance(tool, dict) and tool.get("provider_type") == "mcp":
        return True
    names = [tool.get("provider_name"), tool.get("tool_name")] if isinstance(tool, dict) else []
    name = "/".join(str(each) for each in names if each) or "this tool"
    report.lost("tool", path, f"Left out: {name:.200} is not available here.", "tools of MCP servers of this workspace")
    return False


def _mended(config: Json, report: Report) -> AppConfig:
    """Take out what is not taken, until the rest is."""
    sources = _Sources()
    while True:
        try:
            return AppConfig.model_validate(config)
        except ValidationError as error:
            # From the end, so that places named before stay where they are.
            for each in sorted(error.errors(include_url=False), key=_order, reverse=True):
                _take_out(config, list(each["loc"]), each, sources, report)


def _order(error: Any) -> list[tuple[int, int, str]]:
    return [(0, part, "") if isinstance(part, int) else (1, 0, part) for part in error["loc"]]


class _Sources:
    """Where in the document the items of a list stand, of which some were taken out."""

    def __init__(self) -> None:
        self._lists: dict[int, list[int]] = {}

    def of(self, items: list[Any]) -> list[int]:
        return self._lists.setdefault(id(items), list(range(len(items))))


def _take_out(config: Json, loc: list[Any], error: Any, sources: _Sources, report: Report) -> None:
    """The deepest thing on the way to the fault that is there; a field of which something is missing goes whole."""
    holder: Any = config
    way: list[tuple[Any, Any]] = []
    path: list[str | int] = list(CONFIG)
    for part in loc:
        if isinstance(holder, dict) and len(holder) == 1 and part not in holder:
            # The wrapper of a form field: {"select": {…}}.
            (kind,) = holder
            if kind in _KIND_FIELDS and isinstance(holder[kind], dict):
                path.append(kind)
                holder = holder[kind]
        inside = part in holder if isinstance(holder, dict) else isinstance(holder, list) and _has(holder, part)
        if not inside:
            break
        way.append((holder, part))
        path.append(sources.of(holder)[part] if isinstance(holder, list) else part)
        holder = holder[part]
    message = str(error["msg"]).removeprefix("Value error, ")
    if not way:
        return
    holder, part = way[-1]
    missing = error["type"] == "missing" or len(way) < len(loc)
    value = holder[part]
    most = error.get("ctx", {}).get("max_length")
    if isinstance(most, int) and isinstance(value, (list, str)) and len(value) > most and not missing:
        holder[part] = value[:most]
        report.lost("cut", path, f"Cut: {message}.", f"up to {most}")
        return
    if isinstance(holder, list):
        sources.of(holder).pop(part)
        holder.pop(part)
    else:
        del holder[part]
    report.lost("left_out", path, f"Left out: {message}.")


def _has(items: list[Any], part: Any) -> bool:
    return isinstance(part, int) and part < len(items)
