"""Which files of a tree are synced: patterns of paths, as in `guides/**/*.md`."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase


def chosen(path: str, include: Iterable[str], exclude: Iterable[str]) -> bool:
    """Whether a path fits one of `include` (none: all do) and none of `exclude`."""
    included = list(include)
    return (not included or _fits(path, included)) and not _fits(path, exclude)


def _fits(path: str, patterns: Iterable[str]) -> bool:
    names = path.split("/")
    return any(_matches(_parts(pattern), names) for pattern in patterns)


def _parts(pattern: str) -> list[str]:
    """Without a slash it is for names in any folder; `docs/` is all that is in it."""
    if "/" not in pattern:
        return ["**", pattern]
    parts = pattern.removeprefix("/").split("/")
    return [*parts[:-1], "**"] if parts[-1] == "" else parts


def _matches(parts: Sequence[str], names: Sequence[str]) -> bool:
    """`**` is any number of folders. Only the last one is ever gone back to, so no pattern takes long."""
    at = name = resumed = 0
    last: int | None = None
    while name < len(names):
        if at < len(parts) and parts[at] == "**":
            last, resumed, at = at, name, at + 1
        elif at < len(parts) and fnmatchcase(names[name], parts[at]):
            at, name = at + 1, name + 1
        elif last is not None:
            resumed += 1
            at, name = last + 1, resumed
        else:
            return False
    return all(part == "**" for part in parts[at:])
