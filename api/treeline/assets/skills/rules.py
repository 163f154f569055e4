"""The rules of Agent Skills for a SKILL.md: front matter in YAML between two lines of ---, that names and describes it.

Reported strictly, read leniently, as agentskills.io asks of clients: what is loosely written is a problem to show, and
no reason to leave a skill out. Keys that are not named there are let be.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import yaml
from yaml.composer import ComposerError

SKILL_FILE = "SKILL.md"
MAX_BYTES = 1024**2
# YAML is read slowly; a name and a description take a hundredth of this.
MAX_FRONT_MATTER = 64 * 1024
MAX_NAME, MAX_DESCRIPTION, MAX_COMPATIBILITY = 64, 1024, 500
MAX_TOOLS = 100

_FENCE = "---"
# What ends a document of YAML, and so was meant to end the front matter.
_OTHER_END = "..."
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"""(["']?)([A-Za-z][A-Za-z0-9_-]*)\1[ \t]*:(?:[ \t]+|$)""")
# Where YAML sees no key: people forget the space, and keyboards of Asia have a colon of their own.
_LOOSE_KEY = re.compile(
    r"(['\"]?)(name|description|compatibility|allowed-tools|disable-model-invocation)\1[ \t]*[:：][ \t]*", re.IGNORECASE
)
_NEWLINE = re.compile(r"\r\n|\r|\n")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:#.*)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
# A tool with its pattern, such as Bash(git add *), is one word.
_TOOL = re.compile(r"[^\s,(]+(?:\([^)]*\))?")
# All that PyYAML raises over text that is no YAML, or over a value that is none of its type (`!!timestamp x`).
_UNREADABLE = (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which line of the file, if in one. `kind` and `params`: for another language than this."""

    kind: str
    message: str
    line: int | None = None
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Skill:
    """What a SKILL.md says of itself, as far as it may be long; None where it says nothing that can be read.

    `compatibility`: what it needs. `allowed_tools`: the tools that it expects. `model_invocation`: whether a model may
    choose it by itself (not with `disable-model-invocation: true`).
    """

    name: str | None = None
    description: str | None = None
    compatibility: str | None = None
    allowed_tools: list[str] = field(default_factory=list)
    model_invocation: bool = True
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Entry:
    """A key at the left margin, and what belongs to it. `value`: None where it is not valid YAML by itself."""

    key: str
    line: int
    raw: str
    value: Any


class _Loader(yaml.SafeLoader):
    """Without aliases: a few that name each other many times grow beyond any memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise ComposerError(problem="aliases are not supported", problem_mark=mark)
        return super().compose_node(parent, index)


def read_skill(data: bytes, folder: str) -> Skill:
    """`folder`: the name of the folder it lies in."""
    skill = Skill()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        skill.problems.append(Problem("not_utf8", "SKILL.md must be UTF-8 text", line))
        return skill
    lines = _NEWLINE.split(text.lstrip("\ufeff"))
    front = _front_matter(lines, skill)
    if front is None:
        return skill
    first, lines = front
    values = _parsed(lines, first, skill)
    entries = _entries(lines, first, values)
    if values is not None or entries:
        _take_name(entries.get("name"), folder, skill)
        _take_description(entries.get("description"), skill)
        _take_use(entries, skill)
    return skill


def body_of(text: str) -> str:
    """SKILL.md without its front matter."""
    lines = _NEWLINE.split(text.lstrip("\ufeff"))
    front = _find_front(lines)
    return "\n".join(lines if front is None else lines[: front.before] + lines[front.after :]).strip()


class _Front(NamedTuple):
    """Where the front matter is: lines[begin:end]; what is not body: lines[before:after]. `ending`: its last fence."""

    before: int
    begin: int
    end: int
    after: int
    ending: str


def _find_front(lines: list[str]) -> _Front | None:
    """Also where its fences are not as they should be, if it tells a name or a description."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return None
    first = filled[0]
    if _tells(lines[first]):
        before, begin = first, first
    else:
        fences = (at for at, after in pairwise(filled) if lines[at].strip() == _FENCE and _tells(lines[after]))
        before = first if lines[first].strip() == _FENCE else next(fences, None)
        if before is None:
            return None
        begin = before + 1
    for at in range(begin, len(lines)):
        if lines[at].rstrip() in (_FENCE, _OTHER_END):
            return _Front(before, begin, at, at + 1, lines[at].rstrip())
    return _unended(lines, before, begin, filled)


def _unended(lines: list[str], before: int, begin: int, filled: list[int]) -> _Front | None:
    """Up to what looks like an end, or to the first empty line that no key follows."""
    if not any(_tells(line) for line in lines[begin:]):
        return None
    last = begin - 1
    for at in filled:
        if at < begin:
            continue
        if len(lines[at].strip()) > 1 and not lines[at].strip(" -.\t"):
            return _Front(before, begin, at, at + 1, "")
        if at > last + 1 and not _KEY.match(lines[at].lstrip()):
            break
        last = at
    return _Front(before, begin, last + 1, last + 1, "")


def _tells(line: str) -> bool:
    """Whether it is the name or the description of something."""
    match = _key(line.lstrip(), loosely=True)
    return match is not None and match[2].lower() in ("name", "description")


def _front_matter(lines: list[str], skill: Skill) -> tuple[int, list[str]] | None:
    """The front matter, and the number of its first line."""
    if lines[0].rstrip() != _FENCE:
        skill.problems.append(Problem("front_missing", "no front matter: the first line must be ---", 1))
    found = _find_front(lines)
    if found is not None and found.ending == _OTHER_END:
        message = "the front matter ends with a line of ..., not of ---"
        skill.problems.append(Problem("front_end", message, found.end + 1))
    elif (found is None or not found.ending) and not skill.problems:
        message = "the front matter is not closed: add a second line of ---"
        skill.problems.append(Problem("front_open", message, 1))
    if found is None:
        return None
    front = lines[found.begin : found.end]
    if sum(map(len, front)) > MAX_FRONT_MATTER:
        message = f"the front matter can have at most {MAX_FRONT_MATTER} characters"
        skill.problems.append(Problem("front_long", message, 1, {"most": MAX_FRONT_MATTER}))
        return None
    return found.begin + 1, front


def _parsed(front: list[str], first: int, skill: Skill) -> dict[Any, Any] | None:
    """Its keys and values, or a problem."""
    try:
        values = yaml.load("\n".join(front), Loader=_Loader)  # noqa: S506  a SafeLoader
    except _UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "a value can't be parsed"
        message = f"the front matter is not valid YAML: {what}"
        skill.problems.append(Problem("yaml", message, mark and mark.line + first, {"what": what}))
        return None
    if not isinstance(values, dict):
        message = "the front matter must contain keys and values, such as name: pdf"
        skill.problems.append(Problem("front_no_keys", message, first))
        return None
    return values


def _entries(front: list[str], first: int, values: dict[Any, Any] | None) -> dict[str, _Entry]:
    """Every key at the left margin with its lines, and those that are written otherwise (`{name: pdf}`).

    Where the whole is not valid YAML each is read by itself, so that one is not lost by another.
    """
    found = {key: _Entry(key, 1, "", value) for key, value in (values or {}).items() if isinstance(key, str)}
    front = _at_the_margin(front)
    keys = [(index, match) for index, line in enumerate(front) if (match := _key(line, loosely=values is None))]
    ends = [index for index, _ in keys[1:]]
    for (start, match), end in zip(keys, [*ends, len(front)], strict=False):
        lines = front[start:end]
        key, raw = match[2], _raw(lines[0][match.end() :], lines[1:])
        value = _value(lines) if values is None else values.get(key)
        found[key] = _Entry(key, first + start, raw, value)
        found.setdefault(key.lower(), found[key])
    return found


def _key(line: str, *, loosely: bool) -> re.Match[str] | None:
    return _KEY.match(line) or (_LOOSE_KEY.match(line) if loosely else None)


def _at_the_margin(front: list[str]) -> list[str]:
    """Without what all keys are indented by: the first one says how much."""
    first = next((line for line in front if _key(line.lstrip(), loosely=True)), "")
    margin = len(first) - len(first.lstrip())
    return [line[min(margin, len(line) - len(line.lstrip())) :] for line in front]


def _value(lines: list[str]) -> Any:
    try:
        read = yaml.load("\n".join([*lines, ""]), Loader=_Loader)  # noqa: S506  a SafeLoader
    except _UNREADABLE:
        return None
    return next(iter(read.values()), None) if isinstance(read, dict) else None


def _raw(begin: str, more: list[str]) -> str:
    """A value as text whatever YAML says of it: its lines as one, without the signs of a block or the quotes."""
    lines = ["" if _BLOCK.fullmatch(begin.strip()) else begin, *more]
    text = " ".join(line.strip() for line in lines if line.strip())
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text


def _is_null(entry: _Entry) -> bool:
    """`key:`, `key: ~` and `key: null` say as much as no key."""
    return entry.value is None and entry.raw.partition("#")[0].strip() in ("", "~", "null", "Null", "NULL")


def _take_name(entry: _Entry | None, folder: str, skill: Skill) -> None:
    name = _text("name", entry, skill)
    if name is None or entry is None:
        return
    skill.name = name[:MAX_NAME] or None
    if not 1 <= len(name) <= MAX_NAME:
        message = f"name must have 1 to {MAX_NAME} characters, not {len(name)}"
        skill.problems.append(Problem("name_length", message, entry.line, {"most": MAX_NAME, "length": len(name)}))
    if name and not _NAME.fullmatch(name):
        message = "name can contain only a-z, 0-9 and single hyphens between them"
        skill.problems.append(Problem("name_characters", message, entry.line))
    if name != folder:
        where = f"the folder's name, {folder}" if folder else "its folder's name, but this file is not in a folder"
        kind = "name_folder" if folder else "name_no_folder"
        skill.problems.append(Problem(kind, f"name must be {where}", entry.line, {"folder": folder}))


def _take_description(entry: _Entry | None, skill: Skill) -> None:
    description = _text("description", entry, skill)
    if description is None or entry is None:
        return
    skill.description = description[:MAX_DESCRIPTION]
    if not description.strip():
        skill.description = None
        skill.problems.append(Problem("description_empty", "description is empty", entry.line))
    if len(description) > MAX_DESCRIPTION:
        message = f"description can have at most {MAX_DESCRIPTION} characters, this one has {len(description)}"
        params = {"field": "description", "most": MAX_DESCRIPTION, "length": len(description)}
        skill.problems.append(Problem("too_long", message, entry.line, params))


def _take_use(entries: dict[str, _Entry], skill: Skill) -> None:
    """What it says of its use: all of it may be absent."""
    entries = {key: entry for key, entry in entries.items() if not _is_null(entry)}
    needs = entries.get("compatibility")
    if needs is not None and (text := _text("compatibility", needs, skill)):
        skill.compatibility = text[:MAX_COMPATIBILITY]
        if len(text) > MAX_COMPATIBILITY:
            message = f"compatibility can have at most {MAX_COMPATIBILITY} characters, this one has {len(text)}"
            params = {"field": "compatibility", "most": MAX_COMPATIBILITY, "length": len(text)}
            skill.problems.append(Problem("too_long", message, needs.line, params))
    tools = entries.get("allowed-tools")
    if tools is not None:
        skill.allowed_tools = _tools(tools, skill)[:MAX_TOOLS]
    hidden = entries.get("disable-model-invocation")
    skill.model_invocation = hidden is None or not _is_on(hidden)


def _is_on(entry: _Entry) -> bool:
    """Also where it stands in quotes, or among what is no YAML."""
    said = entry.raw.partition("#")[0] if entry.value is None else entry.value
    # Not str(said): a number of thousands of digits has none.
    return said is True or (isinstance(said, str) and said.strip(" \t\"'").lower() in ("true", "yes", "on"))


def _tools(entry: _Entry, skill: Skill) -> list[str]:
    if isinstance(entry.value, list):
        named = [tool for tool in entry.value if isinstance(tool, str) and tool.strip()]
        if len(named) < len(entry.value):
            message = "allowed-tools must contain tool names: put them in quotes"
            skill.problems.append(Problem("tools_quotes", message, entry.line))
        return [_well_formed(tool) for tool in named]
    text = _text("allowed-tools", entry, skill) or ""
    if entry.value is None:  # a list that is not valid YAML, such as - Bash(git: *)
        text = text.strip("[]")
    return [_well_formed(tool) for tool in _TOOL.findall(text) if tool != "-"]


def _text(key: str, entry: _Entry | None, skill: Skill) -> str | None:
    """The entry as text, also where it is something else; None where there is none."""
    if entry is None or _is_null(entry):
        skill.problems.append(Problem("missing", f"{key} is missing", entry and entry.line, {"field": key}))
        return None
    if entry.key != key:
        message = f"{key} is missing: keys must be lowercase"
        skill.problems.append(Problem("missing_case", message, entry.line, {"field": key}))
    text = entry.value
    if not isinstance(text, str):
        text = entry.raw
        # What is not valid YAML has been reported as that.
        if entry.value is not None or not text:
            message = f"{key} must be text: put it in quotes"
            skill.problems.append(Problem("not_text", message, entry.line, {"field": key}))
    if re.search("[\ud800-\udfff]", text):
        message = f"{key} contains an unpaired surrogate"
        skill.problems.append(Problem("surrogate", message, entry.line, {"field": key}))
    return _well_formed(text) if text else text


def _well_formed(text: str) -> str:
    """Fit for JSON, the database and a model, whatever an escape in quotes makes of it."""
    return _CONTROL.sub("\ufffd", text.encode("utf-8", "replace").decode())
