"""The endpoints of /v1/datasets that the command line uses."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from treeline.client.errors import Refused, WrongUse
from treeline.client.knowledge import replies
from treeline.client.knowledge.names import as_nodes
from treeline.client.remote import Remote
from treeline.client.service import Missing, Place, missing_of

DATASETS = "/v1/datasets"


class KnowledgeRemote(Remote):
    root = DATASETS
    credentials = "Check TREELINE_KEY (or --key): it must be a key of the workspace's knowledge bases (ds-…)."

    def __init__(self, url: str, key: str, note: Callable[[str], None] = lambda _: None):
        if not key.strip():
            told = "API key missing: set TREELINE_KEY or --key to a key of the workspace's knowledge bases (ds-…)."
            raise WrongUse(told)
        super().__init__(url, key, note)

    def choose(self, dataset: str) -> None:
        """From here on calls are about this knowledge base, given by its ID or its name. Raises WrongUse, Refused."""
        self.root = f"{DATASETS}/{self._id_of(dataset)}"

    def _id_of(self, dataset: str) -> str:
        try:
            return str(UUID(dataset))
        except ValueError:
            pass
        page, found = 1, dict[str, Any](has_more=True)
        while found["has_more"]:
            params = {"keyword": dataset, "page": page, "limit": 100}
            found = self.call("GET", "", replies.Datasets, params=params)
            for each in found["data"]:
                if each["name"] == dataset:
                    return each["id"]
            page += 1
        raise WrongUse(f"No knowledge base named {dataset} that this key can read.")


class KnowledgeApi:
    """One knowledge base. `confirmed`: a sync may delete more than half of the documents."""

    def __init__(self, remote: KnowledgeRemote):
        self.remote, self.confirmed = remote, False

    def place(self, under: str) -> Place:
        return Place(under.strip("/"))

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
        """What happened, or what it takes first. A folder is there while documents are. Raises Refused."""
        body = {
            "files": files,
            "folder": place.under,
            "delete_extraneous": delete,
            "dry_run": dry_run,
            "confirm": self.confirmed,
        }
        try:
            return self.remote.call(
                "POST", "/sync", replies.KnowledgePlanned if dry_run else replies.KnowledgeSynced, json=body
            )
        except Refused as refused:
            return missing_of(refused, "sync_bytes_missing")

    def tree(self, under: str, version: str = "") -> dict[str, Any]:
        """Its documents as files of a tree, their paths relative to `under`. Raises Refused."""
        under = under.strip("/")
        found = self.remote.call("GET", "/tree/documents", replies.KnowledgeTree, params={"folder": under})
        return {"nodes": as_nodes(found["data"], under)}

    def unknown(self, files: list[dict[str, Any]]) -> set[str]:
        there = self.remote.call("GET", "/tree/documents", replies.KnowledgeTree)["data"]
        return {each["sha256"] for each in files} - {each["sha256"] for each in there}

    def export(self, take: Callable[[Iterator[bytes]], None]) -> None:
        """Its zip. Raises Refused."""
        self.remote.download("/export", take)

    def bring(self, body: Callable[[], Iterator[bytes]], length: int, name: str) -> dict[str, Any]:
        """A new knowledge base from a zip. Names are unique, so there is never a second one. Raises Refused."""
        params = {"name": name} if name else {}
        return self.remote.upload("/import", body, length, replies.BundleImported, params=params)

    def search(self, query: str, retrieval_model: dict[str, Any]) -> dict[str, Any]:
        body = {"query": query, **({"retrieval_model": retrieval_model} if retrieval_model else {})}
        return self.remote.call("POST", "/retrieve", replies.Found, json=body)
