"""A knowledge base on its way into a bundle: lists are written to temporary files, then all is sent.

Each document is read in a transaction that holds it, so its segments belong together; vectors go by their ids. While
bytes are sent, no database connection is held.
"""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import select, tuple_

from treeline.assets.archives.writing import ZipMember, stream
from treeline.datasets import indexes
from treeline.datasets.bundles import format as bundle
from treeline.datasets.bundles.errors import ExportNotOffered
from treeline.datasets.indexes import VectorTarget
from treeline.datasets.models import (
    ChildChunk,
    Dataset,
    DatasetMetadata,
    DatasetProcessRule,
    Document,
    Segment,
)
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.files.errors import BytesMissing
from treeline.kernel.db import DbSession, db, unit_of_work
from treeline.kernel.storage import CHUNK_BYTES, ObjectMissing, Storage

# Documents that are listed at once, and segments whose vectors are read at once.
DOCUMENTS, SEGMENTS = 500, 500
Passage = tuple[Segment, list[ChildChunk]]
# Longer than any text or file is.
WHOLE = 2**40
# Dates within a zip say nothing here, and the same knowledge base gives the same bytes.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


class Spool:
    """Bytes that are written once, then sent."""

    def __init__(self, file: IO[bytes]):
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def chunks(self) -> Iterator[bytes]:
        self._file.seek(0)
        while chunk := self._file.read(CHUNK_BYTES):
            yield chunk


@dataclass
class Spooled:
    """The lists of a bundle. `objects`: the key of each file that comes from the storage."""

    dataset: Dataset
    fields: list[DatasetMetadata]
    index: VectorTarget | None
    average_length: float | None
    lists: dict[str, Spool]
    objects: dict[str, UUID] = field(default_factory=dict[str, UUID])
    rules: dict[UUID, int] = field(default_factory=dict[UUID, int])
    bundled_rules: list[bundle.BundledRule] = field(default_factory=list[bundle.BundledRule])
    documents: int = 0
    segments: int = 0
    vectors: int = 0


@dataclass(frozen=True)
class Exporter:
    dataset_id: UUID
    storage: Storage
    settings: DatasetSettings

    def stream(self) -> Generator[bytes]:
        """The zip. What is read from the database is read before the first piece; no transaction may be open.

        Raises ExportNotOffered, errors of the store; BytesMissing on the way.
        """
        with ExitStack() as files:
            names = (bundle.DOCUMENTS, bundle.SEGMENTS, bundle.VECTORS)
            spooled = self._begun({name: Spool(files.enter_context(TemporaryFile())) for name in names})
            after: tuple[int, UUID] | None = None
            while some := self._some(after):
                for _, document_id in some:
                    self._spool(spooled, document_id)
                after = some[-1]
            yield from stream(*_members(spooled, self.storage))

    def _begun(self, lists: dict[str, Spool]) -> Spooled:
        with unit_of_work() as session:
            dataset = session.get_one(Dataset, self.dataset_id)
            if dataset.provider == "external":
                raise ExportNotOffered("External knowledge bases can't be exported: their content is elsewhere.")
            mine = select(DatasetMetadata).where(DatasetMetadata.dataset_id == dataset.id)
            fields = list(session.scalars(mine.order_by(DatasetMetadata.created_at, DatasetMetadata.id)))
            index = next((each for each in indexes.targets_of(session, dataset.id) if each.dims is not None), None)
            average = indexes.words_of(session, dataset.id).average_length()
            return Spooled(dataset, fields, index, average, lists)

    def _some(self, after: tuple[int, UUID] | None) -> list[tuple[int, UUID]]:
        wanted = select(Document.position, Document.id).where(Document.dataset_id == self.dataset_id)
        if after is not None:
            wanted = wanted.where(tuple_(Document.position, Document.id) > after)
        with unit_of_work() as session:
            rows = session.execute(wanted.order_by(Document.position, Document.id).limit(DOCUMENTS))
            return [(position, id_) for position, id_ in rows]

    def _spool(self, spooled: Spooled, document_id: UUID) -> None:
        with unit_of_work() as session:
            wanted = select(Document).where(Document.id == document_id)
            # Nobody publishes, edits or deletes it meanwhile.
            document = session.scalars(wanted.with_for_update(read=True)).one_or_none()
            if document is None:
                return
            passages = _passages(session, document)
            rule = _rule(session, spooled, document.process_rule_id)
        number = spooled.documents
        spooled.documents += 1
        spooled.segments += len(passages)
        file = text = None
        if document.storage_key is not None:
            extension = document.extension.lstrip(".").lower()
            plain = extension if extension.isascii() and extension.isalnum() else "bin"
            file = f"{bundle.FILES}{number:06}.{plain}"
            spooled.objects[file] = document.storage_key
        if document.generation > 0 and document.text_storage_key is not None:
            text = f"{bundle.TEXTS}{number:06}.txt"
            spooled.objects[text] = document.text_storage_key
        line = bundle.BundledDocument(
            name=document.name,
            folder=document.folder,
            file=file,
            text=text,
            extension=document.extension,
            mime_type=document.mime_type,
            doc_form=cast(Any, document.doc_form),
            doc_language=document.doc_language,
            rule=rule,
            metadata=_named(spooled.fields, document.fields),
            enabled=document.enabled,
            archived=document.archived,
            segments=len(passages) if document.generation > 0 else None,
            changed=document.generation > 0 and document.building is not None,
            created_at=document.created_at.astimezone(UTC),
            updated_at=document.updated_at.astimezone(UTC),
        )
        spooled.lists[bundle.DOCUMENTS].write(msgspec.json.encode(line) + b"\n")
        hierarchical = document.doc_form == "hierarchical_model"
        for start in range(0, len(passages), SEGMENTS):
            self._spool_segments(spooled, number, passages[start : start + SEGMENTS], hierarchical=hierarchical)

    def _spool_segments(
        self, spooled: Spooled, number: int, passages: Sequence[Passage], *, hierarchical: bool
    ) -> None:
        searched = [child.id for _, children in passages for child in children]
        searched = searched if hierarchical else [segment.id for segment, _ in passages]
        known = self._vectors(spooled.index, searched)
        vectors = [known[each] for each in searched if each in known]
        spooled.lists[bundle.VECTORS].write(b"".join(vectors))
        spooled.vectors += len(vectors)
        lines = (_line(segment, number, children, known) for segment, children in passages)
        spooled.lists[bundle.SEGMENTS].write(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))

    def _vectors(self, target: VectorTarget | None, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """What the store lacks by now is embedded again by whoever imports it. No transaction may be open."""
        if target is None or not ids:
            return {}
        index = VectorIndex(target.id, target.dims or 0)
        if is_remote(target.store):
            found = open_store(target.store, db.session, self.settings).vectors(index, ids)
        else:
            with unit_of_work() as session:
                found = open_store(target.store, session, self.settings).vectors(index, ids)
        return {id_: vector.astype("<f2").tobytes() for id_, vector in found.items()}


def _passages(session: DbSession, document: Document) -> list[Passage]:
    """What answers: segments in their order, each with its child chunks."""
    if document.generation == 0:
        return []
    mine = (Segment.document_id == document.id, Segment.generation == document.generation)
    segments = session.scalars(select(Segment).where(*mine).order_by(Segment.position)).all()
    children: dict[UUID, list[ChildChunk]] = {each.id: [] for each in segments}
    if document.doc_form == "hierarchical_model":
        of_it = select(ChildChunk).where(ChildChunk.document_id == document.id)
        for child in session.scalars(of_it.order_by(ChildChunk.position, ChildChunk.id)):
            if child.segment_id in children:
                children[child.segment_id].append(child)
    return [(each, children[each.id]) for each in segments]


def _line(
    segment: Segment, number: int, children: Sequence[ChildChunk], vectors: dict[UUID, bytes]
) -> bundle.BundledSegment:
    return bundle.BundledSegment(
        document=number,
        content=segment.content,
        answer=segment.answer,
        start=segment.text_start,
        end=segment.text_end,
        page_from=segment.page_from,
        page_to=segment.page_to,
        heading=list(segment.heading),
        keywords=list(segment.keywords),
        enabled=segment.enabled,
        edited=segment.edited,
        vector=segment.id in vectors,
        children=[
            bundle.BundledChild(
                content=each.content,
                start=each.text_start,
                end=each.text_end,
                type=cast(Any, each.type),
                vector=each.id in vectors,
            )
            for each in children
        ],
        enrichment=bundle.BundledEnrichment(**segment.enrichment) if segment.enrichment else None,
    )


def _rule(session: DbSession, spooled: Spooled, rule_id: UUID | None) -> int | None:
    if rule_id is None:
        return None
    if rule_id not in spooled.rules:
        rule = session.get_one(DatasetProcessRule, rule_id)
        spooled.rules[rule_id] = len(spooled.bundled_rules)
        spooled.bundled_rules.append(bundle.BundledRule(rule.mode, rule.rules, rule.enrichments))
    return spooled.rules[rule_id]


def _named(fields: Sequence[DatasetMetadata], values: dict[str, Any]) -> dict[str, Any]:
    return {each.name: values[str(each.id)] for each in fields if str(each.id) in values}


def _members(spooled: Spooled, storage: Storage) -> tuple[Iterator[ZipMember], Any]:
    """What `writing.stream` takes. The manifest comes last: by then it is known what everything is."""
    listed = dict[str, bundle.Listed]()
    manifest = b""

    def members() -> Iterator[ZipMember]:
        nonlocal manifest
        for name, spool in spooled.lists.items():
            if name != bundle.VECTORS or spooled.index is not None:
                yield _member(name, max(1, spool.size))
        for name in spooled.objects:
            yield _member(name, CHUNK_BYTES)
        manifest = msgspec.json.encode(_manifest(spooled, listed))
        yield _member(bundle.MANIFEST, len(manifest))

    def read(member: ZipMember) -> Iterator[bytes]:
        if member.path == bundle.MANIFEST:
            yield manifest
            return
        digest, size = hashlib.sha256(), 0
        spool = spooled.lists.get(member.path)
        for chunk in spool.chunks() if spool else _object(storage, spooled.objects[member.path]):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        listed[member.path] = bundle.Listed(size, digest.hexdigest())

    return members(), read


def _member(path: str, size: int) -> ZipMember:
    return ZipMember(path, "file", size, _NO_DATE, None, 0)


def _object(storage: Storage, key: UUID) -> Iterator[bytes]:
    try:
        yield from storage.read(key, 0, WHOLE)
    except ObjectMissing as error:
        raise BytesMissing from error


def _manifest(spooled: Spooled, listed: dict[str, bundle.Listed]) -> bundle.Manifest:
    dataset, index = spooled.dataset, spooled.index
    vectors = None
    if index is not None:
        vectors = bundle.BundledVectors(index.provider, index.model, index.dims or 0, spooled.vectors)
    return bundle.Manifest(
        format=bundle.FORMAT,
        version=bundle.VERSION,
        dataset=bundle.BundledDataset(
            name=dataset.name,
            description=dataset.description,
            doc_form=cast(Any, dataset.doc_form),
            doc_language=dataset.doc_language,
            indexing_technique=cast(Any, dataset.indexing_technique),
            retrieval_model=dataset.retrieval_model,
            icon_info=dataset.icon_info,
            built_in_field_enabled=dataset.built_in_field_enabled,
            average_length=spooled.average_length,
        ),
        fields=[bundle.BundledField(each.name, cast(Any, each.type)) for each in spooled.fields],
        rules=spooled.bundled_rules,
        vectors=vectors,
        documents=spooled.documents,
        segments=spooled.segments,
        files=listed,
    )
