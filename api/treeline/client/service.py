"""What the command line asks of a server: the endpoints of /v1/assets by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from treeline.client.errors import Refused, WrongUse
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


class AssetsApi:
    def __init__(self, remote: Remote):
        self.remote = remote

    def place(self, under: str) -> Place:
        """Raises WrongUse where a file stands."""
        under = under.strip("/")
        if not under:
            return Place()
        node = self._node(under, "")
        if node is None:
            return Place(under, None, f"{under}/")
        return Place(under, node["id"])

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
            return self.remote.call("POST", "/sync", once=not dry_run, if_match=if_match, json=body)
        except Refused as refused:
            if refused.code == "app_asset_bytes_missing" and isinstance(refused.upload, dict):
                return Missing(refused.upload["pack_url"], refused.upload["missing"])
            raise

    def tree(self, under: str, version: str = DRAFT) -> dict[str, Any]:
        """All nodes below a folder, their paths relative to it. Raises Refused."""
        under, params = under.strip("/"), {"format": "flat"}
        above = "/"
        if under:
            node = self._node(under, version)
            if node is None:
                raise Refused(f"There is no folder {under} in {_spoken(version)}.", 404)
            params["parent_id"], above = node["id"], f"{node['path']}/"
        found = self.remote.call("GET", f"{_of(version)}/tree", params=params)
        for node in found["nodes"]:
            node["path"] = node["path"].removeprefix(above)
        return found

    def diff(self, version: str, against: str) -> dict[str, Any]:
        """What `version` has otherwise than `against`, which may be the draft."""
        return self.remote.call("GET", f"{_of(version)}/diff", params={"against": against})

    def publish(self, note: str, if_match: int | None = None) -> dict[str, Any]:
        return self.remote.call("POST", "/versions", once=True, if_match=if_match, json={"note": note})

    def activate(self, version: int) -> dict[str, Any]:
        return self.remote.call("POST", f"/versions/{version}/activate")

    def _node(self, path: str, version: str) -> dict[str, Any] | None:
        """The folder at a path, or None. Raises WrongUse."""
        try:
            node = self.remote.call("GET", f"{_of(version)}/path/{quote(path)}")
        except Refused as refused:
            if refused.code == "app_asset_node_not_found":
                return None
            raise
        if node["node_type"] != "folder":
            raise WrongUse(f"--under takes a folder, and {path} is a file.")
        return node


def _of(version: str) -> str:
    return "" if version in ("", DRAFT) else f"/versions/{version}"


def _spoken(version: str) -> str:
    return "the draft" if version in ("", DRAFT) else f"version {version}"
