"""A run of an app ends, as whatever it ends."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal
from uuid import UUID

from treeline.runs.models import Run
from treeline.triggers.events.kinds.kind import Found, Kind, Source

MAX_OUTPUT_BYTES = 256 * 1024


class RunSource(Source):
    kind: Literal["run_ended"] = "run_ended"
    app_id: UUID


class RunKind(Kind[RunSource]):
    name: ClassVar[str] = "run_ended"
    events: ClassVar[tuple[str, ...]] = ("succeeded", "partial-succeeded", "failed", "stopped")
    source = RunSource


def ended(run: Run, app_name: str, outputs: Mapping[str, Any]) -> Found:
    told = {
        "app_id": str(run.app_id),
        "app_name": app_name,
        "run_id": str(run.id),
        "status": run.status,
        "error": run.error or "",
        "outputs": dict(outputs),
        "total_tokens": run.total_tokens,
    }
    return Found(run.status, str(run.id), told)
