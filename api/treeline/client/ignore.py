"""What of a folder is left out, in both directions: it is never sent, and never written or removed by a pull."""

from pathlib import Path

from treeline.client.errors import LocalFiles

IGNORE_FILE = ".treelineignore"
PART_PREFIX = ".treeline-part-"
# Lower case: where .GIT is .git, a tree must not bring hooks along. (git~1 is .git on old Windows disks.)
JUNK = frozenset(
    {
        ".git",
        "git~1",
        ".hg",
        ".svn",
        ".treeline",
        "node_modules",
        "__pycache__",
        ".ds_store",
        "thumbs.db",
        "desktop.ini",
    }
)


class Ignore:
    """Junk, and the patterns of `.treelineignore` at the top of the folder, in the syntax of .gitignore."""

    def __init__(self, lines: list[str]):
        self._spec = None
        if any(line.strip() and not line.startswith("#") for line in lines):
            from pathspec import GitIgnoreSpec

            try:
                self._spec = GitIgnoreSpec.from_lines(lines)
            except ValueError as error:
                raise LocalFiles(f"{IGNORE_FILE} cannot be understood: {error}") from error

    @classmethod
    def of(cls, root: Path) -> "Ignore":
        """Raises LocalFiles where there is such a file and it cannot be read."""
        try:
            return cls((root / IGNORE_FILE).read_text("utf-8-sig").splitlines())
        except FileNotFoundError:
            return cls([])
        except (OSError, UnicodeDecodeError) as error:
            raise LocalFiles(f"{IGNORE_FILE} cannot be read: {error}") from error

    def leaves_out(self, path: str, *, folder: bool) -> bool:
        """For a path whose folders are not left out themselves."""
        name = path.rpartition("/")[2].lower()
        if name in JUNK or name.startswith(PART_PREFIX):
            return True
        return self._spec is not None and self._spec.match_file(f"{path}/" if folder else path)

    def leaves_out_somewhere(self, path: str, *, folder: bool) -> bool:
        """For any path: it, or a folder that it lies in, is left out."""
        ends = [at for at, char in enumerate(path) if char == "/"]
        return any(self.leaves_out(path[:at], folder=True) for at in ends) or self.leaves_out(path, folder=folder)
