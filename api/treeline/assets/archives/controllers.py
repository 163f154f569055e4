from collections.abc import Iterator
from contextlib import contextmanager
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import msgspec
from flask import Response, request

from treeline.assets.archives.access import draft_archives
from treeline.assets.archives.errors import FilesPending, InvalidArchive
from treeline.assets.archives.service import Archive, AssetArchives
from treeline.assets.draft.batch import OnConflict
from treeline.assets.draft.schemas import BatchOut
from treeline.assets.errors import NoFile, TooLarge
from treeline.assets.links import NOTHING_MISSING
from treeline.assets.requests import BATCH, MULTIPART_OVERHEAD, NOT_FOUND, AssetRoutes, if_revision, once, tree_revision
from treeline.assets.schemas import NodeIds, ParentId
from treeline.files.errors import BytesMissing
from treeline.files.serving import attachment, streamed
from treeline.kernel.errors import UnsupportedMediaType
from treeline.kernel.schemas import Query
from treeline.kernel.web import json_response

ZIP_TYPES = ("application/zip", "application/x-zip-compressed", "application/octet-stream", "")

archives = AssetRoutes("asset_archives", "", draft_archives, group="Uploads and downloads", headers=tree_revision)


class ExportQuery(Query):
    node_id: ParentId = None


class ImportQuery(Query):
    parent_id: ParentId = None
    on_conflict: OnConflict = "error"


@archives.get("/archive", can="read", transactional=False, refusals=[*NOT_FOUND, FilesPending, BytesMissing])
def export_archive(archives: AssetArchives, query: ExportQuery) -> Response:
    """Download the tree, or one file or folder of it, as a zip."""
    return _sent(archives.export(None if query.node_id is None else [query.node_id]))


@archives.post("/archive", can="read", transactional=False, refusals=[*NOT_FOUND, FilesPending, BytesMissing])
def export_some(archives: AssetArchives, body: NodeIds) -> Response:
    """Download several files and folders as a zip, with paths relative to their common folder."""
    return _sent(archives.export(body.ids))


def _sent(archive: Archive) -> Response:
    headers = {
        "Content-Disposition": attachment(archive.name),
        "Cache-Control": "private, no-cache",
        "Content-Type": "application/zip",
    }
    return streamed(archive.chunks, headers=headers)


@archives.post(
    "/import-archive",
    can="edit",
    deed="file.import",
    status=201,
    transactional=False,
    max_body=lambda settings: settings.asset_max_file_bytes + MULTIPART_OVERHEAD,
    refusals=[*BATCH, InvalidArchive, TooLarge, NoFile, UnsupportedMediaType],
    reply=BatchOut,
    sends="application/octet-stream",
)
def import_archive(archives: AssetArchives, query: ImportQuery) -> Response:
    """Import a zip under `parent_id`, names and content, in one transaction.

    Send the zip as the body, or as the part `file` of a multipart form. Links, encrypted or overlapping members and
    paths outside the archive are rejected; `__MACOSX`, `.DS_Store` and bytes around the archive are skipped with a
    warning. `on_conflict`, `Idempotency-Key` and `If-Match` work as in `batch-upload`.
    """
    asked = {"on_conflict": query.on_conflict, "if_match": if_revision(), "once": once(b"")}
    with sent_archive() as file:
        batch = archives.import_tree(file, query.parent_id, **asked)
    reply = {"children": batch.children, "upload": NOTHING_MISSING, "warnings": batch.warnings}
    return json_response(msgspec.json.encode(reply), 201)


@contextmanager
def sent_archive() -> Iterator[BinaryIO]:
    """The zip in a temporary file: its list of members stands at its end. `max_body` bounds it."""
    if request.mimetype == "multipart/form-data":
        if "file" not in request.files:
            raise NoFile("The form needs a part named `file`.")
        yield cast(BinaryIO, request.files["file"].stream)
        return
    if request.mimetype not in ZIP_TYPES:
        raise UnsupportedMediaType("Send the zip as application/zip, or as the part `file` of a multipart form.")
    with TemporaryFile() as file:
        copyfileobj(request.stream, file)
        yield file
