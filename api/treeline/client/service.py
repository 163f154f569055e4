"""The endpoints of /v1/assets that the command line uses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from treeline.client import replies
from treeline.client.errors import Refused, WrongUse, printable
from treeline.client.remote import Remote

DRAFT = "draft"


@dataclass(frozen=True)
class Missing:
    """Bytes that a sync waits for."""

    pack_url: str
    hashes: list[str]


@dataclass(frozen=True)
class Place:
    """The folder of the tree that a command is about; the root, too, has no `parent_id`.

    `prefix`: the path of a folder that is not there yet. Under it the files go to the root, and so it gets made
    together with them.
    """

    under: str = ""
    parent_id: str | None = None
    prefix: str = ""
    # How many folders of the prefix stand, and how many have to be made.
    standing: int = 0
    made: int = 0


class AssetsApi:
    def __init__(self, remote: Remote):
        self.remote = remote

    def place(self, under: str) -> Place:
        """Raises WrongUse where a file stands."""
        under = under.strip("/")
        if not under:
            return Place()
        if not under.isprintable():
            raise WrongUse(f"--under must be a path in the tree; {printable(under)} is not valid.")
        node = self._node(under, "")
        if node is not None:
            return Place(under, node["id"])
        parts = under.split("/")
        standing = next((at for at in range(len(parts) - 1, 0, -1) if self._node("/".join(parts[:at]), "")), 0)
        return Place(under, None, f"{under}/", standing, len(parts) - standing)

    def sync(
        self,
        place: Place,
        files: list[dict[str, Any]],
        folders: Iterable[str],
        *,
        delete: bool = False,
        dry_run: bool = False,
        if_match: int | None = None,
    ) -> Missing | dict[str, Any]:
        """`files`: {path, size, sha256} each. What happened, or what it takes first. Raises Refused."""
        if place.prefix:
            files = [{**file, "path": place.prefix + file["path"]} for file in files]
            folders = [place.prefix + path for path in folders] or ([] if files else [place.prefix.rstrip("/")])
        body = {
            "parent_id": place.parent_id,
            "files": files,
            "folders": list(folders),
            "delete_extraneous": delete and not place.prefix,
            "dry_run": dry_run,
        }
        try:
            kind = replies.Planned if dry_run else replies.Synced
            return self.remote.call("POST", "/sync", kind, once=not dry_run, if_match=if_match, json=body)
        except Refused as refused:
            return missing_of(refused, "app_asset_bytes_missing")

    def unknown(self, files: list[dict[str, Any]]) -> set[str]:
        """The hashes whose bytes the app does not have. Raises Refused."""
        # Asked as a sync that would replace the whole tree: only then does no path stand in another's way.
        reply = self.sync(Place(), files, [], delete=True, dry_run=True)
        return set() if isinstance(reply, Missing) else {each["sha256"] for each in reply["missing"]}

    def tree(self, under: str, version: str = DRAFT) -> dict[str, Any]:
        """All nodes below a folder, their paths relative to it. Raises Refused."""
        under, params = under.strip("/"), {"format": "flat"}
        above = "/"
        if under:
            node = self._node(under, version)
            if node is None:
                raise Refused(f"Folder {under} not found in {_spoken(version)}.", 404)
            params["parent_id"], above = node["id"], f"{node['path']}/"
        found = self.remote.call("GET", f"{_of(version)}/tree", replies.Tree, params=params)
        for node in found["nodes"]:
            node["path"] = node["path"].removeprefix(above)
        return found

    def diff(self, version: str, against: str) -> dict[str, Any]:
        """What `version` has otherwise than `against`, which may be the draft."""
        return self.remote.call("GET", f"{_of(version)}/diff", replies.DiffReply, params={"against": against})

    def versions(self) -> Iterator[dict[str, Any]]:
        """All of them, the newest first."""
        page = 1
        while True:
            found = self.remote.call("GET", "/versions", replies.Versions, params={"page": page, "limit": 100})
            yield from found["data"]
            if not found["has_more"] or not found["data"]:
                return
            page += 1

    def restore(self, version: str, if_match: int | None = None) -> dict[str, Any]:
        return self.remote.call("POST", f"/versions/{version}/restore", replies.Restored, if_match=if_match)

    def publish(self, note: str, if_match: int | None = None) -> dict[str, Any]:
        return self.remote.call("POST", "/versions", replies.Version, once=True, if_match=if_match, json={"note": note})

    def activate(self, version: int) -> dict[str, Any]:
        return self.remote.call("POST", f"/versions/{version}/activate", replies.Version)

    def _node(self, path: str, version: str) -> dict[str, Any] | None:
        """The folder at a path, or None. Raises WrongUse."""
        try:
            node = self.remote.call("GET", f"{_of(version)}/path/{quote(path)}", replies.Node)
        except Refused as refused:
            if refused.code == "app_asset_node_not_found":
                return None
            raise
        if node["node_type"] != "folder":
            raise WrongUse(f"--under must be a folder, but {path} is a file.")
        return node


def missing_of(refused: Refused, code: str) -> Missing:
    """What a sync that was refused with this code waits for. Raises `refused`, where it is another refusal."""
    if refused.code != code:
        raise refused
    try:
        upload = replies.understood(refused.upload, replies.Upload)
    except replies.NotUnderstood:
        raise refused from None
    return Missing(upload["pack_url"], upload["missing"])


def _of(version: str) -> str:
    return "" if version in ("", DRAFT) else f"/versions/{version}"


def _spoken(version: str) -> str:
    return "the draft" if version in ("", DRAFT) else f"version {version}"
