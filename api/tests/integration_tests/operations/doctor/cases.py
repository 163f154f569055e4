"""Cases of the doctor, as who runs the command on a machine of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tests.processes import Api
from treeline.operations.doctor.case import Case, opened
from treeline.operations.doctor.findings import Finding
from treeline.operations.doctor.service import AREAS, Area, Examined
from treeline.settings import Settings


@contextmanager
def at(own: Settings, api: Api, **more: Any) -> Iterator[Case]:
    """As who runs the command on this machine; its API is on one port here."""
    with opened(own.model_copy(update={"api_port": api.port, "web_port": api.port, **more})) as made:
        yield replace(made, env_files=())


def area(name: str) -> Area:
    return next(each for each in AREAS if each.name == name)


def found(case: Case, name: str) -> list[Finding]:
    return list(area(name).examine(case))


def codes(findings: list[Finding]) -> list[str]:
    return [each.code for each in findings]


def levels(examined: list[Examined]) -> dict[str, str]:
    return {each.name: each.level for each in examined}
