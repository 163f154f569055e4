"""A checked bundle becomes a knowledge base: hidden until the last step, so that a kill leaves nothing to be seen.

While it is written it counts as deleted just now, and each piece says so again: what nobody goes on with is removed by
the sweep that removes all deleted ones.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, bindparam, text, update

from treeline.datasets import indexes
from treeline.datasets.bundles import format as bundle
from treeline.datasets.bundles.errors import ImportLost
from treeline.datasets.bundles.reading import BundleReader
from treeline.datasets.indexes import VectorTarget
from treeline.datasets.indexing.copying import copy_rows
from treeline.datasets.indexing.jobs import text_key_of
from treeline.datasets.indexing.reading import hash_of
from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import (
    ChildChunk,
    Dataset,
    DatasetMetadata,
    DatasetProcessRule,
    Document,
    Segment,
)
from treeline.datasets.retrieval.words import WordIndex, WordRow
from treeline.datasets.service import DatasetService
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.splitting.lengths import tokens
from treeline.datasets.splitting.pieces import NOTHING, Added, child_text, indexed_text
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.files.service import EMPTY_SHA256
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, db, enqueue, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import ApiError
from treeline.kernel.ids import new_id, new_ids
from treeline.kernel.storage import Storage, new_key
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.service import ProviderService

if TYPE_CHECKING:
    import numpy as np

# Rows that are written in one transaction.
ROWS = 1000
# Long before the sweep takes it for forgotten.
HIDDEN_FOR = timedelta(minutes=5)
Vectors = Literal["kept", "again", "none"]
# Of a document: found at once; split, to be embedded by a worker; or to be read from its file.
State = Literal["indexed", "split", "waiting"]
_SEGMENT = (
    *("id", "dataset_id", "document_id", "generation", "position", "content", "answer", "text_hash"),
    *("text_start", "text_end", "page_from", "page_to", "heading", "keywords", "enrichment", "tokens", "word_count"),
    *("enabled", "disabled_at", "hit_count", "edited", "created_at", "updated_at"),
)
_CHILD = (
    *("id", "dataset_id", "document_id", "segment_id", "position", "content", "text_hash"),
    *("text_start", "text_end", "tokens", "word_count", "type", "created_at", "updated_at"),
)


@dataclass
class Imported:
    """`vectors`: kept as they came, made again by `model`, or none. `to_index`: documents that wait for that."""

    dataset: Dataset
    vectors: Vectors
    model: str | None
    documents: int = 0
    segments: int = 0
    to_index: int = 0
    index: VectorTarget | None = None
    fields: dict[str, str] = field(default_factory=dict[str, str])
    rules: list[UUID] = field(default_factory=list[UUID])


@dataclass(frozen=True, slots=True)
class Row:
    """A segment or child chunk as it is searched. `vector`: None where there is none."""

    id: UUID
    document_id: UUID
    text: str
    enabled: bool
    vector: "np.ndarray | None"


@dataclass
class BundlePiece:
    """What is written together."""

    documents: list[Document] = field(default_factory=list[Document])
    segments: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    children: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    searched: list[Row] = field(default_factory=list[Row])


class Importer:
    """`services`: makes the service for a session, in the name of whoever imports."""

    def __init__(self, services: Callable[[], DatasetService], storage: Storage, settings: DatasetSettings):
        self.services, self.storage, self.settings = services, storage, settings

    def run(self, reader: BundleReader, name: str | None) -> Imported:
        """No transaction may be open. Raises InvalidBundle, DatasetNameDuplicate, and what creating one raises."""
        reader.check()
        made = self._begun(reader.manifest, name)
        try:
            for piece in self._pieces(reader, made):
                self._write(made, piece)
            self._show(made, name or reader.manifest.dataset.name)
        except BaseException:
            with unit_of_work():
                enqueue("datasets.remove", str(made.dataset.id))
            raise
        return made

    def _begun(self, manifest: bundle.Manifest, name: str | None) -> Imported:
        """The dataset, its index, fields and rules."""
        given = manifest.dataset
        with unit_of_work() as session:
            service = self.services()
            vectors, chosen = self._choice(session, service, manifest)
            values: dict[str, Any] = {
                "name": name or given.name,
                "description": given.description,
                "doc_form": given.doc_form,
                "doc_language": given.doc_language,
                "retrieval_model": given.retrieval_model,
                "icon_info": given.icon_info,
                "built_in_field_enabled": given.built_in_field_enabled,
            }
            if given.indexing_technique is not None:
                values["indexing_technique"] = "high_quality" if chosen else "economy"
            if chosen:
                values["embedding_model_provider"], values["embedding_model"] = chosen
            dataset = service.create(values)
            dataset.deleted_at = now()
            index = next(iter(indexes.targets_of(session, dataset.id)), None)
            if index is not None and vectors == "kept" and manifest.vectors:
                index = indexes.learn(session, self.settings, index, manifest.vectors.dimensions)
            WordIndex(session, dataset.id, dataset.doc_language).create(given.average_length)
            of_it = {"dataset_id": dataset.id, "created_by": service.caller.account_id}
            # They are listed in the order of their times.
            times = (dataset.created_at + timedelta(microseconds=number) for number in count())
            fields = [
                DatasetMetadata(name=each.name, type=each.type, created_at=next(times), **of_it)
                for each in manifest.fields
            ]
            rules = [
                DatasetProcessRule(**msgspec.structs.asdict(each), created_at=next(times), **of_it)
                for each in manifest.rules
            ]
            session.add_all([*fields, *rules])
            session.flush()
            ids = {each.name: str(each.id) for each in fields}
            model = chosen[1] if chosen else None
            return Imported(dataset, vectors, model, index=index, fields=ids, rules=[each.id for each in rules])

    def _choice(
        self, session: DbSession, service: DatasetService, manifest: bundle.Manifest
    ) -> tuple[Vectors, tuple[str, str] | None]:
        """Whether the vectors can be kept, and by which model there are vectors at all."""
        if manifest.dataset.indexing_technique != "high_quality":
            return "none", None
        providers = ProviderService(session, service.caller.workspace_id, service.settings)
        named = (manifest.vectors.provider, manifest.vectors.model) if manifest.vectors else None
        if named is not None and _usable(providers, *named):
            return "kept", named
        usual = providers.default(TEXT_EMBEDDING)
        if usual is not None and _usable(providers, *usual):
            return "again", usual
        return "none", None

    def _pieces(self, reader: BundleReader, made: Imported) -> Iterator[BundlePiece]:
        """Bytes are stored before the rows that name them."""
        segments, ids = Lines(reader, made.vectors == "kept"), map(UUID, new_ids())
        piece = BundlePiece()
        for number, given in enumerate(reader.documents()):
            state = self._state(reader, made, number, given)
            document = self._document(reader, made, number, given, state)
            piece.documents.append(document)
            made.documents += 1
            made.to_index += state != "indexed" or given.changed
            for position, (line, vectors) in enumerate(segments.next(given.segments or 0)):
                if state == "waiting":
                    continue
                made.segments += 1
                _add(piece, document, state, position, line, vectors, ids)
                if len(piece.segments) + len(piece.children) >= ROWS:
                    yield piece
                    piece = BundlePiece()
            if len(piece.documents) >= ROWS:
                yield piece
                piece = BundlePiece()
        yield piece

    def _state(self, reader: BundleReader, made: Imported, number: int, given: bundle.BundledDocument) -> State:
        """Segments without vectors get these from a worker, and are found from then on. Those of older bytes go."""
        if given.segments is None:
            return "waiting"
        if made.vectors == "none" or (made.vectors == "kept" and number not in reader.incomplete):
            return "indexed"
        return "waiting" if given.changed else "split"

    def _document(
        self, reader: BundleReader, made: Imported, number: int, given: bundle.BundledDocument, state: State
    ) -> Document:
        file = reader.manifest.files[given.file] if given.file else None
        id_, at = new_id(), now()
        key = self._stored(reader, given.file, new_key())
        extracted = given.text if state != "waiting" else None
        # Where the worker that goes on looks for it.
        text_key = self._stored(reader, extracted, text_key_of(id_, 1, key))
        return Document(
            id=id_,
            workspace_id=made.dataset.workspace_id,
            dataset_id=made.dataset.id,
            position=number + 1,
            folder=given.folder,
            name=given.name,
            content_hash=file.sha256 if file else EMPTY_SHA256,
            size=file.size if file else 0,
            extension=given.extension,
            mime_type=given.mime_type,
            storage_key=key,
            text_storage_key=text_key,
            doc_form=given.doc_form,
            doc_language=given.doc_language,
            process_rule_id=None if given.rule is None else made.rules[given.rule],
            batch=made.dataset.id.hex,
            enabled=given.enabled,
            disabled_at=None if given.enabled else at,
            archived=given.archived,
            archived_at=at if given.archived else None,
            fields={made.fields[name]: value for name, value in given.metadata.items()},
            created_from="api" if made.dataset.by_key else "web",
            created_by=made.dataset.created_by,
            created_at=given.created_at,
            updated_at=given.updated_at,
            **_progress(state, at, changed=given.changed),
        )

    def _stored(self, reader: BundleReader, name: str | None, key: UUID) -> UUID | None:
        """Nothing is stored of an empty file."""
        if name is None or not reader.manifest.files[name].size:
            return None
        self.storage.put(key, reader.read(name))
        return key

    def _write(self, made: Imported, piece: BundlePiece) -> None:
        """Vectors of remote stores come first: nobody finds them before the rows are there."""
        target = made.index if made.vectors == "kept" else None
        index = VectorIndex(target.id, target.dims or 0) if target else None
        vectors = [
            VectorRow(each.id, each.document_id, each.vector, each.enabled)
            for each in piece.searched
            if each.vector is not None
        ]
        if target and index and is_remote(target.store):
            store = open_store(target.store, db.session, self.settings)
            store.create(index)
            store.upsert(index, vectors)
        with unit_of_work() as session:
            self._stay_hidden(session, made)
            session.add_all(piece.documents)
            session.flush()
            copy_rows(session, Segment, _SEGMENT, piece.segments)
            copy_rows(session, ChildChunk, _CHILD, piece.children)
            words = WordIndex(session, made.dataset.id, made.dataset.doc_language)
            words.add(WordRow(each.id, each.document_id, each.text, each.enabled) for each in piece.searched)
            if target and index and not is_remote(target.store):
                open_store(target.store, session, self.settings).upsert(index, vectors)

    def _stay_hidden(self, session: DbSession, made: Imported) -> None:
        """Raises ImportLost."""
        fresh = (Dataset.id == made.dataset.id, Dataset.deleted_at > now() - HIDDEN_FOR)
        hidden = update(Dataset).where(*fresh).values(deleted_at=now()).returning(Dataset.id)
        if session.scalar(hidden) is None:
            raise ImportLost

    def _show(self, made: Imported, name: str) -> None:
        """Raises ImportLost, DatasetNameDuplicate."""
        with unit_of_work() as session:
            self._stay_hidden(session, made)
            dataset = session.get_one(Dataset, made.dataset.id)
            self.services().update(dataset, {"name": name})
            session.execute(_COUNTED, {"dataset_id": dataset.id})
            dataset.deleted_at = None
            if made.documents:
                dataset.data_source_type = "upload_file"
            if made.to_index:
                enqueue_work(urgent=False)
            session.flush()
            done(session, object_id=dataset.id, object_name=dataset.name)
            made.dataset = dataset


_COUNTED = text("""
    UPDATE documents d
    SET total_segments = counted.number, completed_segments = CASE WHEN d.generation > 0 THEN counted.number ELSE 0 END,
        tokens = CASE WHEN d.generation > 0 THEN counted.tokens ELSE 0 END,
        word_count = CASE WHEN d.generation > 0 THEN counted.words ELSE 0 END
    FROM (SELECT document_id, count(*) AS number, sum(tokens) AS tokens, sum(word_count) AS words
          FROM segments WHERE dataset_id = :dataset_id GROUP BY document_id) counted
    WHERE d.id = counted.document_id""").bindparams(bindparam("dataset_id", type_=Uuid()))


class Lines:
    """Segments in their order, each with its vectors: of itself, or of its child chunks."""

    def __init__(self, reader: BundleReader, keep: bool):
        self._segments, self._vectors = reader.segments(), reader.vectors() if keep else None

    def next(self, number: int) -> "Iterator[tuple[bundle.BundledSegment, list[np.ndarray | None]]]":
        for line in islice(self._segments, number):
            has = [each.vector for each in line.children] or [line.vector]
            yield line, [next(self._vectors) if each and self._vectors else None for each in has]


def _progress(state: State, at: datetime, *, changed: bool) -> dict[str, Any]:
    """What a worker is to do for it, if anything."""
    if state == "waiting":
        return {"generation": 0, "building": 1, "indexing_status": "waiting"}
    done = {"parsing_completed_at": at, "cleaning_completed_at": at, "splitting_completed_at": at}
    if state == "split":
        return {"generation": 0, "building": 1, "indexing_status": "indexing", **done}
    if changed:
        return {"generation": 1, "building": 2, "indexing_status": "waiting"}
    return {"generation": 1, "building": None, "indexing_status": "completed", "completed_at": at, **done}


def _add(
    piece: BundlePiece,
    document: Document,
    state: State,
    position: int,
    line: bundle.BundledSegment,
    vectors: "Sequence[np.ndarray | None]",
    ids: Iterator[UUID],
) -> None:
    id_, at = next(ids), now()
    found = state == "indexed" and document.enabled and not document.archived and line.enabled
    added = Added.of(msgspec.structs.asdict(line.enrichment) if line.enrichment else None)
    own = indexed_text(line.heading, line.content, line.answer, NOTHING if line.children else added)
    piece.segments.append(
        (
            *(id_, document.dataset_id, document.id, 1, position, line.content, line.answer, hash_of(own)),
            *(line.start, line.end, line.page_from, line.page_to, line.heading, line.keywords),
            *(
                json.dumps(added.stored()) if added else None,
                tokens(line.content + (line.answer or "")),
                len(line.content),
            ),
            *(line.enabled, None if line.enabled else at, 0, line.edited, at, at),
        )
    )
    rows = [] if document.doc_form == "hierarchical_model" else [(id_, own)]
    for place, child in enumerate(line.children):
        child_id, child_own = next(ids), child_text(line.heading, child.content, added)
        rows.append((child_id, child_own))
        piece.children.append(
            (
                *(child_id, document.dataset_id, document.id, id_, place, child.content, hash_of(child_own)),
                *(child.start, child.end, tokens(child.content), len(child.content), child.type, at, at),
            )
        )
    if state == "indexed":
        piece.searched += [
            Row(row_id, document.id, row_text, found, vector)
            for (row_id, row_text), vector in zip(rows, vectors, strict=False)
        ]


def _usable(providers: ProviderService, provider: str, model: str) -> bool:
    try:
        providers.runtime(provider, model, TEXT_EMBEDDING)
    except ApiError:
        return False
    return True
