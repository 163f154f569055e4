"""The passages that an answer of a chatflow may rest on: what its knowledge nodes have found."""

from collections.abc import Iterator, Mapping
from typing import Any

from treeline.workflows.engine.facts import Row
from treeline.workflows.running.ports.knowledge import SOURCE, source_of


class Sources:
    """Of one run: each passage once, in the order in which they were found.

    Of an iteration, those whose rows have given way to the iteration's own are not told again after a worker died.
    """

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}

    def add(self, row: Row) -> None:
        if row.status == "succeeded":
            for source in _sources(row.outputs.get("result")):
                self._found.setdefault(source["segment_id"], source)

    @property
    def listed(self) -> list[dict[str, Any]]:
        return [{**source, "position": number} for number, source in enumerate(self._found.values(), start=1)]


def _sources(result: Any) -> Iterator[dict[str, Any]]:
    for each in result if isinstance(result, list) else ():
        about = each.get("metadata") if isinstance(each, Mapping) else None
        if isinstance(about, Mapping) and about.get("_source") == SOURCE and about.get("segment_id"):
            yield source_of(each)
