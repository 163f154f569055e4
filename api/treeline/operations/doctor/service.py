"""Goes through all areas, one after the other; what depends on a server that is away is not tried."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from treeline.operations.doctor import background, configuration, servers, services, sign_in
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.findings import Finding, Level, found

log = logging.getLogger(__name__)

Examine = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True)
class Area:
    """`needs`: areas without an error, or there is nothing to look at."""

    name: str
    examine: Examine
    needs: tuple[str, ...] = ()


AREAS: Sequence[Area] = (
    Area("settings", configuration.settings),
    Area("database", servers.database),
    Area("schema", servers.schema, ("database",)),
    Area("redis", servers.redis_server),
    Area("storage", servers.storage),
    Area("clocks", servers.clocks, ("database", "redis")),
    Area("secret_key", servers.secret_key, ("schema",)),
    Area("queues", background.queues, ("redis",)),
    Area("vectors", services.vectors, ("schema",)),
    Area("mail", services.mail),
    Area("outbound", services.outbound),
    Area("sign_in", sign_in.sign_in, ("schema", "redis", "secret_key")),
)


@dataclass(frozen=True)
class Examined:
    """`level` is the worst of the findings; `skipped` for an area whose needs have errors."""

    name: str
    level: Level | Literal["skipped"]
    findings: list[Finding]


def examine(case: Case, areas: Sequence[Area] = AREAS) -> Iterator[Examined]:
    """Each area as soon as it was looked at."""
    failed: set[str] = set()
    for area in areas:
        if failed.intersection(area.needs):
            failed.add(area.name)
            yield Examined(area.name, "skipped", [])
            continue
        findings = _findings(area, case)
        level = worst(each.level for each in findings)
        if level == "error":
            failed.add(area.name)
        yield Examined(area.name, level, findings)


def _findings(area: Area, case: Case) -> list[Finding]:
    try:
        return list(area.examine(case))
    except Exception as error:
        # One check that breaks must not hide what the others find.
        if os.environ.get("TREELINE_TRACEBACK"):
            raise
        log.exception("the check of %s failed", area.name)
        return [found("doctor.broken", area=area.name, error=type(error).__name__)]


def worst(levels: Iterator[Level]) -> Level:
    seen = set(levels)
    return "error" if "error" in seen else "warning" if "warning" in seen else "ok"
