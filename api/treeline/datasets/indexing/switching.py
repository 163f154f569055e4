"""An index is built while another answers, until it has all that the documents answer; then it answers.

Documents that it lacks are looked for again and again, so whatever is added or changed meanwhile comes in by itself.
What is known of a text costs nothing: a worker that is killed leaves all vectors that it was given to the next one.
"""

import asyncio
from dataclasses import dataclass, replace
from uuid import UUID

from psycopg2.errors import LockNotAvailable
from sqlalchemy import delete, select, text, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from treeline.datasets import indexes
from treeline.datasets.errors import IndexIncomplete
from treeline.datasets.indexes import target_of
from treeline.datasets.indexing import claims, index_claims
from treeline.datasets.indexing.beating import beating
from treeline.datasets.indexing.budget import Budget, HandBack
from treeline.datasets.indexing.failures import end, reason_of
from treeline.datasets.indexing.filling import Vectors
from treeline.datasets.indexing.index_claims import IndexClaim, enqueue_building
from treeline.datasets.indexing.versions import (
    Searched,
    VectorsMissing,
    Version,
    answering_rows,
    pages,
    searched,
    send_vectors,
    write_vectors,
    write_words,
)
from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import Dataset, Document, IndexedDocument, KnowledgeIndex
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.kernel import current
from treeline.kernel.claims import ClaimLost
from treeline.kernel.db import DbSession, db, unit_of_work

# Documents that are looked at together, and texts that vectors are looked up for together.
DOCUMENTS, TEXTS = 50, 500
# What writers may be kept waiting for while an index wants to answer, and how soon it tries again.
LOCK_SECONDS, PAUSE_SECONDS = 2, 0.5


def build(budget: Budget | None = None) -> None:
    """One index after the other, for as long as one task may."""
    budget = budget or Budget()
    lease = current.settings(DatasetSettings).indexing_lease_seconds
    while True:
        with unit_of_work() as session:
            claim = index_claims.claim_next(session, lease)
        if claim is None:
            return
        bring_up(claim, budget)
        if budget.is_spent:
            with unit_of_work():
                enqueue_building()
            return


def bring_up(claim: IndexClaim, budget: Budget) -> None:
    """Whatever happens, the index answers, is released, has a reason why not, or is another's."""
    try:
        asyncio.run(beating(_steps(claim, budget), lambda: _beat(claim, budget), claim.lease_seconds))
    except ClaimLost:
        return
    except HandBack:
        with unit_of_work() as session:
            index_claims.release(session, claim)
    except Exception as error:
        end(index_claims, claim, reason_of(error, f"index {claim.id}"))


def _beat(claim: IndexClaim, budget: Budget) -> None:
    with unit_of_work() as session:
        index_claims.renew(session, claim)
    budget.check()


async def _steps(claim: IndexClaim, budget: Budget) -> None:
    with unit_of_work() as session:
        building = _Building.open(session, claim, budget)
    after, wrote = -1, False
    while True:
        budget.check()
        with unit_of_work() as session:
            found = building.lacking(session, after)
        if found:
            wrote = await building.write([version for _, version in found]) or wrote
            after = found[-1][0]
        elif after >= 0:
            # Others may hold the documents that are left.
            if not wrote:
                await asyncio.sleep(PAUSE_SECONDS)
            after, wrote = -1, False
        elif building.answers():
            building.tidy()
            return
        else:
            await asyncio.sleep(PAUSE_SECONDS)


@dataclass
class _Building:
    claim: IndexClaim
    index_id: UUID
    dataset_id: UUID
    kind: str
    language: str | None
    is_hierarchical: bool
    vectors: Vectors

    @classmethod
    def open(cls, session: DbSession, claim: IndexClaim, budget: Budget) -> "_Building":
        """Raises ClaimLost."""
        joined = select(KnowledgeIndex, Dataset).join(Dataset, Dataset.id == KnowledgeIndex.dataset_id)
        row = session.execute(joined.where(index_claims.held(claim))).one_or_none()
        if row is None:
            raise ClaimLost
        index, dataset = row
        is_hierarchical = dataset.doc_form == "hierarchical_model"

        def hold(session: DbSession, embedded: int) -> None:
            indexes.share(session, dataset.id)
            progress = {"attempt": 0} if embedded else {}
            index_claims.renew(session, claim, embedded=KnowledgeIndex.embedded + embedded, **progress)

        vectors = Vectors(dataset.workspace_id, dataset.id, is_hierarchical, target_of(index), hold, budget.spend)
        return cls(claim, index.id, dataset.id, index.kind, index.language, is_hierarchical, vectors)

    def lacking(self, session: DbSession, after: int, limit: int = DOCUMENTS) -> list[tuple[int, Version]]:
        """Some of the documents that the index does not have as they answer now, behind a position."""
        has = select(true()).where(
            IndexedDocument.index_id == self.index_id,
            IndexedDocument.document_id == Document.id,
            IndexedDocument.generation == Document.generation,
        )
        columns = (Document.position, Document.id, Document.generation, Document.doc_form)
        mine = select(*columns).where(Document.dataset_id == self.dataset_id, Document.generation > 0, ~has.exists())
        rows = session.execute(mine.where(Document.position > after).order_by(Document.position).limit(limit))
        return [(at, Version(id_, number, form == "hierarchical_model")) for at, id_, number, form in rows]

    async def write(self, versions: list[Version]) -> bool:
        """Whether any of them could be written."""
        if self.kind == "words":
            self._settle(versions)
        else:
            await self._embed(versions)
        wrote = False
        for version in versions:
            try:
                wrote = self._write_one(version) or wrote
            except VectorsMissing:
                # It was changed just now.
                continue
        return wrote

    async def _embed(self, versions: list[Version]) -> None:
        texts = dict[str, str]()
        for version in versions:
            after = -1
            while page := self._page(version, after):
                texts |= {each.text_hash: each.text for each in page}
                after = page[-1].position
                if len(texts) >= TEXTS:
                    await self.vectors.of(texts)
                    texts = {}
        if texts:
            await self.vectors.of(texts)

    def _page(self, version: Version, after: int) -> list[Searched]:
        with unit_of_work() as session:
            return searched(session, version, after)

    def _settle(self, versions: list[Version]) -> None:
        with unit_of_work() as session:
            indexes.share(session, self.dataset_id)
            index_claims.renew(session, self.claim)
            self._words(session).settle(each.text for v in versions for page in pages(session, v) for each in page)

    def _write_one(self, version: Version) -> bool:
        """Not while somebody else has the document: it is changed, or gone. Raises VectorsMissing, ClaimLost."""
        sent = self._send(version)
        with unit_of_work() as session:
            this = (Document.id == version.document_id, Document.generation == version.generation)
            found = select(Document.enabled & ~Document.archived).where(*this)
            enabled = session.scalar(found.with_for_update(of=Document, skip_locked=True))
            if enabled is None:
                return False
            indexes.share(session, self.dataset_id)
            index_claims.renew(session, self.claim, attempt=0)
            if sent and not self._is_noted(session, version):
                return False
            if self.kind == "words":
                write_words(session, self._words(session), version, enabled=enabled)
            else:
                settings, target = current.settings(DatasetSettings), self.vectors.target
                write_vectors(session, settings, target, self.vectors.cache, version, enabled=enabled)
            self._note(session, version)
        return True

    def _send(self, version: Version) -> bool:
        """To a remote store, if it is one. What that has of the document may be of before, and nobody searches it yet.

        Noted as of no generation until it is locked: an edit in between forgets the note, and it is sent again.
        """
        target = self.vectors.target
        if self.kind == "words" or target.dims is None or not is_remote(target.store):
            return False
        with unit_of_work() as session:
            self._note(session, replace(version, generation=0))
        settings = current.settings(DatasetSettings)
        store, index = open_store(target.store, db.session, settings), VectorIndex(target.id, target.dims)
        store.create(index)
        store.delete(index, document_ids=[version.document_id])
        send_vectors(
            settings, target, self.vectors.cache, version, lambda session: index_claims.renew(session, self.claim)
        )
        return True

    def _is_noted(self, session: DbSession, version: Version) -> bool:
        noted = (IndexedDocument.index_id == self.index_id, IndexedDocument.document_id == version.document_id)
        return session.scalar(select(IndexedDocument.generation).where(*noted)) is not None

    def _note(self, session: DbSession, version: Version) -> None:
        values = {"index_id": self.index_id, "document_id": version.document_id, "generation": version.generation}
        noted = insert(IndexedDocument).values(values)
        keys, newer = ["index_id", "document_id"], {"generation": noted.excluded.generation}
        session.execute(noted.on_conflict_do_update(index_elements=keys, set_=newer))

    def answers(self) -> bool:
        """Whether it answers from now on: if it lacks nothing. Raises ClaimLost, IndexIncomplete."""
        remote = self._stored_remotely()
        try:
            with unit_of_work() as session:
                return self._switch(session, remote)
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                return False
            raise

    def _switch(self, session: DbSession, remote: int | None) -> bool:
        session.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        living = select(Dataset).where(Dataset.id == self.dataset_id, Dataset.deleted_at.is_(None))
        dataset = session.scalars(living.with_for_update(key_share=True)).one_or_none()
        if dataset is None:
            raise ClaimLost
        indexes.have_alone(session, self.dataset_id)
        index_claims.renew(session, self.claim)
        if self.lacking(session, -1, limit=1):
            return False
        wanted = answering_rows(session, self.dataset_id, is_hierarchical=self.is_hierarchical)
        # A remote store was asked before, and may have what it is yet to delete.
        if remote < wanted if remote is not None else self._stored(session) != wanted:
            raise IndexIncomplete
        indexes.retire(session, self.dataset_id, self.kind)
        begun = {"state": "active", "claim": None, "claimed_until": None}
        session.execute(update(KnowledgeIndex).where(KnowledgeIndex.id == self.index_id).values(**begun))
        if self.kind == "words":
            dataset.doc_language = self.language or dataset.doc_language
        else:
            target = self.vectors.target
            dataset.indexing_technique = "high_quality"
            dataset.embedding_model_provider, dataset.embedding_model = target.provider, target.model
        return True

    def tidy(self) -> None:
        """What was only for the time until then; and documents that failed for the old model try the new one."""
        with unit_of_work() as session:
            session.execute(delete(IndexedDocument).where(IndexedDocument.index_id == self.index_id))
            if self.kind == "vectors":
                claims.try_embedding_again(session, self.dataset_id)
                enqueue_work(urgent=False)

    def _words(self, session: DbSession) -> WordIndex:
        return WordIndex(session, self.index_id, self.language)

    def _stored(self, session: DbSession) -> int:
        """How many rows it has."""
        if self.kind == "words":
            return self._words(session).count()
        target = self.vectors.target
        if target.dims is None:
            return 0
        store = open_store(target.store, session, current.settings(DatasetSettings))
        return store.count(VectorIndex(target.id, target.dims))

    def _stored_remotely(self) -> int | None:
        target = self.vectors.target
        if self.kind == "words" or target.dims is None or not is_remote(target.store):
            return None
        return self._stored(db.session)
