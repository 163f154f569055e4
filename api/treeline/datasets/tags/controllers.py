from uuid import UUID

from sqlalchemy import select

from treeline.accounts.access import allow, current_member
from treeline.apps.tags.errors import TagNameDuplicate, TagNotFound, TagTargetNotFound, TooManyTags
from treeline.apps.tags.schemas import TagBindingIn, TagCounted
from treeline.apps.tags.service import TagService, tags_of
from treeline.datasets.access import key_caller, key_dataset, member_caller
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.keys.access import DATASET_KEY, key_of_request
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.datasets.tags.schemas import BoundTag, BoundTags, KnowledgeTagIn, KnowledgeTagRef, KnowledgeTagRename
from treeline.kernel.db import db
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes

KIND = "knowledge"


def key_tags(can: str) -> TagService:
    caller = key_caller(can)
    return TagService(db.session, caller.workspace_id, caller.account_id)


def may_tag_dataset(dataset_id: UUID) -> bool:
    """Of whoever makes the request, a member or the holder of a key."""
    caller: Caller
    if key_of_request() is not None:
        caller = key_caller("curate")
    else:
        allow(current_member(), "curate")
        caller = member_caller()
    return db.session.scalar(select(Dataset.id).where(Dataset.id == dataset_id, visible(caller))) is not None


DATASET_TAGS = (KIND, may_tag_dataset)
tags = Routes("v1_dataset_tags", "/v1/datasets/tags", group="Tags", access=DATASET_KEY, scope=key_tags)
one = Routes(
    "v1_tags_of_dataset", "/v1/datasets/<uuid:dataset_id>/tags", group="Tags", access=DATASET_KEY, scope=key_dataset
)


@tags.get("", can="belong")
def list_knowledge_tags(service: TagService) -> list[TagCounted]:
    """List the tags of knowledge bases, by name."""
    return [TagCounted.of(tag, count) for tag, count in service.find(KIND)]


@tags.post("", can="curate", refusals=[TagNameDuplicate, TooManyTags])
def create_knowledge_tag(service: TagService, body: KnowledgeTagIn) -> TagCounted:
    """Create a tag."""
    return TagCounted.of(service.create(body.name, KIND), 0)


@tags.patch("", can="curate", refusals=[TagNotFound, TagNameDuplicate])
def rename_knowledge_tag(service: TagService, body: KnowledgeTagRename) -> TagCounted:
    """Rename a tag."""
    return TagCounted.of(*service.rename(body.tag_id, body.name, KIND))


@tags.delete("", can="curate", status=204, refusals=[TagNotFound])
def delete_knowledge_tag(service: TagService, body: KnowledgeTagRef) -> None:
    """Delete a tag. It is removed from everything that has it."""
    service.delete(body.tag_id, KIND)


@tags.post("/binding", can="curate", refusals=[TagNotFound, TagTargetNotFound])
def bind_knowledge_tags(service: TagService, body: TagBindingIn) -> Done:
    """Put tags on a knowledge base."""
    service.bind(KIND, body.tag_ids, body.target_id)
    return DONE


@tags.post("/unbinding", can="curate", refusals=[TagNotFound, TagTargetNotFound])
def unbind_knowledge_tags(service: TagService, body: TagBindingIn) -> Done:
    """Take tags off a knowledge base."""
    service.unbind(KIND, body.tag_ids, body.target_id)
    return DONE


@one.get("", can="belong", refusals=[DatasetNotFound])
def list_tags_of_dataset(dataset: Dataset) -> BoundTags:
    """List the tags that are on a knowledge base."""
    found = tags_of(db.session, [dataset.id])[dataset.id]
    return BoundTags(data=[BoundTag.model_validate(tag) for tag in found], total=len(found))
