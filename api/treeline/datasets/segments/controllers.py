"""Segments in the console and, with a `ds-` key, in the service API."""

from typing import Any
from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.datasets.access import find_dataset, get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.errors import (
    ArchivedDocumentImmutable,
    ChildChunkNotFound,
    DatasetNotFound,
    DocumentIndexing,
    DocumentNotFound,
    InvalidAction,
    SegmentNotFound,
)
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.datasets.segments.editing import SegmentEditing
from treeline.datasets.segments.schemas import (
    ChildIn,
    ChildOut,
    ChildPage,
    OneChildOut,
    OneSegmentOut,
    SegmentChange,
    SegmentChangeIn,
    SegmentIdsQuery,
    SegmentIn,
    SegmentListQuery,
    SegmentOut,
    SegmentPage,
    SegmentsIn,
    SegmentsOut,
)
from treeline.datasets.segments.service import SegmentService
from treeline.datasets.segments.writing import by_hand
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import current
from treeline.kernel.db import DbSession, db
from treeline.kernel.errors import ApiError, InvalidInput
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.providers.errors import ModelNotSupported, ProviderError, ProviderNotInitialized

READING: list[type[ApiError]] = [DatasetNotFound, DocumentNotFound]
CHANGING: list[type[ApiError]] = [*READING, SegmentNotFound, ArchivedDocumentImmutable, DocumentIndexing]
WRITING: list[type[ApiError]] = [*CHANGING, InvalidInput, ProviderNotInitialized, ModelNotSupported, ProviderError]


def segments_of(session: DbSession, caller: Caller, dataset: Dataset, document_id: UUID) -> SegmentService:
    return SegmentService(session, caller, dataset, document_id, current.settings(DatasetSettings))


def member_segments(dataset_id: UUID, document_id: UUID, can: str) -> SegmentService:
    return segments_of(db.session, member_caller(), get_dataset(dataset_id, can), document_id)


def key_segments(dataset_id: UUID, document_id: UUID, can: str) -> SegmentService:
    return segments_of(db.session, key_caller(can), key_dataset(dataset_id, can), document_id)


DOCUMENT = "<uuid:dataset_id>/documents/<uuid:document_id>"
CONSOLE_PREFIX, KEY_PREFIX = f"/console/api/datasets/{DOCUMENT}", f"/v1/datasets/{DOCUMENT}"
GROUP = "Documents"
SEGMENT = "/segments/<uuid:segment_id>"
CHILD = f"{SEGMENT}/child_chunks/<uuid:child_id>"
shared = Routes("segments", CONSOLE_PREFIX, group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_segments)


@shared.get("/segments", can="belong", refusals=READING)
def list_segments(service: SegmentService, query: SegmentListQuery) -> SegmentPage:
    """List a document's segments in the order of the text."""
    found, total = service.find(
        keyword=query.keyword,
        enabled=None if query.enabled == "all" else query.enabled == "true",
        hits=query.hit_count_gte,
        statuses=query.status,
        offset=query.offset,
        limit=query.limit,
    )
    children = service.children(found) if service.is_hierarchical else {}
    data = [SegmentOut.of(each, service.document, children.get(each.id)) for each in found]
    return SegmentPage(data=data, doc_form=service.document.doc_form, **_paged(query, total, len(found)))


@shared.delete(SEGMENT, can="curate", deed="segment.delete", status=204, refusals=CHANGING)
def delete_segment(service: SegmentService, segment_id: UUID) -> None:
    """Delete a segment. It is not found any more."""
    service.delete([segment_id])


@shared.get(f"{SEGMENT}/child_chunks", can="belong", refusals=[*READING, SegmentNotFound])
def list_child_chunks(service: SegmentService, segment_id: UUID, query: PageQuery) -> ChildPage:
    """List the child chunks of a segment."""
    segment = service.get(segment_id)
    children = service.children([segment])[segment.id]
    page = children[query.offset : query.offset + query.limit]
    return ChildPage(data=[ChildOut.of(each) for each in page], **_paged(query, len(children), len(page)))


@shared.post(f"{SEGMENT}/child_chunks", can="curate", deed="child_chunk.create", transactional=False, refusals=WRITING)
def add_child_chunk(service: SegmentService, segment_id: UUID, body: ChildIn) -> OneChildOut:
    """Add a child chunk to a segment. It is found at once."""
    return OneChildOut(data=ChildOut.of(editing(service).write_child(segment_id, body.content)))


@shared.patch(
    CHILD, can="curate", deed="child_chunk.change", transactional=False, refusals=[*WRITING, ChildChunkNotFound]
)
def change_child_chunk(service: SegmentService, segment_id: UUID, child_id: UUID, body: ChildIn) -> OneChildOut:
    """Change the text of a child chunk."""
    return OneChildOut(data=ChildOut.of(editing(service).write_child(segment_id, body.content, child_id)))


@shared.delete(CHILD, can="curate", deed="child_chunk.delete", status=204, refusals=[*CHANGING, ChildChunkNotFound])
def delete_child_chunk(service: SegmentService, segment_id: UUID, child_id: UUID) -> None:
    """Delete a child chunk."""
    service.lock()
    segment = service.get(segment_id)
    service.delete_child(segment, service.child(segment, child_id))


# Both APIs have the operations so far.
by_key = shared.mirrored("v1_segments", KEY_PREFIX, access=DATASET_KEY, scope=key_segments)


@shared.post("/segment", can="curate", deed="segment.create", transactional=False, refusals=WRITING)
def add_segment(service: SegmentService, body: SegmentIn) -> OneSegmentOut:
    """Add a segment at the end of a document. It is found at once."""
    made, document = editing(service).add([body])
    return OneSegmentOut(data=SegmentOut.of(made[0], document), doc_form=document.doc_form)


@shared.patch(SEGMENT, can="curate", deed="segment.change", transactional=False, refusals=WRITING)
def change_segment(service: SegmentService, segment_id: UUID, body: SegmentChange) -> OneSegmentOut:
    """Change a segment's text, answer or keywords. The new text is found at once."""
    return _changed(service, segment_id, body)


@shared.delete("/segments", can="curate", deed="segment.delete", status=204, refusals=CHANGING)
def delete_segments(service: SegmentService, query: SegmentIdsQuery) -> None:
    """Delete segments, given by `segment_id` in the query."""
    service.delete(query.segment_id)


@shared.patch("/segment/<action>", can="curate", deed="segment.change", refusals=[*CHANGING, InvalidAction])
def change_segment_status(service: SegmentService, action: str, query: SegmentIdsQuery) -> Done:
    """Enable or disable segments, given by `segment_id` in the query: `enable` or `disable`."""
    if action not in ("enable", "disable"):
        raise InvalidAction(f"Unknown action {action}. Available: enable, disable.")
    service.set_enabled(query.segment_id, enabled=action == "enable")
    return DONE


@by_key.post("/segments", can="curate", transactional=False, refusals=WRITING)
def add_segments(service: SegmentService, body: SegmentsIn) -> SegmentsOut:
    """Add segments at the end of a document. They are found at once."""
    made, document = editing(service).add(body.segments)
    return SegmentsOut(data=[SegmentOut.of(each, document) for each in made], doc_form=document.doc_form)


@by_key.get(SEGMENT, can="belong", refusals=[*READING, SegmentNotFound])
def read_segment(service: SegmentService, segment_id: UUID) -> OneSegmentOut:
    """Get a segment."""
    segment = service.get(segment_id)
    shown = SegmentOut.of(segment, service.document, service.children([segment])[segment.id])
    return OneSegmentOut(data=shown, doc_form=service.document.doc_form)


@by_key.post(SEGMENT, can="curate", transactional=False, refusals=WRITING)
def update_segment(service: SegmentService, segment_id: UUID, body: SegmentChangeIn) -> OneSegmentOut:
    """Change a segment's text, answer, keywords or whether it is enabled."""
    return _changed(service, segment_id, body.segment)


def editing(service: SegmentService) -> SegmentEditing:
    caller, dataset_id, document_id = service.caller, service.dataset.id, service.document.id

    def anew(session: DbSession) -> SegmentService:
        return segments_of(session, caller, find_dataset(session, caller, dataset_id), document_id)

    return SegmentEditing(anew, by_hand(service.dataset))


def _changed(service: SegmentService, segment_id: UUID, change: SegmentChange) -> OneSegmentOut:
    segment, children, document = editing(service).change(segment_id, change)
    return OneSegmentOut(data=SegmentOut.of(segment, document, children), doc_form=document.doc_form)


def _paged(query: PageQuery, total: int, shown: int) -> dict[str, Any]:
    pages = -(-total // query.limit)
    more = query.offset + shown < total
    return {"page": query.page, "limit": query.limit, "total": total, "total_pages": pages, "has_more": more}
