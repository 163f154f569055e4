"""Sync: call, upload what is missing, call again."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from treeline.assets.draft import postgres
from treeline.assets.draft.batch import Arrival, Batch, check
from treeline.assets.draft.reading import path_of
from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import EXISTS_OTHERWISE, PathConflict
from treeline.assets.links import NOTHING_MISSING, PackUpload
from treeline.assets.sync import postgres as sync_postgres
from treeline.assets.sync.comparison import Comparison, Paths
from treeline.assets.sync.paths import PathTree, SyncBody
from treeline.files.service import BlobService
from treeline.kernel import clock, deeds
from treeline.kernel.idempotency import Idempotency, Once
from treeline.kernel.ids import new_id


@dataclass
class Synced:
    """What a sync did, or would do. `missing`: {SHA-256: size} of bytes that are not here; with any, nothing was done.

    `tree_hash`: of the folder as it is now; None while a file in it has no content.
    """

    revision: int
    tree_hash: str | None
    paths: Paths
    missing: dict[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        return {
            "revision": self.revision,
            "tree_hash": self.tree_hash,
            "added": len(self.paths.added),
            "changed": len(self.paths.changed),
            "removed": len(self.paths.removed),
            "unchanged": self.paths.unchanged,
        }


class AssetSync:
    """Makes a folder of the draft equal to a list of paths."""

    def __init__(self, tree: AppAssetService):
        self.tree, self.session = tree, tree.session

    @property
    def revision(self) -> int | None:
        return self.tree.revision

    def offer(self, missing: dict[str, int]) -> PackUpload:
        """Where bytes go that a sync lacks: {SHA-256: size}."""
        return NOTHING_MISSING if self.tree.links is None else self.tree.links.pack_of_hashes(self.session, missing)

    def sync(self, wanted: SyncBody, if_match: int | None = None, once: Once | None = None) -> Synced | dict[str, Any]:
        """All of it, or nothing while bytes are missing. Sent again with the same key: the counts that it had.

        Raises InvalidBatch, TooDeep, TooManyNodes, ParentNotFound, NotAFolder, PathConflict, ContentMismatch, Stale,
        IdempotencyKeyReused, IdempotencyKeyInUse.
        """
        batch = check_all(PathTree(wanted, self.tree.limits), self.tree)
        keys = Idempotency(self.session, self.tree.app_id, "sync")
        once = None if wanted.dry_run else once
        if once is not None and (outcome := keys.begin(once)) is not None:
            return outcome
        done = self._sync(batch, wanted, if_match)
        if once is not None:
            # The call after the bytes have been sent is the same request, and the one that counts.
            keys.forget(once) if done.missing else keys.finish(once, done.counts())
        return done

    def _sync(self, batch: Batch, wanted: SyncBody, if_match: int | None) -> Synced:
        state = self.tree.lock(if_match)
        way = self.tree.folder_way(wanted.parent)
        self.tree.check_depth(len(way) - 1 + batch.depth)
        standing = sync_postgres.standing(self.session, self.tree.app_id, way[-1].id)
        lost = BlobService(self.session, self.tree.app_id).missing()
        here = {row.sha256: row.size for row in standing if row.sha256 is not None and row.sha256 not in lost}
        known = self.tree.known(batch.hashes, here)
        compared = Comparison(batch, str(way[-1].id), standing, delete=wanted.delete_extraneous)
        if compared.misfits:
            details = sorted(f"{path_of(way)}/{path}" for path in compared.misfits)
            raise PathConflict.of(details, EXISTS_OTHERWISE)
        self.tree.check_room(batch.nodes - len(batch.kept) - compared.gone.nodes, state)
        missing = {file.sha256: file.size for file in wanted.files if file.size and file.sha256 not in known}
        revision = state.revision
        if wanted.dry_run:
            deeds.nothing_done()
            before = Comparison(Batch([]), str(way[-1].id), standing, delete=False)
            return Synced(revision, before.tree_hash, compared.paths, missing)
        if missing:
            return Synced(revision, None, compared.paths, missing)
        if compared.changes or compared.replacement.now:
            revision = self._write(batch, compared, known, way[-1].id)
        else:
            deeds.nothing_done()
        return Synced(revision, compared.tree_hash, compared.paths)

    def _write(self, batch: Batch, compared: Comparison, known: dict[str, int], folder_id: UUID) -> int:
        """The revision that it leads to."""
        gone, replacement = compared.gone, compared.replacement
        if gone.ids:
            sync_postgres.delete_nodes(self.session, gone.ids)
        if compared.renamed:
            sync_postgres.respell(self.session, compared.renamed, self.tree.by)
        position = compared.positions[str(folder_id)]
        arrival = Arrival(
            self.tree.app_id, folder_id, position, new_id(), known, self.tree.by, clock.now(), compared.positions
        )
        postgres.replace_content(self.session, replacement, arrival)
        new = batch.nodes - len(batch.kept)
        added = _size_of_new(batch)
        if new:
            postgres.copy_batch(self.session, batch, arrival)
        return self.tree.count(
            nodes=new - gone.nodes,
            size=added + replacement.size - gone.size,
            pending=replacement.pending - gone.pending,
        )


def check_all(wanted: PathTree, tree: AppAssetService) -> Batch:
    """The batch of the paths, with ids and hashes; a list of none is a folder to be emptied."""
    return check(wanted.children, tree.limits) if wanted.children else Batch([])


def _size_of_new(batch: Batch) -> int:
    size, lists = 0, [batch.children]
    while lists:
        for node in lists.pop():
            size += 0 if node.id in batch.kept else node.size
            if node.children:
                lists.append(node.children)
    return size
