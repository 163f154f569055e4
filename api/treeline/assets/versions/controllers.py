from functools import partial
from uuid import UUID

from flask import Response

from treeline.apps.errors import AppNotFound
from treeline.assets import errors
from treeline.assets.requests import AssetRoutes, if_revision, once, tree_revision
from treeline.assets.schemas import FlatNode, TextOut, TreeQuery
from treeline.assets.versions import schemas
from treeline.assets.versions.access import app_versions, version_content
from treeline.assets.versions.content import VersionContent
from treeline.assets.versions.errors import DraftPending, VersionActive, VersionInUse, VersionNotFound, VersionPinned
from treeline.assets.versions.service import AssetVersions
from treeline.files.conditions import not_modified
from treeline.files.serving import serve
from treeline.kernel.idempotency import IdempotencyKeyInUse, IdempotencyKeyReused
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import json_response

versions = AssetRoutes("asset_versions", "/versions", app_versions, group="Versions", headers=tree_revision)
version_files = AssetRoutes(
    "asset_version_files", "/versions/<version>/files/<uuid:node_id>", version_content, group="Versions"
)

NOT_FOUND = [AppNotFound, VersionNotFound]
READING = [*NOT_FOUND, errors.NodeNotFound, errors.NotAFile]


@versions.post(
    "",
    can="edit",
    deed="version.publish",
    status=201,
    refusals=[
        *NOT_FOUND,
        DraftPending,
        errors.Stale,
        IdempotencyKeyReused,
        IdempotencyKeyInUse,
    ],
)
def publish(versions: AssetVersions, body: schemas.VersionIn, data: bytes) -> schemas.VersionOut:
    """Publish the draft as a new, immutable version.

    Rejected while uploads are pending; `details` lists the first 100. `If-Match: "<revision>"` rejects the request if
    the draft has changed; `Idempotency-Key` makes retries safe. Activate the version to make agents use it.
    """
    return schemas.VersionOut.of(versions.publish(body.note or "", if_match=if_revision(), once=once(data)))


@versions.get("", can="read", refusals=[AppNotFound])
def list_versions(versions: AssetVersions, query: PageQuery) -> Page[schemas.VersionOut]:
    """List the app's versions, newest first, in pages."""
    found, total = versions.page(query.offset, query.limit)
    return Page.of([schemas.VersionOut.of(seen) for seen in found], total, query)


@versions.get("/<version>", can="read", refusals=NOT_FOUND)
def read_version(versions: AssetVersions, version: str) -> schemas.VersionOut:
    """Get a version by its number, or the `active` one."""
    return schemas.VersionOut.of(versions.find(version))


@versions.get(
    "/<version>/tree",
    can="read",
    refusals=[*NOT_FOUND, errors.ParentNotFound, errors.NotAFolder],
    reply=schemas.VersionTreeOut | schemas.FlatVersionTreeOut,
)
def read_version_tree(versions: AssetVersions, version: str, query: TreeQuery) -> Response:
    """Get the tree of a version or of a folder in it, in the format of the draft's tree.

    The ETag is the tree hash, prefixed with the number for `active`. If-None-Match returns 304.
    """
    reader = versions.reader(version)
    number, tree_hash = reader.version.number, reader.version.tree_hash
    # Equal trees of two versions may differ in ids: what `active` is must not be taken for what it was.
    tag = f"{number}-{tree_hash}" if version == "active" else tree_hash
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if (unchanged := not_modified(tag, headers)) is not None:
        return unchanged
    nested = query.format == "nested"
    nodes = reader.tree(query.parent_id, depth=query.depth, nested=nested)
    name = "children" if nested else "nodes"
    body = f'{{"number":{number},"tree_hash":"{tree_hash}","{name}":{nodes}}}'
    return json_response(body.encode(), headers=headers)


@versions.get("/<version>/path/<path:path>", can="read", refusals=[*NOT_FOUND, errors.NodeNotFound])
def read_version_path(versions: AssetVersions, version: str, path: str) -> FlatNode:
    """Get the file or folder at a path in a version."""
    return versions.reader(version).node_at(path)


@versions.get("/<version>/diff", can="read", refusals=NOT_FOUND)
def read_version_diff(versions: AssetVersions, version: str, query: schemas.DiffQuery) -> schemas.DiffOut:
    """Compare a version with `against`: a number, `active` or `draft`; by default, the previous version.

    Returns what was added, removed, changed and moved: the first 1,000 of each, by path, and totals. A file removed in
    one place and added in another with the same content counts as moved if the match is unique. In the first version,
    everything is added.
    """
    return schemas.DiffOut.of(versions.diff(version, query.against))


@versions.post(
    "/<version>/restore", can="edit", deed="version.restore", refusals=[*NOT_FOUND, errors.Stale, errors.TooManyNodes]
)
def restore_version(versions: AssetVersions, version: str) -> schemas.RestoredOut:
    """Restore the draft to a version in one transaction: names, content, order and node ids.

    Nodes that are not in the version are deleted, and pending uploads are canceled. `If-Match: "<revision>"` rejects
    the request if the draft has changed. Publish first to keep the current draft.
    """
    done = versions.restore(version, if_match=if_revision())
    return schemas.RestoredOut(revision=done.revision, number=done.version.number, tree_hash=done.version.tree_hash)


@versions.post("/<version>/activate", can="edit", deed="version.activate", refusals=NOT_FOUND)
def activate_version(versions: AssetVersions, version: str) -> schemas.VersionOut:
    """Activate a version: agents, MCP clients and requests for `active` use it from now on."""
    return schemas.VersionOut.of(versions.activate(version))


@versions.delete(
    "/<version>", can="edit", deed="version.delete", refusals=[*NOT_FOUND, VersionActive, VersionPinned, VersionInUse]
)
def delete_version(versions: AssetVersions, version: str) -> Done:
    """Delete a version that is neither active nor pinned by the config. Its number is not reused.

    Content that nothing else uses is removed later.
    """
    versions.delete(version)
    return DONE


@version_files.get("", can="read", transactional=False, refusals=[*READING, errors.TooLarge, errors.NotText])
def read_version_text(content: VersionContent, version: str, node_id: UUID) -> TextOut:
    """Get the content of a text file in a version."""
    text, stored = content.text(version, node_id)
    return TextOut(content=text, sha256=stored.sha256, size=stored.size)


@version_files.get("/raw", can="read", transactional=False, refusals=READING)
def read_version_raw(content: VersionContent, version: str, node_id: UUID) -> Response:
    """Download a file of a version. Supports Range and conditional requests."""
    stored = content.open(version, node_id)
    return serve(stored.name, stored.size, stored.sha256, partial(content.read, stored))
