"""The command: on the servers of the instance that runs here, and for people to read."""

from collections.abc import Iterator

from pydantic import ValidationError

from treeline.embedded.attach import with_servers
from treeline.embedded.parts import read_instance
from treeline.embedded.servers import socket_path
from treeline.operations.doctor.case import opened
from treeline.operations.doctor.findings import found
from treeline.operations.doctor.service import Examined, examine
from treeline.settings import Settings, faults, load_settings

COLORS = {"ok": "green", "warning": "yellow", "error": "red", "skipped": "bright_black"}
SHOWN = {"ok": "ok", "warning": "warning", "error": "ERROR", "skipped": "not checked"}


def examined() -> Iterator[Examined]:
    """Raises StartError if no server is configured and no instance runs here."""
    try:
        settings = load_settings()
    except ValidationError as error:
        yield Examined("settings", "error", [found("settings.invalid", fault=fault) for fault in faults(error)])
        return
    with opened(_of_instance(with_servers(settings, start=False))) as case:
        yield from examine(case)


def _of_instance(settings: Settings) -> Settings:
    """With what `treeline up` tells its own processes."""
    running = read_instance(socket_path(settings.treeline_data))
    return settings.model_copy(update={"treeline_instance": "here"}) if running.parts else settings


def lines(area: Examined) -> Iterator[tuple[str, str]]:
    """Lines with their colors."""
    yield f"{area.name:<12} {SHOWN[area.level]}", COLORS[area.level]
    for finding in area.findings:
        yield f"  {finding.message}", COLORS[finding.level]
        yield f"  -> {finding.remedy}", "reset"
