"""Changes of text: what it needs of a model is asked for first, without a transaction; then all is written in one."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.indexes import IndexesChanged
from treeline.datasets.indexing.reading import hash_of
from treeline.datasets.models import ChildChunk, DatasetProcessRule, Document, Segment
from treeline.datasets.segments.schemas import SegmentChange, SegmentIn
from treeline.datasets.segments.service import SegmentService
from treeline.datasets.segments.writing import ByHand, Known
from treeline.datasets.splitting.pieces import NOTHING, Added, Rules, indexed_text
from treeline.datasets.splitting.split import split
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import done

T = TypeVar("T")
Open = Callable[[DbSession], SegmentService]


class SegmentEditing:
    """`open_service` finds the dataset and the document anew, in each transaction."""

    def __init__(self, open_service: Open, hand: ByHand):
        self.open, self.hand = open_service, hand

    def add(
        self, given: Sequence[SegmentIn], also: Callable[[DbSession], object] = lambda _: None
    ) -> tuple[list[Segment], Document]:
        """`also`: what belongs into the same transaction."""
        return _through_switches(lambda: self._added(given, also))

    def change(self, segment_id: UUID, change: SegmentChange) -> tuple[Segment, list[ChildChunk], Document]:
        return _through_switches(lambda: self._changed(segment_id, change))

    def write_child(self, segment_id: UUID, content: str, child_id: UUID | None = None) -> ChildChunk:
        """A new child chunk, or another text of one that is there."""
        return _through_switches(lambda: self._written_child(segment_id, content, child_id))

    def _added(self, given: Sequence[SegmentIn], also: Callable[[DbSession], object]) -> tuple[list[Segment], Document]:
        with unit_of_work() as session:
            service = self.open(session)
            service.require_writable()
            targets, hierarchical = service.targets(), service.is_hierarchical
            rules = _rules(session, service.document)
        children = [_children(rules, each.content) if hierarchical else [] for each in given]
        texts = [text for some in children for text in some] if hierarchical else [each.content for each in given]
        known = self.hand.embed(targets, _by_hash([], texts))
        with unit_of_work() as session:
            service = self.open(session)
            made = service.add(given, self.hand, known)
            if hierarchical:
                parents = zip(made, children, strict=True)
                written = [child for each, contents in parents for child in service.replace_children(each, contents)]
                self._write(service, written, known)
            also(session)
            done(session, object_id=made[0].id if len(made) == 1 else None)
            return made, service.document

    def _changed(self, segment_id: UUID, change: SegmentChange) -> tuple[Segment, list[ChildChunk], Document]:
        with unit_of_work() as session:
            service = self.open(session)
            service.require_writable()
            segment = service.get(segment_id)
            content = change.content if change.content is not None else segment.content
            answer = change.answer if change.answer is not None else segment.answer
            targets, hierarchical, heading = service.targets(), service.is_hierarchical, segment.heading
            added = Added.of(segment.enrichment) if hierarchical else NOTHING
            old = [each.content for each in service.children([segment])[segment.id]]
            rules = _rules(session, service.document)
        contents = _children(rules, content) if hierarchical and change.regenerate_child_chunks else old
        texts = contents if hierarchical else [content]
        known = self.hand.embed(targets, _by_hash(heading, texts, None if hierarchical else answer, added))
        with unit_of_work() as session:
            service = self.open(session)
            service.lock()
            segment = service.get(segment_id)
            if change.enabled is not None:
                segment.enabled = change.enabled
            service.change(segment, content, answer, change.keywords)
            if hierarchical and change.regenerate_child_chunks:
                self._write(service, service.replace_children(segment, contents), known)
            elif not hierarchical:
                self._write(service, [segment], known)
            if change.enabled is not None:
                service.set_enabled([segment_id], enabled=change.enabled)
            done(session)
            return segment, service.children([segment])[segment.id], service.document

    def _written_child(self, segment_id: UUID, content: str, child_id: UUID | None) -> ChildChunk:
        with unit_of_work() as session:
            service = self.open(session)
            service.require_writable()
            segment = service.get(segment_id)
            if child_id is not None:
                service.child(segment, child_id)
            targets, heading = service.targets() if service.is_hierarchical else (), segment.heading
            added = Added.of(segment.enrichment)
        known = self.hand.embed(targets, _by_hash(heading, [content], added=added))
        with unit_of_work() as session:
            service = self.open(session)
            service.lock()
            segment = service.get(segment_id)
            if child_id is None:
                child = service.add_child(segment, content)
            else:
                child = service.child(segment, child_id)
                service.change_child(segment, child, content)
            self._write(service, [child], known)
            done(session, object_id=child.id)
            return child

    def _write(self, service: SegmentService, rows: Sequence[Segment | ChildChunk], known: Known) -> None:
        self.hand.write(service.session, service.dataset, service.document, rows, known)


def _through_switches(act: Callable[[], T]) -> T:
    """Again, if meanwhile another model began to answer: nothing was written."""
    while True:
        try:
            return act()
        except IndexesChanged:
            continue


def _by_hash(
    heading: Sequence[str], contents: Sequence[str], answer: str | None = None, added: Added = NOTHING
) -> Mapping[str, str]:
    """Of segments as people wrote them, or of child chunks, which keep the context of their segment."""
    texts = [indexed_text(heading, each, answer, Added(added.context)) for each in contents]
    return {hash_of(text): text for text in texts}


def _rules(session: DbSession, document: Document) -> Rules:
    rule = session.get(DatasetProcessRule, document.process_rule_id) if document.process_rule_id else None
    return Rules.of(rule.given() if rule else None, document.doc_form)


def _children(rules: Rules, content: str) -> list[str]:
    """As the rule of the document splits a parent."""
    return [child.content for piece in split(Extracted(content, "md"), rules) for child in piece.children]
