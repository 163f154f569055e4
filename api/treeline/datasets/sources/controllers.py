"""Sources in the console and, but for apps' files, with a `ds-` key in the service API."""

from uuid import UUID

import msgspec
from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.assets.archives.controllers import sent_archive
from treeline.assets.archives.errors import InvalidArchive
from treeline.assets.draft.access import asset_limits
from treeline.assets.errors import InvalidBatch, NoFile, TooDeep, TooLarge, TooManyNodes
from treeline.assets.requests import MULTIPART_OVERHEAD
from treeline.assets.sync.paths import PathTree
from treeline.datasets.access import get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.documents.controllers import CONSOLE_PREFIX, KEY_PREFIX
from treeline.datasets.documents.receiving import folder_of
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.errors import (
    SourceKindMismatch,
    SourceNotFound,
    SourceUnavailable,
    SyncBytesMissing,
    SyncOvertaken,
    SyncWouldDelete,
)
from treeline.datasets.sources.models import DatasetSource
from treeline.datasets.sources.packs.lists import offer
from treeline.datasets.sources.requests import Report, RequestTurn, push, sync_archive
from treeline.datasets.sources.schemas import (
    ArchiveQuery,
    KnowledgeSyncIn,
    KnowledgeSyncOut,
    SourceChange,
    SourceIn,
    SourceMade,
    SourceOut,
    SourceRemoval,
    Sources,
    SourceSyncIn,
    SourceSyncOut,
    SyncAsked,
    parse_push,
)
from treeline.datasets.sources.service import SourceService
from treeline.files.links import links
from treeline.kernel import current, deeds
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.errors import InvalidInput, UnsupportedMediaType
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes, json_response

SYNCING = [DatasetNotFound, SyncWouldDelete, SyncOvertaken]
PATHS = [InvalidBatch, TooDeep, TooManyNodes]
ONE = [DatasetNotFound, SourceNotFound]
GROUP = "Documents"


def member_sources(dataset_id: UUID, can: str) -> SourceService:
    return SourceService(db.session, member_caller(), get_dataset(dataset_id, can))


def key_sources(dataset_id: UUID, can: str) -> SourceService:
    return SourceService(db.session, key_caller(can), key_dataset(dataset_id, can))


sources = Routes("sources", CONSOLE_PREFIX, group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_sources)


@sources.get("/sources", can="belong", refusals=[DatasetNotFound])
def list_sources(service: SourceService) -> Sources:
    """List the sources that documents are kept in step with, and how their last syncs ended."""
    return Sources(data=_shown(service, *service.all()))


@sources.post(
    "/sources",
    can="curate",
    deed="source.create",
    status=201,
    refusals=[DatasetNotFound, AppNotFound, SourceUnavailable, InvalidInput],
)
def create_source(service: SourceService, body: SourceIn) -> SourceMade:
    """Add an app's files or a list of URLs as a source, and sync it in the background.

    API keys can only add lists of URLs.
    """
    given = body.checked()
    app = None
    if given.app_id is not None and given.kind == "asset_tree":
        if service.caller.is_key:
            raise InvalidInput.at("kind", "source_for_members", "API keys can't sync an app's files. Use the console.")
        app = get_app(given.app_id, "read")
    values = given.model_dump(exclude={"dry_run", "app_id"}) | {"app_id": app.id if app else None}
    if given.dry_run:
        deeds.nothing_done()
        return SourceMade(plan=KnowledgeSyncOut.of(service.plan(service.unsaved(values, app)), dry=True))
    made = service.create(values, app)
    source = _shown(service, made)[0]
    deeds.tell(object_id=source.id, object_name=source.name)
    return SourceMade(source=source, sync=source.last_sync)


@sources.get("/sources/<uuid:source_id>", can="belong", refusals=ONE)
def read_source(service: SourceService, source_id: UUID) -> SourceOut:
    """Get a source."""
    return _shown(service, service.get(source_id))[0]


@sources.patch("/sources/<uuid:source_id>", can="curate", deed="source.change", refusals=[*ONE, InvalidInput])
def update_source(service: SourceService, source_id: UUID, body: SourceChange) -> SourceOut:
    """Update a source. Omitted fields keep their values; the next sync follows the new ones."""
    source = service.get(source_id)
    return _shown(service, service.update(source, body.model_dump(exclude_unset=True, exclude_none=True)))[0]


@sources.delete("/sources/<uuid:source_id>", can="curate", deed="source.delete", status=204, refusals=ONE)
def delete_source(service: SourceService, source_id: UUID, query: SourceRemoval) -> None:
    """Delete a source. Its documents stay, unless `documents=delete`."""
    service.delete(service.get(source_id), documents=query.documents == "delete")


@sources.post(
    "/sources/<uuid:source_id>/sync",
    can="curate",
    deed="source.sync",
    refusals=[*ONE, SourceKindMismatch, SourceUnavailable],
)
def sync_source(service: SourceService, source_id: UUID, body: SourceSyncIn) -> SyncAsked:
    """Sync an app's files or a list of URLs in the background; `dry_run` only lists the changes.

    If more than half of the documents would be deleted, the sync ends with the error `sync_would_delete`, unless
    `confirm` is set.
    """
    source = service.get(source_id)
    if body.dry_run:
        deeds.nothing_done()
        return SyncAsked(plan=KnowledgeSyncOut.of(service.plan(source), dry=True))
    return SyncAsked(sync=SourceSyncOut.model_validate(service.request_sync(source, confirm=body.confirm)))


@sources.get("/sources/<uuid:source_id>/syncs", can="belong", refusals=ONE)
def list_syncs(service: SourceService, source_id: UUID, query: PageQuery) -> Page[SourceSyncOut]:
    """List the last syncs of a source, newest first. The newest 100 are kept."""
    found, total = service.syncs(service.get(source_id), query.offset, query.limit)
    return Page.of([SourceSyncOut.model_validate(each) for each in found], total, query)


@sources.post(
    "/sources/archive",
    can="curate",
    deed="source.sync",
    transactional=False,
    max_body=lambda settings: settings.asset_max_file_bytes + MULTIPART_OVERHEAD,
    refusals=[
        *SYNCING,
        SourceNotFound,
        SourceKindMismatch,
        InvalidArchive,
        TooLarge,
        TooDeep,
        TooManyNodes,
        NoFile,
        UnsupportedMediaType,
    ],
    sends="application/octet-stream",
)
def sync_from_archive(service: SourceService, query: ArchiveQuery) -> KnowledgeSyncOut:
    """Sync documents with the files in a zip.

    Send the zip as the body, or as the part `file` of a multipart form. Only files that are new or changed are stored
    and indexed; a file that was moved keeps its segments. `source_id` names the source that an earlier zip has made.
    """
    name = query.name.strip() or "Zip"
    folder, on_missing = folder_of(query.folder), query.on_missing
    turn = RequestTurn(
        service.caller, service.dataset.id, "archive", name, folder, query.source_id, on_missing=on_missing
    )
    if query.dry_run:
        deeds.nothing_done()
    with sent_archive() as file:
        report = sync_archive(turn, current.storage(), file, asset_limits(), confirmed=query.confirm, dry=query.dry_run)
    return KnowledgeSyncOut.of(report, dry=query.dry_run)


@sources.post(
    "/sync",
    can="curate",
    deed="source.sync",
    transactional=False,
    max_body=lambda settings: settings.asset_max_batch_bytes,
    refusals=[*SYNCING, *PATHS, SyncBytesMissing],
    body=KnowledgeSyncIn,
    reply=KnowledgeSyncOut,
)
def sync_files(service: SourceService, data: bytes) -> Response:
    """Sync documents with a list of files, in one transaction.

    If content is missing, nothing changes and the response is 409 `sync_bytes_missing` with `upload`: send packs to its
    `pack_url`, then call again. Only files that are new or changed are indexed; a file that was moved keeps its
    segments. `dry_run` only lists the changes.
    """
    wanted, limits = parse_push(data), asset_limits()
    if wanted.dry_run:
        deeds.nothing_done()
    PathTree(wanted, limits)
    files = [(each.path, Item(each.sha256, each.size)) for each in wanted.files]
    folder = folder_of(wanted.folder)
    turn = RequestTurn(service.caller, service.dataset.id, "push", folder or "/", folder)
    report = push(
        turn,
        current.storage(),
        files,
        delete=wanted.delete_extraneous,
        confirmed=wanted.confirm,
        dry=wanted.dry_run,
    )
    if report.missing and not wanted.dry_run:
        return _bytes_missing(service, report)
    return json_response(KnowledgeSyncOut.of(report, dry=wanted.dry_run).model_dump_json().encode())


# Both APIs have the operations so far.
key_source_routes = sources.mirrored("v1_sources", KEY_PREFIX, access=DATASET_KEY, scope=key_sources)


def _shown(service: SourceService, *found: DatasetSource) -> list[SourceOut]:
    service.session.flush()
    known = service.figures(found)
    return [SourceOut.of(each, *known[each.id]) for each in found]


def _bytes_missing(service: SourceService, report: Report) -> Response:
    """A reply and no refusal: the list that packs will answer is committed with it."""
    with unit_of_work() as session:
        upload = offer(session, links(), service.dataset.id, report.missing)
    refusal = SyncBytesMissing(len(report.missing), sum(report.missing.values()))
    body = {"code": refusal.code, "message": refusal.message, "status": refusal.status, "upload": upload}
    return json_response(msgspec.json.encode(body), refusal.status)
