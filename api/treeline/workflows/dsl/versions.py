"""Versions of the format. What a document holds is told by its shape; the version only tells what nobody here knows."""

import re
from typing import Any

from treeline.workflows.dsl.report import Report

# What is written here. Readers of the same minor version, and all later ones, take it.
CURRENT = "0.6.0"
# The newest that is read, by its first two numbers.
NEWEST = (0, 7)
UNMARKED = "0.1.0"
_VERSION = re.compile(r"v?(\d{1,6})\.(\d{1,6})(?:\.\w{1,20}){0,3}(?:[-+].{0,50})?")


def version_of(data: dict[str, Any], report: Report) -> str:
    """The version that a document is marked with; the first where it has none. What is no version is reported."""
    given = data.get("version")
    if given is None:
        return UNMARKED
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        report.info("version_number", ("version",), f"The version {given} was read as text.")
        given = f"{given}.0" if isinstance(given, int) else str(given)
    if not isinstance(given, str) or not _VERSION.fullmatch(given.strip()):
        report.wrong("bad_version", ("version",), "This is not a version.", f'text such as "{CURRENT}"')
        return UNMARKED
    return given.strip()


def is_newer(version: str) -> bool:
    """Whether a document may hold what is not known here."""
    found = _VERSION.fullmatch(version)
    return found is not None and (int(found[1]), int(found[2])) > NEWEST
