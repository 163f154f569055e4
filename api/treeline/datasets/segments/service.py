from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from treeline.datasets.documents.service import require_unarchived
from treeline.datasets.errors import ChildChunkNotFound, DocumentIndexing, DocumentNotFound, SegmentNotFound
from treeline.datasets.indexes import VectorTarget, targets_of
from treeline.datasets.indexing.reading import hash_of
from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.permissions import Caller
from treeline.datasets.searchable import SearchTables
from treeline.datasets.segments.writing import ByHand, Known
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.splitting.lengths import tokens
from treeline.datasets.splitting.pieces import Added, child_text, indexed_text
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput

MAX_CHILDREN = 1000


class SegmentService:
    """The segments of one document. What it answers, that is; of one that is being indexed first, what is to answer."""

    def __init__(
        self, session: DbSession, caller: Caller, dataset: Dataset, document_id: UUID, settings: DatasetSettings
    ):
        """Raises DocumentNotFound."""
        self.session, self.caller, self.dataset, self.settings = session, caller, dataset, settings
        wanted = select(Document).where(Document.id == document_id, Document.dataset_id == dataset.id)
        document = session.scalars(wanted).one_or_none()
        if document is None:
            raise DocumentNotFound
        self.document = document

    @property
    def _here(self) -> tuple[ColumnElement[bool], ...]:
        generation = self.document.generation or self.document.building or 0
        return Segment.document_id == self.document.id, Segment.generation == generation

    def find(
        self,
        *,
        keyword: str,
        enabled: bool | None,
        hits: int | None,
        statuses: Collection[str],
        offset: int,
        limit: int,
    ) -> tuple[list[Segment], int]:
        """One page in the order of the text, and how many there are."""
        wanted = [*self._here]
        if keyword:
            wanted.append(Segment.content.icontains(keyword, autoescape=True))
        if enabled is not None:
            wanted.append(Segment.enabled.is_(enabled))
        if hits is not None:
            wanted.append(Segment.hit_count >= hits)
        if statuses and ("completed" if self.document.generation else "indexing") not in statuses:
            return [], 0
        total = self.session.scalar(select(func.count()).select_from(Segment).where(*wanted)) or 0
        page = select(Segment).where(*wanted).order_by(Segment.position).offset(offset).limit(limit)
        return list(self.session.scalars(page)), total

    def children(self, segments: Sequence[Segment]) -> dict[UUID, list[ChildChunk]]:
        found: dict[UUID, list[ChildChunk]] = {segment.id: [] for segment in segments}
        mine = select(ChildChunk).where(among(ChildChunk.segment_id, list(found))).order_by(ChildChunk.position)
        for child in self.session.scalars(mine):
            found[child.segment_id].append(child)
        return found

    def get(self, segment_id: UUID) -> Segment:
        """Raises SegmentNotFound."""
        segment = self.session.scalars(select(Segment).where(*self._here, Segment.id == segment_id)).one_or_none()
        if segment is None:
            raise SegmentNotFound
        return segment

    def many(self, segment_ids: Collection[UUID]) -> list[Segment]:
        """Raises SegmentNotFound for the first that is not here."""
        found = list(self.session.scalars(select(Segment).where(*self._here, among(Segment.id, segment_ids))))
        known = {each.id for each in found}
        if missing := [each for each in segment_ids if each not in known]:
            raise SegmentNotFound(f"Segment {missing[0]} not found in this document.")
        return found

    def child(self, segment: Segment, child_id: UUID) -> ChildChunk:
        """Raises ChildChunkNotFound."""
        mine = (ChildChunk.segment_id == segment.id, ChildChunk.id == child_id)
        child = self.session.scalars(select(ChildChunk).where(*mine)).one_or_none()
        if child is None:
            raise ChildChunkNotFound
        return child

    def require_writable(self) -> None:
        """Raises ArchivedDocumentImmutable, DocumentIndexing."""
        require_unarchived(self.document)
        if self.document.generation == 0 or self.document.building is not None:
            raise DocumentIndexing("The document is being indexed. Change its segments when that is done.")

    def lock(self) -> None:
        """Nobody else changes segments of the document, or replaces them, until the end. Raises as require_writable."""
        locked = select(Document).where(Document.id == self.document.id).with_for_update()
        self.document = self.session.scalars(locked.execution_options(populate_existing=True)).one()
        self.require_writable()

    def add(self, given: Sequence[Any], hand: ByHand, known: Known) -> list[Segment]:
        """Segments at the end of the document: (content, answer, keywords) each."""
        self.lock()
        last = self.session.scalar(select(func.coalesce(func.max(Segment.position), -1)).where(*self._here))
        made = [
            Segment(
                dataset_id=self.dataset.id,
                document_id=self.document.id,
                generation=self.document.generation,
                position=(-1 if last is None else last) + 1 + number,
                edited=True,
                created_by=self.caller.account_id,
                keywords=each.keywords or [],
                **self._of_text([], each.content, each.answer),
            )
            for number, each in enumerate(given)
        ]
        self.session.add_all(made)
        self.session.flush()
        if not self.is_hierarchical:
            hand.write(self.session, self.dataset, self.document, made, known)
        self._count()
        return made

    def change(self, segment: Segment, content: str, answer: str | None, keywords: list[str] | None) -> None:
        """Its text and keywords; `write` follows."""
        for name, value in self._of_text(segment.heading, content, answer).items():
            setattr(segment, name, value)
        if keywords is not None:
            segment.keywords = keywords
        segment.edited, segment.updated_at = True, now()
        self.session.flush()
        self._count()

    def replace_children(self, segment: Segment, contents: Sequence[str]) -> list[ChildChunk]:
        """All of a segment's child chunks, anew."""
        old = list(self.session.scalars(select(ChildChunk.id).where(ChildChunk.segment_id == segment.id)))
        self.tables.delete(ids=old)
        self.session.execute(delete(ChildChunk).where(ChildChunk.segment_id == segment.id))
        made = [self._child(segment, position, content, "automatic") for position, content in enumerate(contents)]
        self.session.add_all(made)
        self.session.flush()
        return made

    def add_child(self, segment: Segment, content: str) -> ChildChunk:
        """Raises InvalidInput where there can be none."""
        if not self.is_hierarchical:
            told = f"documents of the form {self.document.doc_form} have no child chunks."
            raise InvalidInput.at("content", "no_child_chunks", told, doc_form=self.document.doc_form)
        of = ChildChunk.segment_id == segment.id
        count, last = self.session.execute(select(func.count(), func.max(ChildChunk.position)).where(of)).one()
        if count >= MAX_CHILDREN:
            told = f"a segment can have at most {MAX_CHILDREN} child chunks."
            raise InvalidInput.at("content", "too_many_children", told, limit=MAX_CHILDREN)
        child = self._child(segment, (last if last is not None else -1) + 1, content, "customized")
        self.session.add(child)
        segment.edited = True
        self.session.flush()
        return child

    def change_child(self, segment: Segment, child: ChildChunk, content: str) -> None:
        made = self._child(segment, child.position, content, "customized")
        for name in ("content", "text_hash", "tokens", "word_count", "type", "text_start", "text_end"):
            setattr(child, name, getattr(made, name))
        child.updated_at, segment.edited = now(), True
        self.session.flush()

    def delete_child(self, segment: Segment, child: ChildChunk) -> None:
        self.tables.delete(ids=[child.id])
        self.session.delete(child)
        segment.edited = True

    def delete(self, segment_ids: Collection[UUID]) -> None:
        """Raises SegmentNotFound; as `lock`."""
        self.lock()
        found = self.many(segment_ids)
        self.tables.delete(ids=self._searched(found))
        for segment in found:
            self.session.delete(segment)
        self.session.flush()
        self._count()

    def set_enabled(self, segment_ids: Collection[UUID], *, enabled: bool) -> None:
        """Raises SegmentNotFound; as `lock`."""
        self.lock()
        found = self.many(segment_ids)
        for segment in found:
            segment.enabled, segment.disabled_at = enabled, None if enabled else now()
        if self.document.enabled and not self.document.archived:
            self.tables.set_enabled(enabled, ids=self._searched(found))

    @property
    def is_hierarchical(self) -> bool:
        return self.document.doc_form == "hierarchical_model"

    @property
    def tables(self) -> SearchTables:
        return SearchTables(self.session, self.dataset, self.settings)

    def targets(self) -> tuple[VectorTarget, ...]:
        """The indexes that vectors of this dataset go into."""
        return targets_of(self.session, self.dataset.id)

    def _searched(self, segments: Sequence[Segment]) -> list[UUID]:
        if not self.is_hierarchical:
            return [segment.id for segment in segments]
        return [child.id for children in self.children(segments).values() for child in children]

    def _of_text(self, heading: Sequence[str], content: str, answer: str | None) -> dict[str, Any]:
        if self.document.doc_form == "qa_model" and not answer:
            raise InvalidInput.at("answer", "missing", "required: segments here are questions with answers.")
        answer = answer if self.document.doc_form == "qa_model" else None
        return {
            "content": content,
            "answer": answer,
            "text_hash": hash_of(indexed_text(heading, content, answer)),
            # A model wrote it about another text. Child chunks stand where they stood.
            **({} if self.is_hierarchical else {"enrichment": None}),
            "tokens": tokens(content + (answer or "")),
            "word_count": len(content),
        }

    def _child(self, segment: Segment, position: int, content: str, kind: str) -> ChildChunk:
        return ChildChunk(
            dataset_id=self.dataset.id,
            document_id=self.document.id,
            segment_id=segment.id,
            position=position,
            content=content,
            text_hash=hash_of(child_text(segment.heading, content, Added.of(segment.enrichment))),
            tokens=tokens(content),
            word_count=len(content),
            type=kind,
        )

    def _count(self) -> None:
        sums = (func.coalesce(func.sum(Segment.tokens), 0), func.coalesce(func.sum(Segment.word_count), 0))
        words = select(*sums, func.count()).where(*self._here)
        total_tokens, word_count, number = self.session.execute(words).one()
        values = {
            "tokens": total_tokens,
            "word_count": word_count,
            "total_segments": number,
            "completed_segments": number,
        }
        self.session.execute(update(Document).where(Document.id == self.document.id).values(**values))
