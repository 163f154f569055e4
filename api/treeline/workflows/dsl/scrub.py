"""What an app's file must not carry: credentials and whatever means something in one place only."""

import re
from collections.abc import Iterable
from typing import Any

from treeline.workflows.dsl.report import Path, Report

Json = dict[str, Any]
CREDENTIALS = ("credential_id", "credential_ids")
# Addresses and registrations that an installation gives to a trigger.
REGISTRATIONS = {
    "trigger-webhook": ("webhook_id", "webhook_url", "webhook_debug_url"),
    "trigger-plugin": ("subscription_id",),
}
# Names of headers and parameters.
SECRETIVE = re.compile(
    r"authori[sz]ation|cookie|secret|token|passw|credential|signature|(api|access|auth|private|subscription|session)[-_]?key"
    r"|^\s*(key|auth|x-auth|sig)\s*$",
    re.IGNORECASE,
)
SCHEDULE: Json = {
    "mode": "visual",
    "frequency": "daily",
    "cron_expression": "",
    "visual_config": {"time": "12:00 AM", "weekdays": ["sun"], "monthly_days": [1], "on_minute": 0},
    "timezone": "UTC",
}


def without_foreign(data: Json, path: Path, report: Report) -> None:
    """A node's data without what belongs to the installation that it comes from, changed in place."""
    for name in REGISTRATIONS.get(data["type"], ()):
        if data.get(name):
            data[name] = ""
            report.info("registration", (*path, name), "Cleared: it is made anew when the workflow is published.")
    if data["type"] == "knowledge-retrieval" and data.get("dataset_ids"):
        what = "Knowledge is not part of the file. Choose it again if this workspace doesn't have it."
        report.lost("knowledge", (*path, "dataset_ids"), what, "IDs of knowledge in this workspace")
    for where in drop_local_files(data, path):
        report.lost("local_file", where, "Removed: a file that was uploaded elsewhere.", "files by URL")


def copied(graph: Json, features: Json, variables: list[Json]) -> tuple[Json, Json, list[Json]]:
    """A workflow for another app of the same workspace: without registrations and files that are the first one's."""
    content = _copied({"graph": graph, "features": features, "variables": variables}, ())
    nodes = content["graph"].get("nodes")
    for node in nodes if isinstance(nodes, list) else ():
        data = node.get("data") if isinstance(node, dict) else None
        if isinstance(data, dict):
            _unregister(data)
    drop_local_files(content, ())
    return content["graph"], content["features"], content["variables"]


def exported(data: Json, *, secrets: bool) -> Json:
    """A copy of a node's data to be written into a file."""
    kind = data.get("type")
    data = _copied(data, () if secrets else CREDENTIALS)
    _unregister(data)
    if kind == "knowledge-retrieval" and data.get("dataset_ids"):
        data["dataset_ids"] = []
    if kind == "trigger-schedule":
        data |= _copied({name: value for name, value in SCHEDULE.items() if name in data}, ())
    if kind == "http-request" and not secrets:
        _hide_key(data.get("authorization"))
        for part in ("headers", "params"):
            if isinstance(data.get(part), str):
                data[part] = _without_secrets(data[part])
    for _ in drop_local_files(data, ()):
        pass
    return data


def _unregister(data: Json) -> None:
    for name in REGISTRATIONS.get(str(data.get("type")), ()):
        if data.get(name):
            data[name] = ""


def _hide_key(authorization: Any) -> None:
    """Unless it is a variable, which is a name and no secret."""
    config = authorization.get("config") if isinstance(authorization, dict) else None
    if isinstance(config, dict) and isinstance(config.get("api_key"), str) and "{{#" not in config["api_key"]:
        config["api_key"] = ""


def _without_secrets(lines: str) -> str:
    """`name: value` a line: without the values that are written down under a name for secrets."""
    made: list[str] = []
    for line in lines.split("\n"):
        name, colon, value = line.partition(":")
        written = colon and value.strip() and "{{#" not in value
        made.append(f"{name}:" if written and SECRETIVE.search(name) else line)
    return "\n".join(made)


def _copied(value: Any, without: Iterable[str]) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each, without) for key, each in value.items() if key not in without}
    return [_copied(each, without) for each in value] if isinstance(value, list) else value


def drop_local_files(value: Any, path: Path) -> list[Path]:
    """Take files out that were uploaded to one installation: a run with them would wait for them in vain.

    Where they were.
    """
    if isinstance(value, dict):
        found = [(*path, key) for key, each in value.items() if _is_local_file(each)]
        for where in found:
            value[where[-1]] = None
        return [*found, *(each for key, inner in value.items() for each in drop_local_files(inner, (*path, key)))]
    if isinstance(value, list):
        found = [(*path, index) for index, each in enumerate(value) if _is_local_file(each)]
        inner = [each for index, one in enumerate(value) for each in drop_local_files(one, (*path, index))]
        if found:
            value[:] = [each for each in value if not _is_local_file(each)]
        return [*found, *inner]
    return []


def _is_local_file(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("transfer_method") not in ("local_file", "tool_file"):
        return False
    return any(name in value for name in ("related_id", "upload_file_id", "dify_model_identity", "url", "remote_url"))
