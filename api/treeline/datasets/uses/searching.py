"""One search for an app, and its results as apps tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.metadata.filters import Condition, Filter, Group
from treeline.datasets.models import Dataset
from treeline.datasets.retrieval.asking import options_of
from treeline.datasets.retrieval.candidates import Found
from treeline.datasets.retrieval.citations import cite
from treeline.datasets.retrieval.options import Asker, Retrieved, SearchOptions
from treeline.datasets.retrieval.service import retrieve
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.uses.asked import AppSearch
from treeline.datasets.uses.binding import readable, unknown
from treeline.datasets.uses.deciding import Decider, Fields, described, together
from treeline.kernel.db import unit_of_work
from treeline.kernel.threads import in_thread

# A question; of a longer text its beginning is searched for.
MAX_QUERY = 2000


@dataclass(frozen=True)
class Uses:
    """The knowledge bases that an app names: of its own workspace, or there is none of that ID. A member who tries the
    app reads them, or the app names them already.
    """

    workspace_id: UUID
    dataset_ids: tuple[UUID, ...]
    settings: DatasetSettings
    asker: Asker

    async def search(
        self,
        query: str,
        asked: AppSearch,
        *,
        names: Sequence[str] = (),
        folder: str | None = None,
        decider: Decider | None = None,
    ) -> Retrieved:
        """`names`: of those to search, without any all; `folder`: only in it and below it; `decider`: what narrows it.

        No unit of work may be open. Raises DatasetNotFound, InvalidInput, and what `retrieve` raises.
        """
        if not self.dataset_ids:
            return Retrieved()
        query = query[:MAX_QUERY]
        chosen, fields = await in_thread(lambda: self._datasets(names, with_fields=bool(decider and decider.filters)))
        if decider is not None:
            chosen = await decider.choose(query, chosen)
        options = _with(_options(chosen, asked), _within(folder or ""))
        stated = (
            await decider.filter(query, together(fields[each.id] for each in chosen)) if fields and decider else None
        )
        found = await self._found(query, chosen, _with(options, stated))
        # What was stated may have been meant otherwise.
        return found if found.results or stated is None else await self._found(query, chosen, options)

    async def _found(self, query: str, datasets: Sequence[Dataset], options: SearchOptions) -> Retrieved:
        ids = [each.id for each in datasets]
        return await retrieve(self.workspace_id, ids, query, options, self.settings, self.asker)

    def _datasets(self, names: Sequence[str], *, with_fields: bool) -> tuple[list[Dataset], Fields]:
        """Those to search, in the order in which the app names them, and the fields of each."""
        mine = [Dataset.id.in_(self.dataset_ids), Dataset.workspace_id == self.workspace_id]
        asker = self.asker
        with unit_of_work() as session:
            if asker.role == "account" and asker.id and asker.app_id:
                mine.append(readable(session, self.workspace_id, asker.app_id, asker.id))
            rows = {row.id: row for row in session.scalars(select(Dataset).where(*mine, Dataset.deleted_at.is_(None)))}
            fields = described(session, list(rows)) if with_fields else {}
        missing = [each for each in self.dataset_ids if each not in rows]
        if missing:
            raise unknown(missing[0])
        everything = [rows[each] for each in self.dataset_ids]
        ordered = [each for each in everything if not names or each.name in names]
        if not ordered:
            known = ", ".join(each.name for each in everything)
            raise DatasetNotFound(f"There is no knowledge base of that name here. Search in: {known}.")
        return ordered, fields


def _options(datasets: Sequence[Dataset], asked: AppSearch) -> SearchOptions:
    """The method and the weights are those of the first with vectors, or else of the first."""
    first = next((each for each in datasets if each.indexing_technique == "high_quality"), datasets[0])
    return options_of(first, asked.over(first.retrieval_model))


def _with(options: SearchOptions, also: Filter | None) -> SearchOptions:
    if also is None:
        return options
    return replace(options, filter=Group(True, (options.filter, also)) if options.filter else also)


def _within(folder: str) -> Filter | None:
    path = folder.strip("/ ")
    if not path or path == ".":
        return None
    return Group(False, (Condition("folder", "=", path), Condition("folder", "start with", f"{path}/")))


def text_of(found: Found) -> str:
    """What a model reads: of a pair of question and answer, both."""
    answer = found.segment.answer
    return f"{found.content}\n{answer}" if answer else found.content


def resource(found: Found, position: int, url: str, retriever_from: str) -> Mapping[str, Any]:
    """A source as clients are told of it. `url`: CONSOLE_WEB_URL."""
    citation = cite(found, url)
    return {
        "position": position,
        "dataset_id": str(found.dataset.id),
        "dataset_name": found.dataset.name,
        "document_id": str(found.document.id),
        "document_name": found.document.name,
        "data_source_type": found.document.data_source_type,
        "segment_id": str(found.segment.id),
        "segment_position": found.segment.position + 1,
        "retriever_from": retriever_from,
        "score": found.score,
        "page": citation.page_from,
        "citation": {**asdict(citation), "document_id": str(citation.document_id)},
    }


def resources(found: Sequence[Found], url: str, retriever_from: str) -> list[dict[str, Any]]:
    """Numbered from 1, each with its text."""
    return [
        {**resource(each, number, url, retriever_from), "content": text_of(each)}
        for number, each in enumerate(found, start=1)
    ]
