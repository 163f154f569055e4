"""What an agent searches its app's knowledge bases with: it decides when, and what it reads on."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, ValidationError
from sqlalchemy import select

from treeline.conversations.answering.knowledge import Knowledge, quoted
from treeline.datasets.documents.texts import text_of
from treeline.datasets.models import Document
from treeline.datasets.uses.searching import resources
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.schemas import ContractBody
from treeline.kernel.storage import Storage
from treeline.kernel.threads import in_thread
from treeline.providers.port import ToolSpec
from treeline.tools.loop import MAX_OBSERVATION_BYTES

READ_BYTES = MAX_OBSERVATION_BYTES - 1024
SEARCH, READ = "knowledge_search", "knowledge_read"


class SearchArguments(ContractBody):
    query: str = Field(min_length=1, max_length=2000, description="What to look for: a question or keywords.")
    datasets: list[Annotated[str, Field(max_length=255)]] | None = Field(
        default=None, max_length=20, description="Names of knowledge bases to search; omit it to search all."
    )
    folder: str | None = Field(default=None, max_length=1000, description="Search only in this folder and below it.")


class ReadArguments(ContractBody):
    document: Annotated[UUID, Field(strict=False)] = Field(description="The document's ID, as a search returned it.")
    start: int = Field(default=0, ge=0, description="The first byte to read.")
    end: int | None = Field(default=None, ge=0, description="Where to stop; at most 31 KiB are read at once.")


SPECS = (
    ToolSpec(
        SEARCH,
        "Search the knowledge bases. Returns numbered sources; cite them by number in square brackets, such as [1].",
        SearchArguments.model_json_schema(),
    ),
    ToolSpec(READ, "Read the text of a document around a source.", ReadArguments.model_json_schema()),
)


class KnowledgeTools:
    """`sources`: what was found so far, each once, numbered."""

    specs = SPECS

    def __init__(self, knowledge: Knowledge, storage: Storage):
        self.knowledge, self.storage = knowledge, storage
        self.sources: list[dict[str, Any]] = []

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        try:
            if name == SEARCH:
                return await self._search(SearchArguments.model_validate(arguments))
            return await self._read(ReadArguments.model_validate(arguments))
        except ValidationError as error:
            first = error.errors()[0]
            return f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
        except ApiError as error:
            return error.message

    async def _search(self, asked: SearchArguments) -> str:
        uses, names = self.knowledge.uses, asked.datasets or ()
        found = await uses.search(asked.query, self.knowledge.asked, names=names, folder=asked.folder)
        known = {each["segment_id"]: each for each in self.sources}
        told: list[str] = []
        for each in resources(found.results, uses.settings.console_web_url, "api"):
            source = known.get(each["segment_id"])
            if source is None:
                source = {**each, "position": len(self.sources) + 1}
                self.sources.append(source)
            told.append(quoted(source, with_place=True))
        return "\n\n".join(told) or "Nothing was found."

    async def _read(self, asked: ReadArguments) -> str:
        """Only on in what a search has found: its filters hold for what is read as well."""
        if str(asked.document) not in {each["document_id"] for each in self.sources}:
            return f"No search has found the document {asked.document}. Search first."
        end = asked.start + READ_BYTES if asked.end is None else min(asked.end, asked.start + READ_BYTES)
        return await in_thread(lambda: self._text(asked.document, asked.start, end))

    def _text(self, document_id: UUID, start: int, end: int) -> str:
        mine = Document.id == document_id, Document.dataset_id.in_(self.knowledge.uses.dataset_ids)
        living = Document.enabled.is_(True), Document.archived.is_(False)
        with unit_of_work() as session:
            key = session.scalar(select(Document.text_storage_key).where(*mine, *living))
        text = text_of(self.storage, key, start, end)
        more = f"\n[The text goes on at {text.end}.]" if text.has_more else ""
        return f"{text.text}{more}"
