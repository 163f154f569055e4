from dataclasses import asdict
from typing import Any

import msgspec
from flask import Response

from treeline.assets import errors
from treeline.assets.requests import BATCH, AssetRoutes, if_revision, once, tree_revision
from treeline.assets.sync.access import draft_sync
from treeline.assets.sync.paths import parse
from treeline.assets.sync.schemas import SyncIn, SyncOut
from treeline.assets.sync.service import AssetSync, Synced
from treeline.kernel.web import json_response

synced = AssetRoutes("asset_sync", "/sync", draft_sync, group="Uploads and downloads", headers=tree_revision)


@synced.post(
    "",
    can="edit",
    deed="file.sync",
    max_body=lambda settings: settings.asset_max_batch_bytes,
    refusals=[*BATCH, errors.BytesNeeded],
    body=SyncIn,
    reply=SyncOut,
)
def sync(sync: AssetSync, data: bytes) -> Response:
    """Sync a folder with a list of files, names and content, in one transaction.

    If content is missing, nothing changes and the response is 409 `app_asset_bytes_missing` with `upload`: send packs
    to its `pack_url`, then call again. Interrupted uploads resume the same way. `delete_extraneous` deletes what is not
    in the list; `dry_run` only lists the changes, path by path.
    """
    wanted = parse(data)
    done = sync.sync(wanted, if_revision(), once(data))
    if isinstance(done, Synced):
        if done.missing and not wanted.dry_run:
            return _bytes_needed(sync, done.missing)
        return json_response(msgspec.json.encode(done.counts() | (_plan(done) if wanted.dry_run else {})))
    return json_response(msgspec.json.encode(done))


def _plan(done: Synced) -> dict[str, Any]:
    changes = asdict(done.paths)
    del changes["unchanged"]
    missing = [{"sha256": sha256, "size": size} for sha256, size in done.missing.items()]
    return {"changes": changes, "missing": missing}


def _bytes_needed(sync: AssetSync, missing: dict[str, int]) -> Response:
    """A reply and no refusal: the list that packs will answer is committed with it."""
    refusal = errors.BytesNeeded(len(missing), sum(missing.values()))
    body = {"code": refusal.code, "message": refusal.message, "status": refusal.status}
    return json_response(msgspec.json.encode(body | {"upload": sync.offer(missing)}), refusal.status)
