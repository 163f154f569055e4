"""Pull the files of a knowledge base; the steps are those of a pull of an app's tree."""

from dataclasses import dataclass

from treeline.client.progress import size
from treeline.client.pull import Pull


@dataclass
class KnowledgePulled:
    files: int
    fetched_files: int
    fetched_bytes: int
    removed: int
    unchanged: int
    left_out: int

    def lines(self) -> list[str]:
        told = f"{self.fetched_files:,} fetched, {size(self.fetched_bytes)}; {self.unchanged:,} unchanged"
        return [f"Pulled: {told}; {self.removed:,} removed."]


class KnowledgePull(Pull):
    def pull(self, *, delete: bool, force: bool) -> KnowledgePulled:
        """Raises as `run`."""
        done = self.run("", delete=delete, force=force)
        return KnowledgePulled(
            done.files, done.fetched_files, done.fetched_bytes, done.removed, done.unchanged, done.left_out
        )
