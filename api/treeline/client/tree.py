"""A remote tree as a list of paths, validated before any is used on this machine."""

from dataclasses import dataclass, field
from typing import Any

from treeline.assets.draft.names import impossible, reserved_on_windows
from treeline.assets.versions.tree_hash import tree_hash
from treeline.client.errors import LocalFiles


@dataclass(frozen=True, slots=True)
class RemoteFile:
    sha256: str
    size: int


@dataclass
class RemoteTree:
    """`pending`: paths of files whose bytes the server does not have yet. `revision` is None for a version."""

    files: dict[str, RemoteFile] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    revision: int | None = None

    @classmethod
    def of(cls, reply: dict[str, Any]) -> "RemoteTree":
        """From nodes with paths relative to the folder that is looked at."""
        tree = cls(revision=reply.get("revision"))
        for node in reply["nodes"]:
            if node["node_type"] == "folder":
                tree.folders.append(node["path"])
            elif node["sha256"] is None:
                tree.pending.append(node["path"])
            else:
                tree.files[node["path"]] = RemoteFile(node["sha256"], node["size"])
        return tree

    @property
    def tree_hash(self) -> str | None:
        """None while bytes are awaited."""
        if self.pending:
            return None
        return tree_hash({path: file.sha256 for path, file in self.files.items()}, self.folders)

    def refuse_bad_paths(self, *, windows: bool) -> None:
        """A path must stay in its folder, whoever the server is. Raises LocalFiles."""
        problems = list[str]()
        for path in (*self.files, *self.folders, *self.pending):
            for name in path.split("/"):
                reason = impossible(name)
                if reason is None and windows and (reserved_on_windows(name) or set(name) & set('<>:"|?*')):
                    reason = "Windows doesn't allow this name"
                if reason is not None:
                    problems.append(f"{path}: {reason}")
                    break
        if problems:
            raise LocalFiles("The tree contains names that can't be written here:", problems)
