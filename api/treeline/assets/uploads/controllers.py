from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

from flask import Response, request

from treeline.assets import errors
from treeline.assets.requests import MULTIPART_OVERHEAD, NOT_FOUND, AssetRoutes, asset_links, if_match, tree_revision
from treeline.assets.schemas import NodeOut, TextOut
from treeline.assets.uploads import schemas
from treeline.assets.uploads.access import draft_content, linked_content
from treeline.assets.uploads.content import AssetContent
from treeline.assets.uploads.direct import DirectUploads
from treeline.files.errors import BytesTooMany, HashMismatch, SizeMismatch
from treeline.files.links import DOWNLOAD, SIGNED_LINK, UPLOAD, current_grant
from treeline.files.serving import serve
from treeline.kernel.storage import CHUNK_BYTES
from treeline.kernel.web import Routes, read_json

contents = AssetRoutes("asset_contents", "/files/<uuid:node_id>", draft_content, group="Files", headers=tree_revision)
uploads = AssetRoutes("asset_uploads", "/uploads", draft_content, group="Uploads and downloads", headers=tree_revision)
linked = Routes(
    "asset_links",
    "/files/assets/<token>",
    group="Uploads and downloads",
    access=SIGNED_LINK,
    scope=linked_content,
    headers=tree_revision,
)


@uploads.post("/complete", can="edit", transactional=False, refusals=NOT_FOUND)
def complete_uploads(content: AssetContent, body: schemas.CompleteIn) -> schemas.CompleteOut:
    """Complete direct uploads: verify the content and mark the files as ready."""
    done = DirectUploads(content).complete(body.node_ids)
    failed = [schemas.Failure(node_id=node_id, code=e.code, message=e.message) for node_id, e in done.failed]
    return schemas.CompleteOut(ready=done.ready, failed=failed)


@contents.get(
    "",
    can="read",
    transactional=False,
    refusals=[*NOT_FOUND, errors.NotAFile, errors.ContentPending, errors.TooLarge, errors.NotText],
)
def read_text(content: AssetContent, node_id: UUID) -> TextOut:
    """Get the content of a text file."""
    text, stored = content.text(node_id)
    return TextOut(content=text, sha256=stored.sha256, size=stored.size)


@contents.put(
    "",
    can="edit",
    deed="file.change",
    transactional=False,
    max_body=lambda settings: settings.asset_max_file_bytes + MULTIPART_OVERHEAD,
    refusals=[*NOT_FOUND, errors.NotAFile, errors.Stale, errors.TooLarge, BytesTooMany],
    body=schemas.TextIn,
    sends="multipart/form-data",
)
def write_file(content: AssetContent, node_id: UUID) -> NodeOut:
    """Replace a file's content: `{content}` as JSON, or a multipart form with the part `file`.

    `If-Match: "<sha256>"` rejects the request if the content has changed.
    """
    return content.replace(node_id, _sent_content(content), if_match())


@contents.get("/raw", can="read", transactional=False, refusals=[*NOT_FOUND, errors.NotAFile, errors.ContentPending])
def read_raw(content: AssetContent, node_id: UUID) -> Response:
    """Download a file. Supports Range and conditional requests."""
    return _served(content, node_id)


@contents.get(
    "/download-url", can="read", transactional=False, refusals=[*NOT_FOUND, errors.NotAFile, errors.ContentPending]
)
def read_download_url(content: AssetContent, node_id: UUID) -> schemas.DownloadUrl:
    """Get a signed download URL that works without authentication for a limited time."""
    content.open(node_id)
    return schemas.DownloadUrl(download_url=asset_links(content.app).download(node_id))


@linked.put(
    "/<uuid:node_id>",
    can=UPLOAD,
    transactional=False,
    status=204,
    max_body=lambda settings: settings.asset_max_file_bytes,
    refusals=[*NOT_FOUND, errors.UploadNotAwaited, SizeMismatch, HashMismatch],
    sends="application/octet-stream",
)
def put_bytes(content: AssetContent, node_id: UUID) -> None:
    """Upload a file's content. It is checked against the declared size and hash."""
    upload_id = current_grant(UPLOAD).subject
    content.receive(node_id, upload_id, _chunks(request.stream.read), request.content_length)


@linked.get("", can=DOWNLOAD, transactional=False, refusals=[*NOT_FOUND, errors.ContentPending])
def get_bytes(content: AssetContent) -> Response:
    """Download a file by its signed URL. Supports Range and conditional requests."""
    return _served(content, current_grant(DOWNLOAD).subject)


def _served(content: AssetContent, node_id: UUID) -> Response:
    stored = content.open(node_id)
    return serve(stored.name, stored.size, stored.sha256, partial(content.read, stored))


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    return iter(partial(read, CHUNK_BYTES), b"")


def _sent_content(content: AssetContent) -> Iterator[bytes]:
    if request.mimetype == "multipart/form-data":
        if "file" not in request.files:
            raise errors.NoFile("The form needs a part named `file`.")
        return _chunks(request.files["file"].stream.read)
    text = read_json(schemas.TextIn).content.encode()
    if len(text) > content.limits.text_bytes:
        raise errors.TooLarge(
            f"Text can have at most {content.limits.text_bytes} bytes. Send larger files as a multipart form."
        )
    return iter([text])
