"""Errors of a command, and how paths are shown on a terminal."""

from typing import Any

from click import ClickException

OK, DIFFERENT, USAGE, REFUSED, UNREACHABLE, LOCAL_FILES, DEFECT, INTERRUPTED, NO_READER = 0, 1, 2, 3, 4, 5, 70, 130, 141
MAX_NAMED, MAX_SHOWN = 20, 50


class Failure(ClickException):
    """Its `exit_code` is what the command ends with."""

    code = "failed"

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "exit_code": self.exit_code}

    def format_message(self) -> str:
        return listed(self.message, [])


class NoReader(Failure):
    """Whoever read the output is gone, such as `head`: nobody is there to be told."""

    code, exit_code = "no_reader", NO_READER

    def __init__(self) -> None:
        super().__init__("The output was closed.")


class WrongUse(Failure):
    code, exit_code = "usage", USAGE


class Refused(Failure):
    """The server said no. `code`, `status` and `details` are its own; `upload` is what it waits for.

    `report`: what it found in a file that it did not take.
    """

    exit_code = REFUSED

    def __init__(self, message: str, status: int, body: dict[str, Any] | None = None):
        body = body or {}
        super().__init__(message)
        self.status, self.code = status, str(body.get("code") or "refused")
        details = body.get("details")
        self.details = [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []
        self.upload = body.get("upload")
        report = body.get("report")
        self.report = [each for each in report if isinstance(each, dict)] if isinstance(report, list) else []

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "status": self.status, "details": self.details, "report": self.report}

    def format_message(self) -> str:
        found = [f"line {each.get('line') or '-'}: {each.get('path')}: {each.get('what')}" for each in self.report]
        return listed(self.message, [f"{each.get('path')}: {each.get('message')}" for each in self.details] + found)


class Unreachable(Failure):
    code, exit_code = "unreachable", UNREACHABLE


class LocalFiles(Failure):
    """Files of the local folder that cannot be read, named or replaced: `problems` has a line for each."""

    code, exit_code = "local_files", LOCAL_FILES

    def __init__(self, message: str, problems: list[str] | None = None):
        super().__init__(message)
        self.problems = problems or []

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "problems": self.problems}

    def format_message(self) -> str:
        return listed(self.message, self.problems)


class FilesChanged(Exception):
    """These files are no longer what they were when they were hashed: hash them again."""

    def __init__(self, paths: set[str]):
        super().__init__(", ".join(sorted(paths)))
        self.paths = paths


def own_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # not for every command: it costs more than --help

    try:
        return version("treeline")
    except PackageNotFoundError:
        return "unknown"


def listed(message: str, lines: list[str]) -> str:
    """A message and what it is about, a line each, 20 at the most."""
    message = "\n".join(map(printable, message.split("\n")))
    more = [f"… and {len(lines) - MAX_NAMED} more"] if len(lines) > MAX_NAMED else []
    return "\n  ".join([message, *(printable(line) for line in lines[:MAX_NAMED]), *more])


def changes(signs: dict[str, list[str]]) -> list[str]:
    """A line for each path, behind the sign of what happens to it; 50 for each sign at the most."""
    lines = list[str]()
    for sign, paths in signs.items():
        lines += [f"{sign} {path}" for path in paths[:MAX_SHOWN]]
        if len(paths) > MAX_SHOWN:
            lines.append(f"{sign} … and {len(paths) - MAX_SHOWN:,} more (see --json)")
    return lines


def printable(text: str) -> str:
    """Names come from disks and servers: no control character of theirs reaches the terminal."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode() for char in text
    )
