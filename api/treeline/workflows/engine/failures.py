"""What is done about a node that failed: retries, then its error strategy."""

import json
import math
from collections.abc import Mapping
from typing import Any

from treeline.workflows.engine.graph import GraphNode
from treeline.workflows.engine.limits import MAX_RETRIES, MAX_RETRY_INTERVAL_MS
from treeline.workflows.engine.step import FAIL_BRANCH, SOURCE, NodeFailed

WORKER_LOST = "worker_lost"


def retry_after(node: GraphNode, used: int) -> int | None:
    """Milliseconds until the next attempt; None if there is none."""
    config = node.raw.get("retry_config")
    if not isinstance(config, Mapping) or not config.get("retry_enabled") or node.is_container:
        return None
    if used >= min(_number(config.get("max_retries")), MAX_RETRIES):
        return None
    return int(max(0, min(_number(config.get("retry_interval")), MAX_RETRY_INTERVAL_MS)))


def fallback(node: GraphNode, error: NodeFailed) -> tuple[str, Mapping[str, Any]] | None:
    """The handle and the outputs by which its error strategy goes on; None if it has none."""
    told = {"error_message": error.message, "error_type": error.type}
    if node.strategy == FAIL_BRANCH:
        return FAIL_BRANCH, told
    if node.strategy == "default-value":
        return SOURCE, {**_defaults(node), **told}
    return None


def named(node: GraphNode, error: Mapping[str, str] | None) -> Mapping[str, str]:
    """An error as the run has it: with the node that failed, once."""
    said, name = dict(error or {"type": "", "message": ""}), node.title or node.id
    if not said["message"].startswith(f"{name}: "):
        said["message"] = f"{name}: {said['message']}"
    return said


def parse_constant(type_: str, value: Any) -> Any:
    """A constant by its declared type: arrays and objects may be JSON text. Raises ValueError."""
    if value is None or not isinstance(value, str):
        return value
    if type_ in ("number", "integer", "float"):
        number = json.loads(value.strip() or "null")
        if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
            raise ValueError(f"{value!r} is not a number")
        return number
    if type_ == "boolean":
        words = {"true": True, "false": False, "": None}
        if value.strip().lower() not in words:
            raise ValueError(f"{value!r} is neither true nor false")
        return words[value.strip().lower()]
    if type_ == "object" or type_.startswith("array"):
        parsed = json.loads(value) if value.strip() else None
        wanted = dict if type_ == "object" else list
        if parsed is not None and not isinstance(parsed, wanted):
            raise ValueError(f"{value!r} is not {'an object' if wanted is dict else 'an array'}")
        return parsed
    return value


def _defaults(node: GraphNode) -> dict[str, Any]:
    rows = node.raw.get("default_value")
    values: dict[str, Any] = {}
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get("key"), str):
            try:
                values[row["key"]] = parse_constant(str(row.get("type") or "string"), row.get("value"))
            except ValueError:
                # Better as it was written than a failure while a failure is being handled.
                values[row["key"]] = row.get("value")
    return values


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0
    return number if math.isfinite(number) else 0
