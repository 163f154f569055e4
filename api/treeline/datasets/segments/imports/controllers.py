"""Imports of segments in the console."""

from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.datasets.access import find_dataset, member_caller
from treeline.datasets.errors import ArchivedDocumentImmutable, DocumentIndexing
from treeline.datasets.extraction.errors import UnsupportedFormat
from treeline.datasets.segments.controllers import CONSOLE_PREFIX, GROUP, READING, member_segments, segments_of
from treeline.datasets.segments.imports.errors import SegmentImportNotFound
from treeline.datasets.segments.imports.models import SegmentImport
from treeline.datasets.segments.imports.rows import segments_in
from treeline.datasets.segments.imports.schemas import SegmentImportIn, SegmentImportOut, SegmentImportQuery
from treeline.datasets.segments.imports.service import SegmentImports, find_import
from treeline.datasets.segments.service import SegmentService
from treeline.files.errors import BytesMissing
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.service import of_member, read
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import InvalidInput
from treeline.kernel.web import Routes


def member_import(job_id: UUID, can: str) -> SegmentImport:
    allow(current_member(), can)
    return find_import(db.session, member_caller(), job_id)


imports = Routes(
    "segment_imports",
    f"{CONSOLE_PREFIX}/segments/batch_import",
    group=GROUP,
    access=CONSOLE_OR_TOKEN,
    scope=member_segments,
)
one = Routes(
    "segment_import",
    "/console/api/datasets/batch_import_status/<uuid:job_id>",
    group=GROUP,
    access=CONSOLE_OR_TOKEN,
    scope=member_import,
)
IMPORTING = [*READING, ArchivedDocumentImmutable, DocumentIndexing, UploadNotFound, UnsupportedFormat, InvalidInput]


@imports.post("", can="curate", deed="segment.import", transactional=False, refusals=[*IMPORTING, BytesMissing])
def import_segments(service: SegmentService, body: SegmentImportIn) -> SegmentImportOut:
    """Add segments from an uploaded CSV file, one a row: columns `content` and `answer`. All of them, or none."""
    caller, dataset_id, document_id = service.caller, service.dataset.id, service.document.id
    member = current_member()
    with unit_of_work() as session:
        (upload,) = of_member(session, member.workspace_id, member.account_id, [body.upload_file_id])
    data = b"".join(read(current.storage(), upload, 0, upload.size))
    rows = segments_in(upload.name, data, with_answers=service.document.doc_form == "qa_model")
    with unit_of_work() as session:
        dataset = find_dataset(session, caller, dataset_id)
        job = SegmentImports(segments_of(session, caller, dataset, document_id)).add(rows)
        done(session, rows=len(rows))
        return SegmentImportOut.of(job)


@imports.get("", can="belong", refusals=[*READING, SegmentImportNotFound])
def read_segment_import(service: SegmentService, query: SegmentImportQuery) -> SegmentImportOut:
    """Get how far an import of segments is."""
    return SegmentImportOut.of(SegmentImports(service).find(query.job_id))


@one.get("", can="belong", refusals=[SegmentImportNotFound])
def read_import_status(job: SegmentImport) -> SegmentImportOut:
    """Get how far an import of segments is, by its ID."""
    return SegmentImportOut.of(job)
