"""Writes an app as a YAML document, without what must not leave."""

from typing import Any

import yaml

from treeline.workflows.dsl.parse import KEPT, WorkflowContent
from treeline.workflows.dsl.scrub import drop_local_files, exported
from treeline.workflows.dsl.versions import CURRENT
from treeline.workflows.environment import SECRET

Json = dict[str, Any]


def write_workflow(app: Json, content: WorkflowContent, *, secrets: bool) -> str:
    """`app`: its name, mode, description and icons. `secrets`: with values of secret variables and with credentials."""
    graph = dict(content.graph)
    kept = graph.pop(KEPT, {})
    nodes = [
        {**node, "data": exported(node["data"], secrets=secrets)} if isinstance(node.get("data"), dict) else node
        for node in graph.get("nodes", [])
    ]
    workflow = {
        **_part(kept, "workflow"),
        "conversation_variables": [dict(each) for each in content.conversation_variables],
        "environment_variables": [_environment(each, secrets=secrets) for each in content.environment_variables],
        "features": content.features,
        "graph": {**graph, "nodes": nodes},
    }
    drop_local_files(workflow["conversation_variables"], ())
    document = {**_part(kept, "document"), **_heading(app | _part(kept, "app"))}
    return _dumped({**document, "dependencies": document.pop("dependencies", []), "workflow": workflow})


def write_config(app: Json, config: Json) -> str:
    # The number of a version of this app's files means nothing elsewhere.
    shown = {name: value for name, value in config.items() if name != "asset_version"}
    return _dumped({**_heading(app), "dependencies": [], "model_config": shown})


def _heading(app: Json) -> Json:
    # An uploaded picture stays here.
    icon = {} if app.get("icon_type") != "image" else {"icon_type": "emoji", "icon": "🤖", "icon_background": None}
    return {"version": CURRENT, "kind": "app", "app": {**app, **icon}}


def _part(kept: Any, name: str) -> Json:
    part = kept.get(name) if isinstance(kept, dict) else None
    return part if isinstance(part, dict) else {}


def _environment(variable: Json, *, secrets: bool) -> Json:
    hidden = variable.get("value_type") == SECRET and not secrets
    return {**variable, "value": ""} if hidden else dict(variable)


class _Dumper(yaml.CSafeDumper):
    """Texts of several lines as blocks, so that prompts and code can be read and compared; nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    block = "|" if "\n" in text and not text.isspace() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=block)


_Dumper.add_representer(str, _text)


def _dumped(document: Json) -> str:
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
