"""Push: call, upload what is missing, call again. Verified content is never uploaded again."""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from treeline.client.errors import FilesChanged, LocalFiles, Refused, changes
from treeline.client.local import Hashed, hashed
from treeline.client.packs import Piece, body, body_length, split
from treeline.client.progress import Progress, size
from treeline.client.remote import Remote
from treeline.client.replies import Packed
from treeline.client.service import AssetsApi, Missing, Place
from treeline.client.threads import in_threads

AT_ONCE = 3
# How often in a row files may turn out changed, or a round may bring nothing forward.
PATIENCE = 5
# A link that has run out, or a list that is no longer kept: the next call gives another.
_LINK_GONE = {403, 404, 409}
_KINDS = ("added", "changed", "removed")
_FILE_NUMBER = re.compile(r"files\[(\d{1,9})\]")


@dataclass
class Status:
    """What a push would do. `revision` and `tree_hash` are the tree's now, the latter None while bytes are awaited.

    Files and folders are counted alike, in each run: `files` + `folders` = added + changed + `unchanged`.
    """

    files: int
    folders: int
    added: list[str]
    changed: list[str]
    removed: list[str]
    unchanged: int
    missing_files: int
    missing_bytes: int
    revision: int
    tree_hash: str | None
    local_tree_hash: str

    @property
    def same(self) -> bool:
        return not (self.added or self.changed or self.removed or self.missing_files)

    def lines(self) -> list[str]:
        if self.same:
            return [f"Nothing to push: all {self.files:,} files are up to date (revision {self.revision})."]
        told = _told(len(self.added), len(self.changed), len(self.removed), self.unchanged)
        sends = f"{self.missing_files:,} files to send, {size(self.missing_bytes)}"
        return [*changes({"+": self.added, "~": self.changed, "-": self.removed}), f"A push: {told}; {sends}."]

    def as_push(self) -> dict[str, Any]:
        """The numbers that the push itself will tell, and what they count."""
        lists = {kind: getattr(self, kind) for kind in _KINDS}
        done = Pushed(
            self.files,
            self.folders,
            **{kind: len(paths) for kind, paths in lists.items()},
            unchanged=self.unchanged,
            sent_files=self.missing_files,
            sent_bytes=self.missing_bytes,
            revision=self.revision,
            tree_hash=self.tree_hash,
        )
        return {"dry_run": True, "same": self.same, **asdict(done), "changes": lists}


def _told(added: int, changed: int, removed: int, unchanged: int) -> str:
    return f"{added:,} added, {changed:,} changed, {removed:,} removed, {unchanged:,} unchanged"


def status(api: AssetsApi, root: Path, under: str, progress: Progress, *, delete: bool) -> Status:
    """Raises LocalFiles, Refused, Unreachable."""
    local = hashed(root, progress)
    place = api.place(under)
    reply = sync(api, place, local, delete=delete, dry_run=True)
    if isinstance(reply, Missing):
        raise Refused("The server didn't return the changes.", 409)
    # Folders that lead to a new --under are made, and are not of the folder that is pushed.
    paths = {
        kind: [path.removeprefix(place.prefix) for path in reply["changes"][kind] if not place.prefix.startswith(path)]
        for kind in _KINDS
    }
    missing = [each["size"] for each in reply["missing"]]
    return Status(
        files=len(local.hashes),
        folders=len(local.folder.folders),
        unchanged=_unchanged(local, len(paths["added"]), len(paths["changed"])),
        missing_files=len(missing),
        missing_bytes=sum(missing),
        revision=reply["revision"],
        tree_hash=reply["tree_hash"],
        local_tree_hash=local.tree_hash,
        **paths,
    )


@dataclass
class Pushed:
    """What a push did, counted as in Status; `sent_files` and `sent_bytes`: what left this machine, also in vain."""

    files: int = 0
    folders: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    sent_files: int = 0
    sent_bytes: int = 0
    revision: int = 0
    tree_hash: str | None = None

    def lines(self) -> list[str]:
        told = _told(self.added, self.changed, self.removed, self.unchanged)
        sent = f"{self.sent_files:,} files sent, {size(self.sent_bytes)}"
        return [f"Pushed: {told}; {sent}. Revision {self.revision}, tree {self.tree_hash}"]


class PushedTo(Protocol):
    """What a folder is pushed to: an app's tree, or a knowledge base."""

    @property
    def remote(self) -> Remote: ...

    def place(self, under: str) -> Place: ...

    def sync(
        self,
        place: Place,
        files: list[dict[str, Any]],
        folders: Iterable[str],
        *,
        delete: bool = ...,
        dry_run: bool = ...,
        if_match: int | None = ...,
    ) -> Missing | dict[str, Any]: ...


class Push:
    """One push of one folder."""

    def __init__(self, api: PushedTo, root: Path, under: str, progress: Progress):
        self.api, self.root, self.under, self.progress = api, root, under, progress
        self.done, self._lock = Pushed(), Lock()

    def run(
        self, *, delete: bool, if_match: int | None = None, confirm: Callable[[list[str]], None] | None = None
    ) -> Pushed:
        """`confirm` is asked about what would be removed, if anything would, and raises where that is not wanted.

        Raises LocalFiles, Refused, Unreachable.
        """
        local, place = hashed(self.root, self.progress), self.api.place(self.under)
        if delete and confirm is not None:
            plan = sync(self.api, place, local, delete=True, dry_run=True)
            if not isinstance(plan, Missing) and plan["changes"]["removed"]:
                confirm(plan["changes"]["removed"])
                # What was agreed to is what goes: nobody may have changed the tree since.
                if_match = plan.get("revision") if if_match is None else if_match
        left, idle, replans = None, 0, 0
        while True:
            try:
                reply = sync(self.api, place, local, delete=delete, if_match=if_match)
            except Refused as refused:
                if refused.status == 401 and self.done.sent_files:
                    raise self._stopped(refused) from refused
                raise
            if not isinstance(reply, Missing):
                return self.finished(local, place, reply, delete=delete)
            idle = idle + 1 if left is not None and len(reply.hashes) >= left else 0
            left = len(reply.hashes)
            if idle >= PATIENCE:
                raise Refused(f"The server is still missing {left} files after {idle} attempts.", 409)
            try:
                self._send(reply, local)
            except FilesChanged as error:
                replans += 1
                if replans > PATIENCE:
                    raise LocalFiles("These files keep changing:", sorted(error.paths)) from error
                self.progress.warn(f"{min(error.paths)} changed while being read; retrying.")
                local.cache.forget(error.paths)
                local.cache.save(local.folder.files)
                local, left = hashed(self.root, self.progress), None

    def _stopped(self, refused: Refused) -> Refused:
        """Told of a push that is shut out in its middle."""
        told = (
            f"{refused.message}\nThe push stopped: {self.done.sent_files:,} files were sent, and nothing else was "
            "changed. Run it again with a valid key to continue; they aren't sent again."
        )
        return Refused(told, refused.status, {"code": refused.code})

    def _send(self, missing: Missing, local: Hashed) -> None:
        """Raises FilesChanged."""
        by_hash = {sha256: path for path, sha256 in reversed(local.hashes.items())}
        wanted = ((index, by_hash.get(sha256)) for index, sha256 in enumerate(missing.hashes))
        pieces = [Piece(index, local.folder.files[path]) for index, path in wanted if path is not None]
        total = sum(piece.file.size for piece in pieces)
        with self.progress.of(f"Sending {len(pieces):,} files", total, in_bytes=True) as advance:

            def sent(count: int) -> None:
                with self._lock:
                    self.done.sent_files += 1
                    self.done.sent_bytes += count
                advance(count)

            def put(pack: list[Piece]) -> set[str]:
                reply = self.api.remote.send(
                    missing.pack_url, lambda: body(pack, local.folder.root, sent), body_length(pack), Packed
                )
                failed = {each["index"] for each in reply["failed"]}
                return {piece.file.path for piece in pack if piece.index in failed}

            changed: set[str] = set()
            try:
                for failed in in_threads(put, split(pieces), AT_ONCE):
                    changed |= failed
            except Refused as refused:
                if refused.status not in _LINK_GONE and refused.code != "app_asset_pack_incomplete":
                    raise
            if changed:
                raise FilesChanged(changed)

    def finished(self, local: Hashed, place: Place, reply: dict[str, Any], *, delete: bool) -> Pushed:
        done, own = self.done, local.tree_hash
        done.files, done.folders, done.revision = len(local.hashes), len(local.folder.folders), reply["revision"]
        done.added, done.changed, done.removed = reply["added"] - place.made, reply["changed"], reply["removed"]
        done.unchanged = _unchanged(local, done.added, done.changed)
        # Of a folder that was made just now the server gives the hash of the root instead.
        done.tree_hash = own if place.prefix else reply["tree_hash"]
        if delete and done.tree_hash != own:
            self.progress.warn("the tree doesn't match this folder: someone else is changing the tree.")
        return done


def _unchanged(local: Hashed, added: int, changed: int) -> int:
    """The server counts files alone as unchanged, and files and folders as added and changed."""
    return len(local.hashes) + len(local.folder.folders) - added - changed


def sync(api: PushedTo, place: Place, local: Hashed, **options: Any) -> Missing | dict[str, Any]:
    """As `api.sync`; refusals name local paths instead of numbers."""
    files = local.listed()
    try:
        return api.sync(place, files, local.folder.empty_folders(), **options)
    except Refused as refused:
        for each in refused.details:
            found = _FILE_NUMBER.match(str(each.get("path")))
            if found and int(found.group(1)) < len(files):
                each["path"] = files[int(found.group(1))]["path"]
        raise
