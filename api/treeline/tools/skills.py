"""Skills by progressive disclosure: names and descriptions first, SKILL.md on demand, then its files.

Skills with problems are used as far as possible: a name and a description are enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from treeline.assets.agents.files import VersionFiles, one_version
from treeline.assets.agents.text import NotUtf8, whole_characters
from treeline.assets.skills.rules import SKILL_FILE, body_of
from treeline.assets.skills.service import FoundSkill, SkillReader
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import Storage
from treeline.kernel.threads import in_thread
from treeline.providers.port import ToolSpec

# The prompt is paid for with every question.
MAX_PROMPT_CHARACTERS = 16_000
MAX_BODY_BYTES = 24 * 1024
MAX_FILES = 100

_INTRODUCTION = (
    "You have skills: folders of files with instructions for specific tasks. When a task matches a "
    "description, call use_skill with the skill's name before you start, and follow its instructions."
)


@dataclass(frozen=True)
class Skill:
    """`name` is the only one of its kind; `path` that of the folder. `needs`: its `compatibility`, if it has one."""

    name: str
    description: str
    path: str
    needs: str = ""
    tools: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        return f"- {self.name}: {self.description}" + (f" (Needs: {self.needs})" if self.needs else "")


def skills_of(app_id: UUID, version_id: UUID, storage: Storage) -> list[Skill]:
    """The skills of a version that a model may choose. No transaction may be open."""
    return named(SkillReader(app_id, storage).of_version(version_id))


def named(found: Sequence[FoundSkill]) -> list[Skill]:
    """Of several with one name the first has it, the others are named by their paths."""
    skills: dict[str, Skill] = {}
    for each in found:
        said = each.skill
        name = _one_line(said.name or "")
        if name and said.description and said.model_invocation:
            name = each.path if name in skills else name
            needs = _one_line(said.compatibility or "")
            skills[name] = Skill(name, _one_line(said.description), each.path, needs, tuple(said.allowed_tools))
    return list(skills.values())


def skills_prompt(skills: Sequence[Skill]) -> str:
    """What the system prompt says of the skills: nothing where there are none."""
    if not skills:
        return ""
    lines, left = [_INTRODUCTION, ""], MAX_PROMPT_CHARACTERS
    for index, skill in enumerate(skills):
        left -= len(skill.line)
        if left < 0:
            lines.append(f"- and {len(skills) - index} more: search for {SKILL_FILE} finds them")
            break
        lines.append(skill.line)
    return "\n".join(lines)


class SkillTools:
    """use_skill; without skills no tool."""

    def __init__(self, app_id: UUID, version_id: UUID, storage: Storage, skills: Sequence[Skill]):
        self.files = VersionFiles(app_id, one_version(app_id, version_id), storage)
        self.skills = {skill.name: skill for skill in skills}
        self.specs = (USE_SKILL,) if skills else ()

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        wanted = arguments.get("name")
        skill = self.skills.get(wanted) if isinstance(wanted, str) else None
        if skill is None:
            return f"Unknown skill. Available skills: {', '.join(list(self.skills)[:MAX_FILES])}."
        try:
            return await in_thread(lambda: self._opened(skill))
        except ApiError as error:
            return error.message
        except NotUtf8:
            return f"{skill.path}/{SKILL_FILE} is not UTF-8 text."

    def _opened(self, skill: Skill) -> str:
        folder = skill.path.rstrip("/")
        entry = self.files.file(f"{folder}/{SKILL_FILE}")
        length = min(entry.size, MAX_BODY_BYTES)
        text = whole_characters(self.files.read(entry, 0, length), first=True, last=length == entry.size)[1]
        told = [body_of(text)]
        if skill.needs:
            told.append(f"[This skill needs: {skill.needs}]")
        if skill.tools:
            told.append(f"[Tools that this skill expects: {', '.join(skill.tools)}]")
        if length < entry.size:
            told.append(f"[Continue with read, path={entry.path}, offset={len(text.encode())}.]")
        entries, _, _ = self.files.under(skill.path, None)
        beside = [f"- {each.path} ({each.size} bytes)" for each in entries if each.node_type == "file"]
        told.append("\n".join([f"Files of this skill, for read (in {skill.path}):", *beside[:MAX_FILES]]))
        if len(beside) > MAX_FILES:
            told.append(f"[and {len(beside) - MAX_FILES} more: list shows them]")
        return "\n\n".join(told)


USE_SKILL = ToolSpec(
    "use_skill",
    "Opens a skill: the instructions in its SKILL.md, and the list of its other files.",
    {
        "type": "object",
        "properties": {"name": {"type": "string", "description": "The skill's name."}},
        "required": ["name"],
    },
)


def _one_line(text: str) -> str:
    return " ".join(text.split())
