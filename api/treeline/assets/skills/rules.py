"""The rules of Agent Skills for a SKILL.md: front matter in YAML between two lines of ---, that names and describes it.

Keys that are optional there, and any others, are let be.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.composer import ComposerError

SKILL_FILE = "SKILL.md"
MAX_BYTES = 1024**2
# YAML is read slowly; a name and a description take a hundredth of this.
MAX_FRONT_MATTER = 64 * 1024
MAX_NAME, MAX_DESCRIPTION = 64, 1024

_FENCE = "---"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# All that PyYAML raises over text that is no YAML, or over a value that is none of its type (`!!timestamp x`).
_UNREADABLE = (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which line of the file, if in one."""

    message: str
    line: int | None = None


@dataclass
class Skill:
    """What a SKILL.md says of itself, as far as it may be long; None where it says nothing that can be taken."""

    name: str | None = None
    description: str | None = None
    problems: list[Problem] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    """Without aliases: a few that name each other many times grow beyond any memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise ComposerError(problem="aliases are not taken here", problem_mark=mark)
        return super().compose_node(parent, index)


def read_skill(data: bytes, folder: str) -> Skill:
    """`folder`: the name of the folder it lies in."""
    skill = Skill()
    try:
        lines = [line.rstrip("\r") for line in data.decode("utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        skill.problems.append(Problem("SKILL.md is not UTF-8 text", line))
        return skill
    front = _front_matter(lines, skill)
    values = _parsed(front, skill) if front is not None else None
    if front is not None and values is not None:
        _take_name(values, _line_of("name", front), folder, skill)
        _take_description(values, _line_of("description", front), skill)
    return skill


def _front_matter(lines: list[str], skill: Skill) -> list[str] | None:
    if lines[0].rstrip() != _FENCE:
        skill.problems.append(Problem("the front matter is missing: the first line must be ---", 1))
        return None
    end = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        skill.problems.append(Problem("the front matter is never closed: a second line of --- is missing", 1))
        return None
    front = lines[1:end]
    if sum(map(len, front)) > MAX_FRONT_MATTER:
        skill.problems.append(Problem(f"the front matter has more than {MAX_FRONT_MATTER} characters", 1))
        return None
    return front


def _parsed(front: list[str], skill: Skill) -> dict[Any, Any] | None:
    try:
        values = yaml.load("\n".join(front), Loader=_Loader)  # noqa: S506  a SafeLoader
    except _UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "a value cannot be read"
        # The mark counts from 0, and from the line behind the first ---.
        skill.problems.append(Problem(f"the front matter is not valid YAML: {what}", mark and mark.line + 2))
        return None
    if not isinstance(values, dict):
        skill.problems.append(Problem("the front matter must be keys and values, such as name: pdf", 2))
        return None
    return values


def _take_name(values: dict[Any, Any], line: int, folder: str, skill: Skill) -> None:
    name = _text("name", values, line, skill)
    if name is None:
        return
    skill.name = name[:MAX_NAME]
    if not 1 <= len(name) <= MAX_NAME:
        skill.problems.append(Problem(f"name has 1 to {MAX_NAME} characters, this one {len(name)}", line))
    if name and not _NAME.fullmatch(name):
        skill.problems.append(Problem("name takes a-z, 0-9 and single hyphens between them", line))
    if name != folder:
        where = f"the folder's name, {folder}" if folder else "its folder's name, and this file lies in none"
        skill.problems.append(Problem(f"name must be {where}", line))


def _take_description(values: dict[Any, Any], line: int, skill: Skill) -> None:
    description = _text("description", values, line, skill)
    if description is None:
        return
    skill.description = description[:MAX_DESCRIPTION]
    if not description.strip():
        skill.problems.append(Problem("description is empty", line))
    if len(description) > MAX_DESCRIPTION:
        message = f"description has at most {MAX_DESCRIPTION} characters, this one {len(description)}"
        skill.problems.append(Problem(message, line))


def _text(key: str, values: dict[Any, Any], line: int, skill: Skill) -> str | None:
    if key not in values:
        skill.problems.append(Problem(f"{key} is missing"))
    elif not isinstance(values[key], str):
        skill.problems.append(Problem(f"{key} must be text: put it in quotes", line))
    elif any("\ud800" <= character <= "\udfff" for character in values[key]):
        skill.problems.append(Problem(f"{key} holds half a surrogate pair", line))
    else:
        return values[key]
    return None


def _line_of(key: str, front: list[str]) -> int:
    """Where a key stands, most likely; else where the front matter begins."""
    lines = (number for number, line in enumerate(front, 2) if re.match(rf"""["']?{key}["']?\s*:""", line))
    return next(lines, 1)
