"""What a model decides of a search before it is made: in which one knowledge base, and in which of its documents.

It may be wrong, slow or away: then all is searched, as if it had not been asked.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from json_repair import repair_json
from sqlalchemy import select

from treeline.datasets.metadata import filters
from treeline.datasets.metadata.filters import Filter, FilterField, Group
from treeline.datasets.models import Dataset, DatasetMetadata, Document
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import ApiError, InvalidInput
from treeline.providers.port import ModelRuntime, Usage, User

log = logging.getLogger(__name__)

# Somebody waits for the answer.
SECONDS = 30.0
MAX_FIELDS, MAX_VALUES, MAX_VALUE = 20, 20, 80
MAX_CONDITIONS = 5
_BUILT_IN = ("document_name", "folder", "upload_date", "last_update_date")
_CHOICE = """Which of these knowledge bases is most likely to answer the question? Return only its number.

{bases}

<question>
{query}
</question>"""
_FILTER = """The question below is searched for in documents that have these fields:

{fields}

Return the conditions on these fields that the question itself states, and no others, as JSON:
[{{"name": "…", "comparison_operator": "…", "value": …}}]. Return [] if it states none; most questions state none.
Operators: string: is, is not, contains, start with; number and time: =, >, <, ≥, ≤. Times are ISO 8601. Today is
{today}.

<question>
{query}
</question>"""


@dataclass(frozen=True)
class Described:
    """A field that documents have. `values`: some of a text's."""

    name: str
    kind: str
    values: Sequence[str] = ()


# Of each knowledge base.
Fields = Mapping[UUID, Sequence[Described]]


@dataclass
class Decider:
    """`chooses`: one of the knowledge bases. `filters`: the documents. `usage`: what it has cost so far."""

    model: ModelRuntime
    chooses: bool = False
    filters: bool = False
    usage: Usage = field(default_factory=Usage)

    async def choose(self, query: str, datasets: Sequence[Dataset]) -> list[Dataset]:
        """One of them; all if the model names none."""
        if not self.chooses or len(datasets) < 2:
            return list(datasets)
        bases = "\n".join(f"{at}. {_line(each)}" for at, each in enumerate(datasets, 1))
        reply = (await self._asked(_CHOICE.format(bases=bases, query=query))).strip(" .\n")
        if not reply.isdecimal() or not 0 < int(reply) <= len(datasets):
            return list(datasets)
        return [datasets[int(reply) - 1]]

    async def filter(self, query: str, fields: Sequence[Described]) -> Filter | None:
        """The conditions of those that the model gives which fit the fields; None if there are none."""
        if not self.filters or not fields:
            return None
        described = "\n".join(_described(each) for each in fields)
        reply = await self._asked(_FILTER.format(fields=described, query=query, today=now().date().isoformat()))
        given = repair_json(reply, return_objects=True) if reply else []
        known = {each.name: FilterField(_KINDS[each.kind], Document.name.expression) for each in fields}
        found = [_condition(each, known) for each in (given if isinstance(given, list) else [given])]
        stated = tuple(each for each in found if each is not None)[:MAX_CONDITIONS]
        return Group(True, stated) if stated else None

    async def _asked(self, prompt: str) -> str:
        """Empty if there is no answer."""
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self.model.complete([User(prompt)], parameters={"temperature": 0})
        except (ApiError, TimeoutError) as error:
            log.info("a search goes on undecided: %s", error)
            return ""
        self.usage += answer.usage
        return answer.text


_KINDS: Mapping[str, filters.Kind] = {"string": "string", "number": "number", "time": "time"}


def described(session: DbSession, dataset_ids: Sequence[UUID]) -> Fields:
    """Of each knowledge base the fields that its documents may be filtered by."""
    built_in = [Described(name, filters.BUILT_IN[name].kind) for name in _BUILT_IN]
    found = {each: list(built_in) for each in dataset_ids}
    own = select(DatasetMetadata).where(DatasetMetadata.dataset_id.in_(dataset_ids)).order_by(DatasetMetadata.name)
    for row in session.scalars(own.limit(MAX_FIELDS)).all():
        values = _values(session, row) if row.type == "string" else ()
        found[row.dataset_id].append(Described(row.name, row.type, values))
    return found


def together(fields: Iterable[Sequence[Described]]) -> list[Described]:
    """Those of several, each name once; not those that are of another kind elsewhere."""
    found = dict[str, Described]()
    different = set[str]()
    for each in (each for some in fields for each in some):
        if found.setdefault(each.name, each).kind != each.kind:
            different.add(each.name)
    return [each for each in found.values() if each.name not in different]


def _values(session: DbSession, row: DatasetMetadata) -> list[str]:
    """Some, so that the model writes them as the documents do."""
    value = Document.fields[str(row.id)].as_string()
    mine = select(value).where(Document.dataset_id == row.dataset_id, value.is_not(None)).distinct().limit(MAX_VALUES)
    return [each[:MAX_VALUE] for each in session.scalars(mine)]


def _condition(given: Any, known: Mapping[str, FilterField]) -> Filter | None:
    """None for what fits no field."""
    if not isinstance(given, dict) or given.get("name") not in known or "conditions" in given:
        return None
    try:
        parsed = filters.parse(given)
        if parsed is not None:
            filters.compiled(parsed, known)
    except InvalidInput:
        return None
    return parsed


def _line(dataset: Dataset) -> str:
    return " ".join(f"{dataset.name}: {dataset.description}".split())


def _described(each: Described) -> str:
    values = f", such as {'; '.join(each.values)}" if each.values else ""
    return f"- {each.name} ({each.kind}){values}"
