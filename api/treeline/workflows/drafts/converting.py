"""A chat or completion app as a workflow that does the same: its form, its prompt, its answer."""

import re
from collections.abc import Mapping
from typing import Any

from treeline.apps.configs.schemas import AppConfig
from treeline.workflows.drafts.service import Content

START, MODEL, LAST = "start", "llm", "answer"
_PLACE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")


def converted(config: AppConfig, mode: str) -> Content:
    """`mode`: of the app that the config is of. A chat becomes a chatflow, a completion a workflow."""
    chat = mode != "completion"
    form = [{**field.model_dump(exclude={"kind"}), "type": field.kind} for field in config.user_input_form]
    last = {"answer": f"{{{{#{MODEL}.text#}}}}"} if chat else {"outputs": [_output()]}
    nodes = [
        _node(0, START, "start", "Start", variables=form),
        _node(1, MODEL, "llm", "Model", **_model(config, chat=chat)),
        _node(2, LAST, "answer" if chat else "end", "Answer" if chat else "End", **last),
    ]
    graph = {
        "nodes": nodes,
        "edges": [_edge(START, MODEL), _edge(MODEL, LAST)],
        "viewport": {"x": 0, "y": 0, "zoom": 1},
    }
    return Content(graph, _features(config), [], _variables(config))


def _model(config: AppConfig, *, chat: bool) -> dict[str, Any]:
    names = {field.variable for field in config.user_input_form} | {"query"}
    prompt = _PLACE.sub(lambda place: _reference(place, names, chat=chat), config.pre_prompt)
    # A chat's prompt is what the model is told first; the question follows by itself.
    role = "system" if chat else "user"
    model = config.model.model_dump() if config.model else {"provider": "", "name": "", "mode": "chat"}
    data: dict[str, Any] = {"model": model, "prompt_template": [{"role": role, "text": prompt}]}
    if chat:
        window = {"enabled": False, "size": 50}
        data["memory"] = {"window": window, "query_prompt_template": "{{#sys.query#}}\n\n{{#sys.files#}}"}
    if config.file_upload.allowed:
        configs = {"variable_selector": ["sys", "files"], "detail": config.file_upload.image.detail}
        data["vision"] = {"enabled": True, "configs": configs}
    return data


def _reference(place: re.Match[str], names: set[str], *, chat: bool) -> str:
    name = place[1]
    if name == "query" and chat:
        return "{{#sys.query#}}"
    return f"{{{{#{START}.{name}#}}}}" if name in names else place[0]


def _features(config: AppConfig) -> dict[str, Any]:
    kept = {"opening_statement", "suggested_questions", "suggested_questions_after_answer", "file_upload"}
    return config.model_dump(mode="json", include=kept)


def _variables(config: AppConfig) -> list[dict[str, Any]]:
    return [{"id": each.name, **each.model_dump(mode="json")} for each in config.conversation_variables]


def _output() -> dict[str, Any]:
    return {"variable": "text", "value_selector": [MODEL, "text"], "value_type": "string"}


def _node(place: int, node_id: str, kind: str, title: str, **data: Any) -> dict[str, Any]:
    position: Mapping[str, int] = {"x": 80 + 320 * place, "y": 280}
    return {"id": node_id, "type": "custom", "position": position, "data": {"type": kind, "title": title, **data}}


def _edge(source: str, target: str) -> dict[str, Any]:
    ends = {"source": source, "sourceHandle": "source", "target": target, "targetHandle": "target"}
    return {"id": f"{source}-{target}", "type": "custom", **ends}
