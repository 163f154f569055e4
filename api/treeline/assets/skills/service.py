"""The skills of a tree: what every SKILL.md says, and its problems."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.skills import postgres
from treeline.assets.skills.rules import MAX_BYTES, Problem, Skill, read_skill
from treeline.assets.versions.reading import find_version
from treeline.files import service as files
from treeline.files.errors import BytesMissing
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.kernel.threads import in_threads

MAX_SKILLS = 1000
# More than front matter may have, in characters of three bytes.
READ_BYTES = 256 * 1024
AT_ONCE = 8


@dataclass(frozen=True)
class FoundSkill:
    """A folder with a SKILL.md. `node_id` is the folder's, None at the top; `file_id` the SKILL.md's."""

    path: str
    node_id: UUID | None
    file_id: UUID
    skill: Skill


class AssetSkills:
    def __init__(self, app: App, storage: Storage):
        self.app, self.storage = app, storage

    def find(self, version: str | None = None) -> tuple[list[FoundSkill], int]:
        """The first 1,000 skills of the draft (None) or of a version, by path, and how many there are.

        Raises VersionNotFound.
        """
        with unit_of_work() as session:
            if version is None:
                rows = postgres.of_draft(session, self.app.id, MAX_SKILLS)
            else:
                found = find_version(session, self.app, version).version
                rows = postgres.of_version(session, self.app.id, found.id, MAX_SKILLS)
        return SkillReader(self.app.id, self.storage).read(rows), rows[0].total if rows else 0


class SkillReader:
    """Reads what the SKILL.md files of one app say. No transaction may be open."""

    def __init__(self, app_id: UUID, storage: Storage):
        self.app_id, self.storage = app_id, storage

    def of_version(self, version_id: UUID) -> list[FoundSkill]:
        """The first 1,000 skills of one version of the app, by path; none if it is not there."""
        with unit_of_work() as session:
            rows = postgres.of_version(session, self.app_id, version_id, MAX_SKILLS)
        return self.read(rows)

    def read(self, rows: list[Any]) -> list[FoundSkill]:
        return in_threads(self._read, rows, AT_ONCE)

    def _read(self, row: Any) -> FoundSkill:
        node_id = None if row.parent_id == self.app_id else row.parent_id
        return FoundSkill(row.path or "/", node_id, row.id, self._skill(row))

    def _skill(self, row: Any) -> Skill:
        if row.sha256 is None:
            return Skill(problems=[Problem("pending", "SKILL.md is not uploaded yet")])
        if row.size > MAX_BYTES:
            message = f"SKILL.md has {row.size} bytes: the limit is {MAX_BYTES}"
            params = {"size": row.size, "most": MAX_BYTES}
            return Skill(problems=[Problem("file_large", message, params=params)])
        folder = row.path.rpartition("/")[2]
        try:
            return read_skill(self._beginning(row), folder)
        except BytesMissing:
            return Skill(problems=[Problem("bytes_missing", "the content of SKILL.md is missing from storage")])

    def _beginning(self, row: Any) -> bytes:
        """As much of it as front matter may need: a thousand skills are read for an agent's answer."""
        if row.size == 0:
            return b""
        if row.storage_key is None:
            raise BytesMissing
        length = min(row.size, READ_BYTES)
        data = b"".join(files.read_part(self.storage, row.storage_key, row.offset, length))
        # Cut within a character, it would be no UTF-8.
        return data if length == row.size else data[: data.rfind(b"\n") + 1]
