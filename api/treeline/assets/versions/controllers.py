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
    """Publish the draft: keep it, as it is now, as a version that never changes.

    Refused while files await their bytes; `details` names the first 100. With `If-Match: "<revision>"` only the draft
    that was seen; with `Idempotency-Key` it may be sent again safely. A version is not active until it is activated.
    """
    return schemas.VersionOut.of(versions.publish(body.note or "", if_match=if_revision(), once=once(data)))


@versions.get("", can="read", refusals=[AppNotFound])
def list_versions(versions: AssetVersions, query: PageQuery) -> Page[schemas.VersionOut]:
    """The app's versions, the newest first, a page at a time."""
    found, total = versions.page(query.offset, query.limit)
    return Page.of([schemas.VersionOut.of(seen) for seen in found], total, query)


@versions.get("/<version>", can="read", refusals=NOT_FOUND)
def read_version(versions: AssetVersions, version: str) -> schemas.VersionOut:
    """One version by its number, or the `active` one."""
    return schemas.VersionOut.of(versions.find(version))


@versions.get(
    "/<version>/tree",
    can="read",
    refusals=[*NOT_FOUND, errors.ParentNotFound, errors.NotAFolder],
    reply=schemas.VersionTreeOut | schemas.FlatVersionTreeOut,
)
def read_version_tree(versions: AssetVersions, version: str, query: TreeQuery) -> Response:
    """What a version holds, or what lies in a folder of it: as the draft's tree.

    The ETag is the tree hash, with the number before it where `active` was asked for; If-None-Match is answered with
    304.
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
    """The file or folder at a path of a version."""
    return versions.reader(version).node_at(path)


@versions.get("/<version>/diff", can="read", refusals=NOT_FOUND)
def read_version_diff(versions: AssetVersions, version: str, query: schemas.DiffQuery) -> schemas.DiffOut:
    """What a version has otherwise than `against`: a number, `active` or `draft`; by default the version before it.

    Added, removed, changed and moved; the first 1,000 of each, by path, and how many there are. A file that went and
    came elsewhere with the same bytes has moved, if there is no doubt which it was. The first version has all added.
    """
    return schemas.DiffOut.of(versions.diff(version, query.against))


@versions.post("/<version>/restore", can="edit", refusals=[*NOT_FOUND, errors.Stale, errors.TooManyNodes])
def restore_version(versions: AssetVersions, version: str) -> schemas.RestoredOut:
    """Make the draft equal to a version, in one step: names, bytes, order, and the ids that the nodes had.

    What is in the draft and not in the version is deleted; bytes that were awaited no longer are. With
    `If-Match: "<revision>"` only the draft that was seen. Publish first to keep what the draft is now.
    """
    done = versions.restore(version, if_match=if_revision())
    return schemas.RestoredOut(revision=done.revision, number=done.version.number, tree_hash=done.version.tree_hash)


@versions.post("/<version>/activate", can="edit", refusals=NOT_FOUND)
def activate_version(versions: AssetVersions, version: str) -> schemas.VersionOut:
    """Make a version the one that the app works with: agents, MCP and whoever reads `active`."""
    return schemas.VersionOut.of(versions.activate(version))


@versions.delete("/<version>", can="edit", refusals=[*NOT_FOUND, VersionActive, VersionPinned, VersionInUse])
def delete_version(versions: AssetVersions, version: str) -> Done:
    """Delete a version that is neither active nor the config's. Its number is not given again.

    Bytes that nothing else names go in time.
    """
    versions.delete(version)
    return DONE


@version_files.get("", can="read", transactional=False, refusals=[*READING, errors.TooLarge, errors.NotText])
def read_version_text(content: VersionContent, version: str, node_id: UUID) -> TextOut:
    """The content of a version's text file."""
    text, stored = content.text(version, node_id)
    return TextOut(content=text, sha256=stored.sha256, size=stored.size)


@version_files.get("/raw", can="read", transactional=False, refusals=READING)
def read_version_raw(content: VersionContent, version: str, node_id: UUID) -> Response:
    """The bytes of a version's file; takes Range and conditional requests."""
    stored = content.open(version, node_id)
    return serve(stored.name, stored.size, stored.sha256, partial(content.read, stored))
