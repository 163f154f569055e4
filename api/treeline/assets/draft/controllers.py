from dataclasses import asdict
from uuid import UUID

import msgspec
from flask import Response

from treeline.apps.errors import AppNotFound
from treeline.assets import errors
from treeline.assets.draft import schemas
from treeline.assets.draft.access import draft_tree
from treeline.assets.draft.batch import check, parse
from treeline.assets.draft.selection import AssetSelection
from treeline.assets.draft.service import AppAssetService
from treeline.assets.names import MAX_NAME_BYTES
from treeline.assets.requests import ARRIVING, BATCH, NOT_FOUND, AssetRoutes, if_revision, once, tree_revision
from treeline.assets.schemas import NodeIds, NodeOut, TreeQuery
from treeline.files.conditions import not_modified
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import json_response

assets = AssetRoutes("assets", "", draft_tree, group="Files", headers=tree_revision)


@assets.get(
    "/tree",
    can="read",
    refusals=[AppNotFound, errors.ParentNotFound, errors.NotAFolder],
    reply=schemas.TreeOut | schemas.FlatTreeOut,
)
def read_tree(tree: AppAssetService, query: TreeQuery) -> Response:
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
def read_node(tree: AppAssetService, node_id: UUID) -> NodeOut:
    """One file or folder."""
    return tree.node(node_id)


@assets.get("/nodes/<uuid:node_id>/children", can="read", refusals=[*NOT_FOUND, errors.NotAFolder])
def read_children(tree: AppAssetService, node_id: UUID, query: PageQuery) -> Page[NodeOut]:
    """What lies in a folder, in its order, a page at a time."""
    nodes, total = tree.children(node_id, query.offset, query.limit)
    return Page.of(nodes, total, query)


@assets.get("/children", can="read", refusals=[AppNotFound])
def read_top(tree: AppAssetService, query: PageQuery) -> Page[NodeOut]:
    """What lies at the top, in its order, a page at a time."""
    nodes, total = tree.children(None, query.offset, query.limit)
    return Page.of(nodes, total, query)


@assets.get("/path/<path:path>", can="read", refusals=NOT_FOUND)
def read_path(tree: AppAssetService, path: str) -> NodeOut:
    """The file or folder at a path."""
    return tree.node_at(path)


@assets.get("/search", can="read", refusals=[AppNotFound])
def search(tree: AppAssetService, query: schemas.SearchQuery) -> Page[NodeOut]:
    """Files and folders whose name holds a text, whatever its case; a page at a time."""
    nodes, total = tree.search(query.q, query.offset, query.limit)
    return Page.of(nodes, total, query)


@assets.post("/folders", can="edit", status=201, refusals=[*ARRIVING, errors.InvalidName])
def create_folder(tree: AppAssetService, body: schemas.FolderCreate) -> NodeOut:
    """Create a folder."""
    return tree.create_folder(body.name, body.parent_id)


@assets.post(
    "/files/upload",
    can="edit",
    status=201,
    refusals=[*ARRIVING, errors.InvalidName, errors.ContentMismatch, errors.TooLarge],
)
def create_file(tree: AppAssetService, body: schemas.FileCreate) -> schemas.FileCreated:
    """Create a file; its bytes go to `upload_url`, which is null if they are here already."""
    node, url = tree.create_file(body.name, body.size, body.sha256, body.parent_id)
    return schemas.FileCreated(node=node, upload_url=url)


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
    parent_id, if_match, sent_once = wanted.parent, if_revision(), once(data)
    created = tree.batch_create_from_tree(
        check(wanted.children, tree.limits),
        parent_id,
        on_conflict=wanted.on_conflict,
        if_match=if_match,
        once=sent_once,
        direct_upload=wanted.direct_upload,
    )
    reply = {"children": created.batch.children, "upload": created.upload, "warnings": created.batch.warnings}
    return json_response(msgspec.json.encode(reply), 201)


@assets.post("/uploads", can="edit", refusals=[*NOT_FOUND, errors.ParentNotFound, errors.NotAFolder])
def renew_uploads(tree: AppAssetService, body: schemas.UploadsIn) -> schemas.UploadsOut:
    """Fresh links for the bytes that are still awaited: of some nodes, under a folder, or of the whole tree."""
    upload, urls = tree.renew_uploads(body.node_ids, body.under)
    return schemas.UploadsOut.model_validate({**asdict(upload), "urls": urls})


@assets.post("/nodes/move", can="edit", refusals=[*ARRIVING, errors.NodeNotFound, errors.MoveIntoItself])
def move_nodes(tree: AppAssetService, body: schemas.MoveMany) -> schemas.NodesOut:
    """Move several nodes, in this order, to the end of a folder, or behind `after_node_id` (null: first)."""
    to_end = "after_node_id" not in body.model_fields_set
    nodes = AssetSelection(tree, body.ids).move(body.parent_id, body.after_node_id, to_end=to_end)
    return schemas.NodesOut(nodes=nodes)


@assets.post("/nodes/delete", can="edit", refusals=NOT_FOUND)
def delete_nodes(tree: AppAssetService, body: NodeIds) -> Done:
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
    return schemas.NodesOut(nodes=nodes)


@assets.post("/nodes/<uuid:node_id>/rename", can="edit", refusals=[*NOT_FOUND, errors.InvalidName, errors.PathConflict])
def rename_node(tree: AppAssetService, node_id: UUID, body: schemas.Rename) -> NodeOut:
    """Rename a file or folder."""
    return tree.rename(node_id, body.name)


@assets.post("/nodes/<uuid:node_id>/move", can="edit", refusals=[*ARRIVING, errors.NodeNotFound, errors.MoveIntoItself])
def move_node(tree: AppAssetService, node_id: UUID, body: schemas.Move) -> NodeOut:
    """Move a file or folder, with all it holds, to the end of another folder (null: the root)."""
    return tree.move(node_id, body.parent_id)


@assets.post("/nodes/<uuid:node_id>/reorder", can="edit", refusals=NOT_FOUND)
def reorder_node(tree: AppAssetService, node_id: UUID, body: schemas.Reorder) -> NodeOut:
    """Put a node behind one of its siblings (null: first)."""
    return tree.reorder(node_id, body.after_node_id)


@assets.delete("/nodes/<uuid:node_id>", can="edit", refusals=NOT_FOUND)
def delete_node(tree: AppAssetService, node_id: UUID) -> Done:
    """Delete a file or folder with all it holds."""
    tree.delete(node_id)
    return DONE
