from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.tags.errors import TagNameDuplicate, TagNotFound, TagTargetNotFound, TooManyTags
from treeline.apps.tags.schemas import TagBindingIn, TagCounted, TagCreate, TagListQuery, TagRename
from treeline.apps.tags.service import TagService
from treeline.kernel.db import db
from treeline.kernel.errors import ApiError
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes


def workspace_tags(can: str) -> TagService:
    member = current_member()
    allow(member, can)
    return TagService(db.session, member.workspace_id, member.account_id)


def may_tag_app(app_id: UUID) -> bool:
    try:
        get_app(app_id, "edit")
    except AppNotFound:
        return False
    return True


APP_TAGS = ("app", may_tag_app)
tags = Routes("tags", "/console/api/tags", group="Tags", access=CONSOLE_OR_TOKEN, scope=workspace_tags)
bindings = Routes(
    "tag_bindings", "/console/api/tag-bindings", group="Tags", access=CONSOLE_OR_TOKEN, scope=workspace_tags
)
BINDING: list[type[ApiError]] = [TagNotFound, TagTargetNotFound]


@tags.get("", can="belong")
def list_tags(service: TagService, query: TagListQuery) -> list[TagCounted]:
    """List the tags of apps or of knowledge bases, by name."""
    return [TagCounted.of(tag, count) for tag, count in service.find(query.type, query.keyword)]


@tags.post("", can="curate", deed="tag.create", refusals=[TagNameDuplicate, TooManyTags])
def create_tag(service: TagService, body: TagCreate) -> TagCounted:
    """Create a tag."""
    return TagCounted.of(service.create(body.name, body.type), 0)


@tags.patch("/<uuid:tag_id>", can="curate", deed="tag.rename", refusals=[TagNotFound, TagNameDuplicate])
def rename_tag(service: TagService, tag_id: UUID, body: TagRename) -> TagCounted:
    """Rename a tag."""
    return TagCounted.of(*service.rename(tag_id, body.name))


@tags.delete("/<uuid:tag_id>", can="curate", deed="tag.delete", status=204, refusals=[TagNotFound])
def delete_tag(service: TagService, tag_id: UUID) -> None:
    """Delete a tag. It is removed from everything that has it."""
    service.delete(tag_id)


@bindings.post("/create", can="curate", deed="tag.assign", refusals=BINDING)
def bind_tags(service: TagService, body: TagBindingIn) -> Done:
    """Put tags on an app or a knowledge base."""
    service.bind(body.type, body.tag_ids, body.target_id)
    return DONE


@bindings.post("/remove", can="curate", deed="tag.unassign", refusals=BINDING)
def unbind_tags(service: TagService, body: TagBindingIn) -> Done:
    """Take tags off an app or a knowledge base."""
    service.unbind(body.type, body.tag_ids, body.target_id)
    return DONE
