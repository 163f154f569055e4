from dataclasses import asdict
from uuid import UUID

import msgspec
from flask import Response

from treeline.apps.errors import AppNotFound
from treeline.assets import errors
from treeline.assets.draft import schemas
from treeline.assets.draft.access import draft_tree
from treeline.assets.draft.batch import check, parse
from treeline.assets.draft.names import MAX_NAME_BYTES
from treeline.assets.draft.selection import AssetSelection
from treeline.assets.draft.service import AppAssetService
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
    """Get the whole tree or a folder, nested or as a flat list.

    `depth` limits the number of levels; deeper folders have null `children`. The ETag is the revision; there is none
    while uploads are pending. If-None-Match returns 304.
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
    """Get the limits of trees, batches and files."""
    return schemas.LimitsOut(**asdict(tree.limits), name_bytes=MAX_NAME_BYTES)


@assets.get("/nodes/<uuid:node_id>", can="read", refusals=NOT_FOUND)
def read_node(tree: AppAssetService, node_id: UUID) -> NodeOut:
    """Get a file or folder."""
    return tree.node(node_id)


@assets.get("/nodes/<uuid:node_id>/children", can="read", refusals=[*NOT_FOUND, errors.NotAFolder])
def read_children(tree: AppAssetService, node_id: UUID, query: PageQuery) -> Page[NodeOut]:
    """List the children of a folder in order, in pages."""
    nodes, total = tree.children(node_id, query.offset, query.limit)
    return Page.of(nodes, total, query)


@assets.get("/children", can="read", refusals=[AppNotFound])
def read_top(tree: AppAssetService, query: PageQuery) -> Page[NodeOut]:
    """List the children of the root in order, in pages."""
    nodes, total = tree.children(None, query.offset, query.limit)
    return Page.of(nodes, total, query)


@assets.get("/path/<path:path>", can="read", refusals=NOT_FOUND)
def read_path(tree: AppAssetService, path: str) -> NodeOut:
    """Get the file or folder at a path."""
    return tree.node_at(path)


@assets.get("/search", can="read", refusals=[AppNotFound])
def search(tree: AppAssetService, query: schemas.SearchQuery) -> Page[NodeOut]:
    """Search files and folders by name, ignoring case, in pages."""
    nodes, total = tree.search(query.q, query.offset, query.limit)
    return Page.of(nodes, total, query)


@assets.post("/folders", can="edit", deed="file.create", status=201, refusals=[*ARRIVING, errors.InvalidName])
def create_folder(tree: AppAssetService, body: schemas.FolderCreate) -> NodeOut:
    """Create a folder."""
    return tree.create_folder(body.name, body.parent_id)


@assets.post(
    "/files/upload",
    can="edit",
    deed="file.create",
    status=201,
    refusals=[*ARRIVING, errors.InvalidName, errors.ContentMismatch, errors.TooLarge],
)
def create_file(tree: AppAssetService, body: schemas.FileCreate) -> schemas.FileCreated:
    """Create a file. Upload its content to `upload_url`, which is null if the content already exists."""
    node, url = tree.create_file(body.name, body.size, body.sha256, body.parent_id)
    return schemas.FileCreated(node=node, upload_url=url)


@assets.post(
    "/batch-upload",
    can="edit",
    deed="file.upload",
    status=201,
    max_body=lambda settings: settings.asset_max_batch_bytes,
    refusals=BATCH,
    body=schemas.BatchIn,
    reply=schemas.BatchOut,
)
def batch_upload(tree: AppAssetService, data: bytes) -> Response:
    """Create a nested tree of folders and files under `parent_id`, in one transaction.

    The response has the same shape and order, with an id for every node and an `upload_url` for each file to upload;
    `upload` has one URL to upload many files in one request. `on_conflict`: `error` rejects names that exist, `rename`
    numbers the new node (`notes (1).md`, with `renamed_from`), `merge` merges folders and replaces files.
    `Idempotency-Key` makes retries safe; `If-Match: "<revision>"` rejects the request if the tree has changed.
    `direct_upload` uploads straight to S3, if that is the storage: PUT to the URLs, then call `uploads/complete`.
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
    """Get new upload URLs for pending files: for some nodes, a folder or the whole tree."""
    upload, urls = tree.renew_uploads(body.node_ids, body.under)
    return schemas.UploadsOut.model_validate({**asdict(upload), "urls": urls})


@assets.post(
    "/nodes/move", can="edit", deed="file.move", refusals=[*ARRIVING, errors.NodeNotFound, errors.MoveIntoItself]
)
def move_nodes(tree: AppAssetService, body: schemas.MoveMany) -> schemas.NodesOut:
    """Move several nodes, in this order, to the end of a folder or after `after_node_id` (null: first)."""
    to_end = "after_node_id" not in body.model_fields_set
    nodes = AssetSelection(tree, body.ids).move(body.parent_id, body.after_node_id, to_end=to_end)
    return schemas.NodesOut(nodes=nodes)


@assets.post("/nodes/delete", can="edit", deed="file.delete", refusals=NOT_FOUND)
def delete_nodes(tree: AppAssetService, body: NodeIds) -> Done:
    """Delete several nodes and everything in them."""
    AssetSelection(tree, body.ids).delete()
    return DONE


@assets.post(
    "/nodes/copy",
    can="edit",
    deed="file.copy",
    status=201,
    refusals=[*ARRIVING, errors.NodeNotFound, errors.ContentPending, errors.Stale],
)
def copy_nodes(tree: AppAssetService, body: schemas.CopyMany) -> schemas.NodesOut:
    """Copy several nodes and everything in them into a folder. Copies are numbered if their name exists."""
    nodes = AssetSelection(tree, body.ids).copy(body.parent_id, if_revision())
    return schemas.NodesOut(nodes=nodes)


@assets.post(
    "/nodes/<uuid:node_id>/rename",
    can="edit",
    deed="file.rename",
    refusals=[*NOT_FOUND, errors.InvalidName, errors.PathConflict],
)
def rename_node(tree: AppAssetService, node_id: UUID, body: schemas.Rename) -> NodeOut:
    """Rename a file or folder."""
    return tree.rename(node_id, body.name)


@assets.post(
    "/nodes/<uuid:node_id>/move",
    can="edit",
    deed="file.move",
    refusals=[*ARRIVING, errors.NodeNotFound, errors.MoveIntoItself],
)
def move_node(tree: AppAssetService, node_id: UUID, body: schemas.Move) -> NodeOut:
    """Move a file or folder to the end of another folder (null: the root)."""
    return tree.move(node_id, body.parent_id)


@assets.post("/nodes/<uuid:node_id>/reorder", can="edit", refusals=NOT_FOUND)
def reorder_node(tree: AppAssetService, node_id: UUID, body: schemas.Reorder) -> NodeOut:
    """Move a node after one of its siblings (null: first)."""
    return tree.reorder(node_id, body.after_node_id)


@assets.delete("/nodes/<uuid:node_id>", can="edit", deed="file.delete", refusals=NOT_FOUND)
def delete_node(tree: AppAssetService, node_id: UUID) -> Done:
    """Delete a file, or a folder and everything in it."""
    tree.delete(node_id)
    return DONE
