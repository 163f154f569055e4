"""What lists say of datasets: counted with one query each, however many datasets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select

from treeline.accounts.models import Account, WorkspaceMember
from treeline.apps.models import App
from treeline.apps.tags.models import Tag
from treeline.apps.tags.service import tags_of
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.models import AppDataset, Dataset, DatasetMember, Document
from treeline.files.postgres import among
from treeline.kernel.db import DbSession
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.models import ProviderModel


@dataclass
class Figures:
    """`available`: documents that are found, that is enabled, not archived and indexed."""

    documents: int = 0
    words: int = 0
    available: int = 0
    apps: int = 0
    author: str | None = None
    owner_left: bool = False
    tags: list[Tag] = field(default_factory=list[Tag])
    members: list[UUID] = field(default_factory=list[UUID])
    embedding_available: bool = True
    external: ExternalKnowledgeApi | None = None


def figures(session: DbSession, datasets: Sequence[Dataset]) -> dict[UUID, Figures]:
    ids = [dataset.id for dataset in datasets]
    found = {dataset_id: Figures() for dataset_id in ids}
    if not found:
        return found
    _count_documents(session, found)
    in_apps = (
        select(AppDataset.dataset_id, func.count())
        .join(App, App.id == AppDataset.app_id)
        .where(among(AppDataset.dataset_id, ids), App.deleted_at.is_(None))
        .group_by(AppDataset.dataset_id)
    )
    for dataset_id, count in session.execute(in_apps):
        found[dataset_id].apps = count
    for dataset_id, tags in tags_of(session, ids).items():
        found[dataset_id].tags = tags
    members = select(DatasetMember.dataset_id, DatasetMember.account_id).where(among(DatasetMember.dataset_id, ids))
    for dataset_id, account_id in session.execute(members):
        found[dataset_id].members.append(account_id)
    services = {each.external_knowledge_api_id for each in datasets if each.external_knowledge_api_id}
    apis = select(ExternalKnowledgeApi).where(among(ExternalKnowledgeApi.id, services))
    external = {each.id: each for each in session.scalars(apis)} if services else {}
    owners = [dataset.created_by for dataset in datasets if dataset.created_by]
    names = dict(iter(session.execute(select(Account.id, Account.name).where(among(Account.id, owners)))))
    here = WorkspaceMember.workspace_id == datasets[0].workspace_id, among(WorkspaceMember.account_id, owners)
    members_now = set(session.scalars(select(WorkspaceMember.account_id).where(*here)))
    models = _usable_models(session, datasets[0].workspace_id)
    for dataset in datasets:
        if dataset.external_knowledge_api_id:
            found[dataset.id].external = external.get(dataset.external_knowledge_api_id)
        found[dataset.id].author = names.get(dataset.created_by) if dataset.created_by else None
        found[dataset.id].owner_left = dataset.created_by not in members_now
        needed = (dataset.embedding_model_provider, dataset.embedding_model)
        found[dataset.id].embedding_available = dataset.indexing_technique != "high_quality" or needed in models
    return found


def _count_documents(session: DbSession, found: dict[UUID, Figures]) -> None:
    answering = Document.enabled & ~Document.archived & (Document.generation > 0)
    counted = (
        select(
            Document.dataset_id,
            func.count(),
            func.coalesce(func.sum(Document.word_count), 0),
            func.count().filter(answering),
        )
        .where(among(Document.dataset_id, list(found)))
        .group_by(Document.dataset_id)
    )
    for dataset_id, documents, words, available in session.execute(counted):
        these = found[dataset_id]
        these.documents, these.words, these.available = documents, int(words), available


def _usable_models(session: DbSession, workspace_id: UUID) -> set[tuple[str, str]]:
    usable = select(ProviderModel.provider, ProviderModel.model).where(
        ProviderModel.workspace_id == workspace_id, ProviderModel.model_type == TEXT_EMBEDDING, ProviderModel.enabled
    )
    return {(provider, model) for provider, model in session.execute(usable)}
