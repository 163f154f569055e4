from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import repeat
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, current_app, request

from treeline.accounts.access import CONSOLE
from treeline.apps.errors import AppNotFound
from treeline.assets import errors, schemas
from treeline.assets.draft.access import draft_content, draft_tree, linked_content
from treeline.assets.draft.batch import fill_urls, parse
from treeline.assets.draft.selection import AssetSelection
from treeline.assets.draft.service import AppAssetService
from treeline.assets.idempotency import Once
from treeline.assets.names import MAX_NAME_BYTES
from treeline.assets.packs.access import pack_url
from treeline.assets.packs.lists import keep_nodes
from treeline.assets.uploads.content import AssetContent
from treeline.assets.uploads.direct import DirectUploads, StagingStorage, presigner
from treeline.files.conditions import not_modified
from treeline.files.errors import BytesTooMany, HashMismatch, SizeMismatch
from treeline.files.links import DOWNLOAD, SIGNED_LINK, UPLOAD, current_grant, links
from treeline.files.serving import serve
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.storage import CHUNK_BYTES, storage
from treeline.kernel.web import MIB, Routes, json_response, read_json

APP = "/console/api/apps/<uuid:app_id>/assets"
MULTIPART_OVERHEAD = MIB
NOTHING_MISSING: dict[str, Any] = {"pack_url": None, "missing": []}

assets = Routes("assets", APP, group="Files", access=CONSOLE, scope=draft_tree)
contents = Routes("asset_contents", f"{APP}/files/<uuid:node_id>", group="Files", access=CONSOLE, scope=draft_content)
uploads = Routes("asset_uploads", f"{APP}/uploads", group="Uploads and downloads", access=CONSOLE, scope=draft_content)
linked = Routes(
    "asset_links", "/files/assets/<token>", group="Uploads and downloads", access=SIGNED_LINK, scope=linked_content
)

NOT_FOUND = [AppNotFound, errors.NodeNotFound]
ARRIVING = [
    AppNotFound,
    errors.ParentNotFound,
    errors.NotAFolder,
    errors.PathConflict,
    errors.TooDeep,
    errors.TooManyNodes,
]


# What a tree of newcomers may meet.
BATCH = [
    *ARRIVING,
    errors.InvalidBatch,
    errors.ContentMismatch,
    errors.Stale,
    errors.IdempotencyKeyReused,
    errors.IdempotencyKeyInUse,
]


@assets.after_request
@contents.after_request
@uploads.after_request
@linked.after_request
def show_revision(response: Response) -> Response:
    """X-Tree-Revision on the reply to a change: the revision it left, which the next If-Match may name."""
    revision = db.session.info.pop("tree_revision", None)
    if revision is not None and response.status_code < 400:
        response.headers["X-Tree-Revision"] = str(revision)
    return response


@assets.get(
    "/tree",
    can="read",
    refusals=[AppNotFound, errors.ParentNotFound, errors.NotAFolder],
    reply=schemas.TreeOut | schemas.FlatTreeOut,
)
def read_tree(tree: AppAssetService, query: schemas.TreeQuery) -> Response:
    """What lies in a folder, or the whole tree: nested, or flat for parsers that mind depth.

    With `depth` only so many levels; `children` of the folders below is null. The ETag is the revision, absent while a
    file's bytes are awaited; If-None-Match is answered with 304.
    """
    revision, pending = tree.state()
    headers = {} if pending else {"ETag": f'"{revision}"', "Cache-Control": "private, no-cache"}
    if (unchanged := not_modified(None if pending else str(revision), headers)) is not None:
        return unchanged
    nested = query.format == "nested"
    nodes = tree.tree(query.parent_id, depth=query.depth, nested=nested)
    name = "children" if nested else "nodes"
    return json_response(f'{{"revision":{revision},"{name}":{nodes}}}'.encode(), headers=headers)


@assets.get("/limits", can="read", refusals=[AppNotFound])
def read_limits(tree: AppAssetService) -> schemas.LimitsOut:
    """What a tree, a batch and a file may be at the most."""
    return schemas.LimitsOut(**asdict(tree.limits), name_bytes=MAX_NAME_BYTES)


@assets.get("/nodes/<uuid:node_id>", can="read", refusals=NOT_FOUND)
def read_node(tree: AppAssetService, node_id: UUID) -> schemas.NodeOut:
    """One file or folder."""
    return schemas.NodeOut.model_validate(tree.node(node_id))


@assets.get("/nodes/<uuid:node_id>/children", can="read", refusals=[*NOT_FOUND, errors.NotAFolder])
def read_children(tree: AppAssetService, node_id: UUID, query: PageQuery) -> Page[schemas.NodeOut]:
    """What lies in a folder, in its order, a page at a time."""
    nodes, total = tree.children(node_id, query.offset, query.limit)
    return Page.of([schemas.NodeOut.model_validate(node) for node in nodes], total, query)


@assets.get("/children", can="read", refusals=[AppNotFound])
def read_top(tree: AppAssetService, query: PageQuery) -> Page[schemas.NodeOut]:
    """What lies at the top, in its order, a page at a time."""
    nodes, total = tree.children(None, query.offset, query.limit)
    return Page.of([schemas.NodeOut.model_validate(node) for node in nodes], total, query)


@assets.get("/path/<path:path>", can="read", refusals=NOT_FOUND)
def read_path(tree: AppAssetService, path: str) -> schemas.NodeOut:
    """The file or folder at a path."""
    return schemas.NodeOut.model_validate(tree.node_at(path))


@assets.get("/search", can="read", refusals=[AppNotFound])
def search(tree: AppAssetService, query: schemas.SearchQuery) -> Page[schemas.NodeOut]:
    """Files and folders whose name holds a text, whatever its case; a page at a time."""
    nodes, total = tree.search(query.q, query.offset, query.limit)
    return Page.of([schemas.NodeOut.model_validate(node) for node in nodes], total, query)


@assets.post("/folders", can="edit", status=201, refusals=[*ARRIVING, errors.InvalidName])
def create_folder(tree: AppAssetService, body: schemas.FolderCreate) -> schemas.NodeOut:
    """Create a folder."""
    return schemas.NodeOut.model_validate(tree.create_folder(body.name, body.parent_id))


@assets.post(
    "/files/upload",
    can="edit",
    status=201,
    refusals=[*ARRIVING, errors.InvalidName, errors.ContentMismatch, errors.TooLarge],
)
def create_file(tree: AppAssetService, body: schemas.FileCreate) -> schemas.FileCreated:
    """Create a file; its bytes go to `upload_url`, which is null if they are here already."""
    node, upload_id = tree.create_file(body.name, body.size, body.sha256, body.parent_id)
    url = None if upload_id is None else _upload_urls(tree.app_id, upload_id)(str(node.id))
    return schemas.FileCreated(node=schemas.NodeOut.model_validate(node), upload_url=url)


@assets.post(
    "/batch-upload",
    can="edit",
    status=201,
    max_body=lambda settings: settings.asset_max_batch_bytes,
    refusals=BATCH,
    body=schemas.BatchIn,
    reply=schemas.BatchOut,
)
def batch_upload(tree: AppAssetService, data: bytes) -> Response:
    """Create a whole nested tree of folders and files under `parent_id`, all or nothing.

    The reply has the same shape and order, with an id on every node and an `upload_url` on each file whose bytes are
    not here yet; `upload` says where many of them go in one request. `on_conflict`: `error` refuses a name that is
    taken, `rename` numbers the newcomer (`notes (1).md`, with `renamed_from`), `merge` enters folders and replaces
    files that exist. With `Idempotency-Key` it may be sent again safely; with `If-Match: "<revision>"` only to the tree
    that was seen. With `direct_upload`, where the storage is S3, bytes go straight to it: PUT them to the URLs, then
    call `uploads/complete`.
    """
    wanted = parse(data)
    created = tree.batch_create_from_tree(
        wanted.children, wanted.parent, on_conflict=wanted.on_conflict, if_match=if_revision(), once=once(data)
    )
    missing = fill_urls(created.batch, _urls(tree.app_id, created.upload_id, direct=wanted.direct_upload))
    upload = _offer(tree, missing, repeat(str(created.upload_id), len(missing)))
    reply = {"children": created.batch.children, "upload": upload, "warnings": created.batch.warnings}
    return json_response(msgspec.json.encode(reply), 201)


@assets.post("/uploads", can="edit", refusals=[*NOT_FOUND, errors.ParentNotFound, errors.NotAFolder])
def renew_uploads(tree: AppAssetService, body: schemas.UploadsIn) -> schemas.UploadsOut:
    """Fresh links for the bytes that are still awaited: of some nodes, under a folder, or of the whole tree."""
    awaited = tree.renew_uploads(body.node_ids, body.under)
    url_of = {upload_id: _upload_urls(tree.app_id, upload_id) for upload_id in set(awaited.values())}
    urls = {node_id: url_of[upload_id](str(node_id)) for node_id, upload_id in awaited.items()}
    upload = _offer(tree, [str(node_id) for node_id in awaited], map(str, awaited.values()))
    return schemas.UploadsOut.model_validate({**upload, "urls": urls})


@assets.post("/nodes/move", can="edit", refusals=[*ARRIVING, errors.NodeNotFound, errors.MoveIntoItself])
def move_nodes(tree: AppAssetService, body: schemas.MoveMany) -> schemas.NodesOut:
    """Move several nodes, in this order, to the end of a folder, or behind `after_node_id` (null: first)."""
    to_end = "after_node_id" not in body.model_fields_set
    nodes = AssetSelection(tree, body.ids).move(body.parent_id, body.after_node_id, to_end=to_end)
    return schemas.NodesOut(nodes=[schemas.NodeOut.model_validate(node) for node in nodes])


@assets.post("/nodes/delete", can="edit", refusals=NOT_FOUND)
def delete_nodes(tree: AppAssetService, body: schemas.NodeIds) -> Done:
    """Delete several nodes with all they hold."""
    AssetSelection(tree, body.ids).delete()
    return DONE


@assets.post(
    "/nodes/copy",
    can="edit",
    status=201,
    refusals=[*ARRIVING, errors.NodeNotFound, errors.ContentPending, errors.Stale],
)
def copy_nodes(tree: AppAssetService, body: schemas.CopyMany) -> schemas.NodesOut:
    """Copy several nodes, with all they hold, into a folder; a copy whose name is taken is numbered."""
    nodes = AssetSelection(tree, body.ids).copy(body.parent_id, if_revision())
    return schemas.NodesOut(nodes=[schemas.NodeOut.model_validate(node) for node in nodes])


@assets.post("/nodes/<uuid:node_id>/rename", can="edit", refusals=[*NOT_FOUND, errors.InvalidName, errors.PathConflict])
def rename_node(tree: AppAssetService, node_id: UUID, body: schemas.Rename) -> schemas.NodeOut:
    """Rename a file or folder."""
    return schemas.NodeOut.model_validate(tree.rename(node_id, body.name))


@assets.post("/nodes/<uuid:node_id>/move", can="edit", refusals=[*ARRIVING, errors.NodeNotFound, errors.MoveIntoItself])
def move_node(tree: AppAssetService, node_id: UUID, body: schemas.Move) -> schemas.NodeOut:
    """Move a file or folder, with all it holds, to the end of another folder (null: the root)."""
    return schemas.NodeOut.model_validate(tree.move(node_id, body.parent_id))


@assets.post("/nodes/<uuid:node_id>/reorder", can="edit", refusals=NOT_FOUND)
def reorder_node(tree: AppAssetService, node_id: UUID, body: schemas.Reorder) -> schemas.NodeOut:
    """Put a node behind one of its siblings (null: first)."""
    return schemas.NodeOut.model_validate(tree.reorder(node_id, body.after_node_id))


@assets.delete("/nodes/<uuid:node_id>", can="edit", refusals=NOT_FOUND)
def delete_node(tree: AppAssetService, node_id: UUID) -> Done:
    """Delete a file or folder with all it holds."""
    tree.delete(node_id)
    return DONE


@uploads.post("/complete", can="edit", transactional=False, refusals=NOT_FOUND)
def complete_uploads(content: AssetContent, body: schemas.CompleteIn) -> schemas.CompleteOut:
    """Say that bytes were sent straight to the storage: they are verified, and the files are ready."""
    done = DirectUploads(content).complete(body.node_ids)
    failed = [schemas.Failure(node_id=node_id, code=e.code, message=e.message) for node_id, e in done.failed]
    return schemas.CompleteOut(ready=done.ready, failed=failed)


@contents.get(
    "",
    can="read",
    transactional=False,
    refusals=[*NOT_FOUND, errors.NotAFile, errors.ContentPending, errors.TooLarge, errors.NotText],
)
def read_text(content: AssetContent, node_id: UUID) -> schemas.TextOut:
    """A text file's content."""
    text, stored = content.text(node_id)
    return schemas.TextOut(content=text, sha256=stored.sha256, size=stored.size)


@contents.put(
    "",
    can="edit",
    transactional=False,
    max_body=lambda settings: settings.asset_max_file_bytes + MULTIPART_OVERHEAD,
    refusals=[*NOT_FOUND, errors.NotAFile, errors.Stale, errors.TooLarge, BytesTooMany],
    body=schemas.TextIn,
    sends="multipart/form-data",
)
def write_file(content: AssetContent, node_id: UUID) -> schemas.NodeOut:
    """Replace a file's content: `{content}` as JSON, or a multipart form with the part `file`.

    With `If-Match: "<sha256>"` only if the file still has that content.
    """
    return schemas.NodeOut.model_validate(content.replace(node_id, _sent_content(content), _if_match()))


@contents.get("/raw", can="read", transactional=False, refusals=[*NOT_FOUND, errors.NotAFile, errors.ContentPending])
def read_raw(content: AssetContent, node_id: UUID) -> Response:
    """A file's bytes; takes Range and conditional requests."""
    return _served(content, node_id)


@contents.get(
    "/download-url", can="read", transactional=False, refusals=[*NOT_FOUND, errors.NotAFile, errors.ContentPending]
)
def read_download_url(content: AssetContent, node_id: UUID) -> schemas.DownloadUrl:
    """A link to a file's bytes, for whoever gets it, good for a limited time."""
    content.open(node_id)
    token = links().token(DOWNLOAD, content.app.id, node_id)
    return schemas.DownloadUrl(download_url=f"{links().origin}/files/assets/{token}")


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
    """Send a file's bytes to its upload_url. They are checked against what was declared, then the file is ready."""
    upload_id = current_grant(UPLOAD).subject
    content.receive(node_id, upload_id, _chunks(request.stream.read), request.content_length)


@linked.get("", can=DOWNLOAD, transactional=False, refusals=[*NOT_FOUND, errors.ContentPending])
def get_bytes(content: AssetContent) -> Response:
    """A file's bytes by its download_url; takes Range and conditional requests."""
    return _served(content, current_grant(DOWNLOAD).subject)


def _upload_urls(app_id: UUID, upload_id: UUID) -> Callable[[str], str]:
    """From the id of a file to where its bytes go, and no other's."""
    signed = links()
    token_of = signed.node_tokens(UPLOAD, app_id, upload_id)
    return lambda node_id: f"{signed.origin}/files/assets/{token_of(node_id)}/{node_id}"


def _offer(tree: AppAssetService, missing: list[str], upload_ids: Iterable[str]) -> dict[str, Any]:
    """Where the bytes of these files can go together."""
    if not missing:
        return NOTHING_MISSING
    list_id = keep_nodes(tree.session, tree.app_id, missing, upload_ids)
    return {"pack_url": pack_url(tree.app_id, list_id), "missing": missing}


def _urls(app_id: UUID, upload_id: UUID, *, direct: bool) -> Callable[[str, int], str]:
    """From a node's id and size to its URL: ours, or the storage's own where it has any."""
    store = storage()
    if direct and isinstance(store, StagingStorage):
        return presigner(store, upload_id, current_app.extensions["settings"].files_access_timeout)
    url_of = _upload_urls(app_id, upload_id)
    return lambda node_id, _: url_of(node_id)


def _served(content: AssetContent, node_id: UUID) -> Response:
    stored = content.open(node_id)
    return serve(stored.name, stored.size, stored.sha256, partial(content.read, stored))


def _chunks(read) -> Iterator[bytes]:
    return iter(partial(read, CHUNK_BYTES), b"")


def _sent_content(content: AssetContent) -> Iterator[bytes]:
    if request.mimetype == "multipart/form-data":
        if "file" not in request.files:
            raise errors.NoFile("The form has no part named `file`.")
        return _chunks(request.files["file"].stream.read)
    text = read_json(schemas.TextIn).content.encode()
    if len(text) > content.limits.text_bytes:
        raise errors.TooLarge(f"Text is taken up to {content.limits.text_bytes} bytes: send a multipart form instead.")
    return iter([text])


def _if_match() -> str | None:
    value = request.headers.get("If-Match", "*").strip()
    return None if value == "*" else value.strip('"')


def if_revision() -> int | None:
    """The tree's revision in If-Match. Raises InvalidInput."""
    value = _if_match()
    if value is not None and not (value.isascii() and value.isdigit() and len(value) < 19):
        raise InvalidInput('If-Match takes the revision of the tree in quotes, such as "7".')
    return None if value is None else int(value)


def once(body: bytes) -> Once | None:
    """The request as its Idempotency-Key names it. Raises InvalidInput."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise InvalidInput("Idempotency-Key takes 1 to 255 printable ASCII characters.")
    return None if key is None else Once(key, body)
