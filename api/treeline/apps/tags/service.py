from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from treeline.accounts.access import lock_workspace
from treeline.apps.tags.errors import TagNameDuplicate, TagNotFound, TagTargetNotFound, TooManyTags
from treeline.apps.tags.models import Tag, TagBinding
from treeline.apps.tags.ports import targets
from treeline.kernel.db import DbSession

MAX_TAGS = 200


class TagService:
    """The tags of one workspace: on its apps, and on its knowledge bases."""

    def __init__(self, session: DbSession, workspace_id: UUID, by: UUID | None):
        self.session, self.workspace_id, self.by = session, workspace_id, by

    def find(self, kind: str, keyword: str = "") -> list[tuple[Tag, int]]:
        """By name, each with how many it is on."""
        counted = (
            select(Tag, func.count(TagBinding.target_id))
            .outerjoin(TagBinding, TagBinding.tag_id == Tag.id)
            .where(Tag.workspace_id == self.workspace_id, Tag.type == kind)
            .group_by(Tag.id)
            .order_by(Tag.name, Tag.id)
        )
        if keyword:
            counted = counted.where(Tag.name.icontains(keyword, autoescape=True))
        return [(tag, count) for tag, count in self.session.execute(counted)]

    def create(self, name: str, kind: str) -> Tag:
        """Raises TagNameDuplicate, TooManyTags."""
        self._check_name(name, kind)
        mine = select(func.count()).select_from(Tag).where(Tag.workspace_id == self.workspace_id, Tag.type == kind)
        if (self.session.scalar(mine) or 0) >= MAX_TAGS:
            raise TooManyTags(f"A workspace can have at most {MAX_TAGS} tags of a kind. Delete one you no longer use.")
        tag = Tag(workspace_id=self.workspace_id, type=kind, name=name, created_by=self.by)
        self.session.add(tag)
        self.session.flush()
        return tag

    def rename(self, tag_id: UUID, name: str, kind: str | None = None) -> tuple[Tag, int]:
        """Raises TagNotFound, TagNameDuplicate."""
        tag = self._get(tag_id, kind)
        if name != tag.name:
            self._check_name(name, tag.type)
        tag.name = name
        count = select(func.count()).select_from(TagBinding).where(TagBinding.tag_id == tag.id)
        return tag, self.session.scalar(count) or 0

    def delete(self, tag_id: UUID, kind: str | None = None) -> None:
        """It is taken off everything. Raises TagNotFound."""
        self.session.delete(self._get(tag_id, kind))

    def bind(self, kind: str, tag_ids: Collection[UUID], target_id: UUID) -> None:
        """Raises TagNotFound, TagTargetNotFound."""
        self._check_target(kind, target_id)
        self._require(tag_ids, kind)
        if tag_ids:
            rows = [{"tag_id": each, "target_id": target_id} for each in sorted(set(tag_ids))]
            self.session.execute(insert(TagBinding).values(rows).on_conflict_do_nothing())

    def unbind(self, kind: str, tag_ids: Sequence[UUID], target_id: UUID) -> None:
        """Raises TagNotFound, TagTargetNotFound."""
        self._check_target(kind, target_id)
        self._require(tag_ids, kind)
        these = (TagBinding.target_id == target_id, TagBinding.tag_id.in_(tag_ids))
        self.session.execute(delete(TagBinding).where(*these))

    def _get(self, tag_id: UUID, kind: str | None) -> Tag:
        wanted = select(Tag).where(Tag.id == tag_id, Tag.workspace_id == self.workspace_id)
        if kind is not None:
            wanted = wanted.where(Tag.type == kind)
        tag = self.session.scalars(wanted).one_or_none()
        if tag is None:
            raise TagNotFound
        return tag

    def _require(self, tag_ids: Collection[UUID], kind: str) -> None:
        """Raises TagNotFound unless all of them are there."""
        mine = (Tag.workspace_id == self.workspace_id, Tag.type == kind, Tag.id.in_(tag_ids))
        if set(tag_ids) - set(self.session.scalars(select(Tag.id).where(*mine)) if tag_ids else ()):
            raise TagNotFound

    def _check_name(self, name: str, kind: str) -> None:
        """One at a time: two that are named alike at once must not both find the name free."""
        lock_workspace(self.session, self.workspace_id)
        same = select(Tag.id).where(Tag.workspace_id == self.workspace_id, Tag.type == kind, Tag.name == name)
        if self.session.scalar(same) is not None:
            raise TagNameDuplicate(f"A tag named {name} already exists.")

    def _check_target(self, kind: str, target_id: UUID) -> None:
        if not any(is_there(target_id) for of, is_there in targets.given() if of == kind):
            raise TagTargetNotFound


def tags_of(session: DbSession, target_ids: Collection[UUID]) -> dict[UUID, list[Tag]]:
    """{target: its tags by name}, of all of them with one query."""
    found: dict[UUID, list[Tag]] = {target_id: [] for target_id in target_ids}
    bound = select(TagBinding.target_id, Tag).join(Tag, Tag.id == TagBinding.tag_id).order_by(Tag.name, Tag.id)
    for target_id, tag in session.execute(bound.where(TagBinding.target_id.in_(target_ids))):
        found[target_id].append(tag)
    return found
