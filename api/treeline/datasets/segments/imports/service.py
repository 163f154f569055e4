"""Imports as work: a row is taken by one worker at a time, and its segments are written once."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, delete, select, update

from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.datasets.segments.editing import SegmentEditing
from treeline.datasets.segments.imports.errors import SegmentImportNotFound
from treeline.datasets.segments.imports.models import SegmentImport
from treeline.datasets.segments.schemas import SegmentIn
from treeline.datasets.segments.service import SegmentService
from treeline.datasets.segments.writing import by_hand
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import claims, current
from treeline.kernel.claims import Claim, ClaimLost, is_free, is_stuck, seconds_from_now
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.errors import ApiError

TASK = "datasets.import_segments"
# For thousands of texts and a slow model; what it has embedded by then is in the cache.
LEASE_SECONDS = 900
AGAIN_IN_SECONDS = 60
KEPT_FOR = timedelta(days=7)
INTERRUPTED = "The import was interrupted several times in a row. Try again."
_IS_OPEN = SegmentImport.status.in_(("waiting", "processing"))
_IS_FREE = and_(_IS_OPEN, is_free(SegmentImport))


class SegmentImports:
    """The imports of one document."""

    def __init__(self, segments: SegmentService):
        self.segments, self.session = segments, segments.session

    def add(self, rows: Sequence[SegmentIn]) -> SegmentImport:
        """Raises ArchivedDocumentImmutable, DocumentIndexing."""
        self.segments.require_writable()
        job = SegmentImport(
            dataset_id=self.segments.dataset.id,
            document_id=self.segments.document.id,
            rows=[[each.content, each.answer] for each in rows],
            total=len(rows),
            created_by=self.segments.caller.account_id,
        )
        self.session.add(job)
        self.session.flush()
        enqueue(TASK, str(job.id))
        return job

    def find(self, job_id: UUID | None) -> SegmentImport:
        """The last one, unless one is named. Raises SegmentImportNotFound."""
        mine = select(SegmentImport).where(SegmentImport.document_id == self.segments.document.id)
        if job_id is not None:
            mine = mine.where(SegmentImport.id == job_id)
        newest_first = mine.order_by(SegmentImport.created_at.desc(), SegmentImport.id.desc())
        return _found(self.session.scalars(newest_first.limit(1)).one_or_none())


def find_import(session: DbSession, caller: Caller, job_id: UUID) -> SegmentImport:
    """Of any document that the caller may read. Raises SegmentImportNotFound."""
    readable = select(SegmentImport).join(Dataset, Dataset.id == SegmentImport.dataset_id).where(visible(caller))
    return _found(session.scalars(readable.where(SegmentImport.id == job_id)).one_or_none())


def _found(job: SegmentImport | None) -> SegmentImport:
    if job is None:
        raise SegmentImportNotFound
    return job


def run(job_id: UUID) -> None:
    """May run twice, also at once: whoever comes second finds nothing to do."""
    with unit_of_work() as session:
        this = select(SegmentImport.id).where(SegmentImport.id == job_id, _IS_FREE)
        claim = claims.claim_first(session, SegmentImport, this, LEASE_SECONDS, status="processing")
        job = session.get_one(SegmentImport, job_id) if claim else None
        dataset = session.get(Dataset, job.dataset_id) if job else None
    if claim is None or job is None or dataset is None:
        return
    caller = Caller(dataset.workspace_id, job.created_by)
    editing = SegmentEditing(lambda session: _segments(session, caller, job), by_hand(dataset))
    try:
        editing.add(
            [SegmentIn(content=content, answer=answer) for content, answer in job.rows],
            lambda session: _end(session, claim, "completed"),
        )
    except ClaimLost:
        return
    except ApiError as error:
        with unit_of_work() as session:
            _end(session, claim, "error", error.code, error.message)
    except Exception:
        with unit_of_work() as session, suppress(ClaimLost):
            claims.write(session, claim, claimed_until=seconds_from_now(AGAIN_IN_SECONDS))
        raise


def sweep(session: DbSession) -> None:
    """Send again what lost its message or its worker, end what no worker gets through, forget what is old."""
    over = {"status": "error", "error_code": "import_interrupted", "error": INTERRUPTED, "rows": [], "claim": None}
    session.execute(update(SegmentImport).where(_IS_OPEN, is_stuck(SegmentImport)).values(**over))
    for job_id in session.scalars(select(SegmentImport.id).where(_IS_FREE).limit(100)).all():
        enqueue(TASK, str(job_id))
    session.execute(delete(SegmentImport).where(SegmentImport.created_at < now() - KEPT_FOR))


def _segments(session: DbSession, caller: Caller, job: SegmentImport) -> SegmentService:
    """What the caller may do was looked at when it was asked for. Raises DatasetNotFound, DocumentNotFound."""
    living = select(Dataset).where(Dataset.id == job.dataset_id, Dataset.deleted_at.is_(None))
    dataset = session.scalars(living).one_or_none()
    if dataset is None:
        raise DatasetNotFound
    return SegmentService(session, caller, dataset, job.document_id, current.settings(DatasetSettings))


def _end(
    session: DbSession, claim: Claim[SegmentImport], status: str, code: str | None = None, error: str | None = None
) -> None:
    """Raises ClaimLost."""
    claims.write(session, claim, status=status, error_code=code, error=error, rows=[], claim=None)
