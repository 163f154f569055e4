"""Push a folder into a knowledge base; the steps are those of a push to an app's tree."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from treeline.client.errors import Refused, changes
from treeline.client.knowledge.service import KnowledgeApi
from treeline.client.local import Hashed, hashed
from treeline.client.progress import Progress, size
from treeline.client.push import Push, Pushed, sync
from treeline.client.service import Missing, Place

_COUNTS = ("added", "changed", "moved", "removed", "kept", "unchanged", "skipped")


@dataclass
class KnowledgePushed:
    """What a push did, or would do: `sent_files` and `sent_bytes` are what left this machine, or would."""

    files: int
    added: int
    changed: int
    moved: int
    removed: int
    kept: int
    unchanged: int
    skipped: int
    sent_files: int
    sent_bytes: int
    problems: list[dict[str, Any]] = field(default_factory=list)

    def lines(self) -> list[str]:
        told = ", ".join(f"{getattr(self, name):,} {name}" for name in ("added", "changed", "moved", "removed"))
        more = "".join(f", {getattr(self, name):,} {name}" for name in ("kept", "skipped") if getattr(self, name))
        sent = f"{self.sent_files:,} files sent, {size(self.sent_bytes)}"
        indexed = " New and changed documents are indexed in the background." if self.added or self.changed else ""
        return [f"Pushed: {told}, {self.unchanged:,} unchanged{more}; {sent}.{indexed}"]


@dataclass
class KnowledgePlan:
    pushed: KnowledgePushed
    paths: dict[str, Any]
    needs_confirmation: bool

    def as_json(self) -> dict[str, Any]:
        more = {"dry_run": True, "changes": self.paths, "needs_confirmation": self.needs_confirmation}
        return {**asdict(self.pushed), **more}

    def lines(self) -> list[str]:
        moved = [f"{each['before']} → {each['after']}" for each in self.paths["moved"]]
        signs = {"+": self.paths["added"], "~": self.paths["changed"], ">": moved, "-": self.paths["removed"]}
        most = ["More than half of the documents would be deleted: add --confirm."] if self.needs_confirmation else []
        return [*changes(signs), *most, *(line.replace("Pushed", "A push", 1) for line in self.pushed.lines())]


class KnowledgePush(Push):
    """One push of one folder. `outcome` is what it did."""

    outcome: KnowledgePushed

    def finished(self, local: Hashed, place: Place, reply: dict[str, Any], *, delete: bool) -> Pushed:
        self.outcome = _outcome(local, reply, self.done.sent_files, self.done.sent_bytes)
        warn_of(self.progress, reply)
        return self.done


def plan(api: KnowledgeApi, root: Path, under: str, progress: Progress, *, delete: bool) -> KnowledgePlan:
    """Raises LocalFiles, Refused, Unreachable."""
    local = hashed(root, progress)
    reply = sync(api, api.place(under), local, delete=delete, dry_run=True)
    if isinstance(reply, Missing):
        raise Refused("The server didn't return the changes.", 409)
    warn_of(progress, reply)
    missing = [each["size"] for each in reply["missing"]]
    pushed = _outcome(local, reply, len(missing), sum(missing))
    return KnowledgePlan(pushed, reply["changes"], reply["needs_confirmation"])


def warn_of(progress: Progress, reply: dict[str, Any]) -> None:
    for each in reply["problems"]:
        progress.warn(f"skipped: {each['path']}: {each['message']}")


def _outcome(local: Hashed, reply: dict[str, Any], files: int, sent: int) -> KnowledgePushed:
    counts = {name: reply[name] for name in _COUNTS}
    return KnowledgePushed(len(local.hashes), **counts, sent_files=files, sent_bytes=sent, problems=reply["problems"])
