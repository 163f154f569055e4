import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from treeline.accounts.access import lock_workspace
from treeline.accounts.models import WorkspaceMember
from treeline.apps.models import App
from treeline.apps.tags.models import TagBinding
from treeline.datasets.embedding_models import chosen_model
from treeline.datasets.errors import DatasetHasOwner, DatasetInUse, DatasetNameDuplicate, DatasetNotFound
from treeline.datasets.external.binding import bind_external
from treeline.datasets.models import AppDataset, Dataset, DatasetMember, DatasetQuery
from treeline.datasets.permissions import Caller, listed, living
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.switches.service import SwitchService
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.errors import InvalidInput
from treeline.kernel.settings import KernelSettings
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.service import ProviderService

log = logging.getLogger(__name__)


class DatasetService:
    """The knowledge bases of one workspace, in the name of one caller."""

    def __init__(self, session: DbSession, caller: Caller, settings: KernelSettings, own: DatasetSettings):
        self.session, self.caller, self.settings, self.own = session, caller, settings, own

    def find(
        self,
        *,
        keyword: str = "",
        ids: Sequence[UUID] = (),
        tag_ids: Sequence[UUID] = (),
        include_all: bool = False,
        offset: int = 0,
        limit: int = 20,
    ) -> tuple[list[Dataset], int]:
        """One page, the newest first, and how many there are. With tags: those that have all of them."""
        wanted = [listed(self.caller, include_all=include_all)]
        if keyword:
            wanted.append(Dataset.name.icontains(keyword, autoescape=True))
        if ids:
            wanted.append(among(Dataset.id, ids))
        wanted += [Dataset.id.in_(select(TagBinding.target_id).where(TagBinding.tag_id == each)) for each in tag_ids]
        total = self.session.scalar(select(func.count()).select_from(Dataset).where(*wanted)) or 0
        newest_first = select(Dataset).where(*wanted).order_by(Dataset.created_at.desc(), Dataset.id.desc())
        return list(self.session.scalars(newest_first.offset(offset).limit(limit))), total

    def create(self, values: Mapping[str, Any]) -> Dataset:
        """Raises DatasetNameDuplicate, InvalidInput, ProviderNotInitialized, ModelNotSupported, ExternalApiNotFound."""
        given = dict(values)
        members = given.pop("partial_member_list", None)
        self._check_name(given["name"])
        who = self.caller.account_id
        dataset = Dataset(
            workspace_id=self.caller.workspace_id,
            by_key=self.caller.is_key,
            created_by=who,
            updated_by=who,
            permission=given.pop("permission", "all_team_members" if self.caller.is_key else "only_me"),
            provider=given.get("provider", "vendor"),
            **{name: given[name] for name in (*_PLAIN, "doc_language") if name in given},
        )
        if dataset.provider == "external":
            bind_external(self.session, dataset, given)
        self.session.add(dataset)
        self.session.flush()
        if members is not None:
            self._list_members(dataset, members)
        self._settle(dataset, given)
        return dataset

    def update(self, dataset: Dataset, values: Mapping[str, Any]) -> Dataset:
        """Raises as `create`, and for what can't be changed any more."""
        given = dict(values)
        members = given.pop("partial_member_list", None)
        if "name" in given:
            self._check_name(given["name"], Dataset.id != dataset.id)
        for name in (*_PLAIN, "permission"):
            if name in given:
                setattr(dataset, name, given[name])
        if "doc_language" in given and dataset.provider == "vendor":
            SwitchService(self.session, dataset, self.own.vector_store).use_language(given["doc_language"])
        dataset.updated_at, dataset.updated_by = now(), self.caller.account_id
        if members is not None:
            self._list_members(dataset, members)
        if dataset.provider == "external":
            bind_external(self.session, dataset, given)
        self._settle(dataset, given)
        return dataset

    def take_over(self, dataset_id: UUID) -> Dataset:
        """Become the owner of one whose owner is no member any more. Raises DatasetNotFound, DatasetHasOwner."""
        this = select(Dataset).where(Dataset.id == dataset_id, living(self.caller)).with_for_update()
        dataset = self.session.scalars(this).one_or_none()
        if dataset is None:
            raise DatasetNotFound
        owner = select(WorkspaceMember.account_id).where(
            WorkspaceMember.workspace_id == self.caller.workspace_id, WorkspaceMember.account_id == dataset.created_by
        )
        if dataset.created_by is not None and self.session.scalar(owner) is not None:
            raise DatasetHasOwner
        log.warning(
            "knowledge base %s taken over from %s by %s", dataset_id, dataset.created_by, self.caller.account_id
        )
        dataset.taken_over_at, dataset.taken_over_from = now(), dataset.created_by
        dataset.created_by = dataset.updated_by = self.caller.account_id
        dataset.updated_at = now()
        self.session.flush()
        return dataset

    def delete(self, dataset: Dataset) -> None:
        """Gone for everyone once this is committed; rows, tables and bytes follow. Raises DatasetInUse."""
        # Whoever names it meanwhile is waited for.
        self.session.execute(select(Dataset.id).where(Dataset.id == dataset.id).with_for_update())
        apps = self.apps_with(dataset)
        if apps:
            more = f" and {len(apps) - 3} more" if len(apps) > 3 else ""
            names = ", ".join(app.name for app in apps[:3]) + more
            raise DatasetInUse(f"This knowledge base is used by {names}. Remove it there first.")
        dataset.deleted_at = dataset.updated_at = now()
        dataset.updated_by = self.caller.account_id
        enqueue("datasets.remove", str(dataset.id))

    def apps_with(self, dataset: Dataset) -> list[App]:
        """Living apps whose current config or published graph names it."""
        using = (
            select(App)
            .join(AppDataset, AppDataset.app_id == App.id)
            .where(AppDataset.dataset_id == dataset.id, App.deleted_at.is_(None))
        )
        return list(self.session.scalars(using.order_by(App.name, App.id)))

    def queries(self, dataset: Dataset, offset: int, limit: int) -> tuple[list[DatasetQuery], int]:
        mine = DatasetQuery.dataset_id == dataset.id
        total = self.session.scalar(select(func.count()).select_from(DatasetQuery).where(mine)) or 0
        newest_first = select(DatasetQuery).where(mine).order_by(DatasetQuery.created_at.desc(), DatasetQuery.id.desc())
        return list(self.session.scalars(newest_first.offset(offset).limit(limit))), total

    def members(self, dataset: Dataset) -> list[UUID]:
        listed_ = select(DatasetMember.account_id).where(DatasetMember.dataset_id == dataset.id)
        return list(self.session.scalars(listed_.order_by(DatasetMember.account_id)))

    def usual_technique(self) -> str:
        """By vectors too, where the workspace has a model for them."""
        providers = ProviderService(self.session, self.caller.workspace_id, self.settings)
        return "high_quality" if providers.default(TEXT_EMBEDDING) else "economy"

    def _check_name(self, name: str, *others: ColumnElement[bool]) -> None:
        """One at a time: two that are named alike at once must not both find the name free."""
        lock_workspace(self.session, self.caller.workspace_id)
        same = select(Dataset.id).where(living(self.caller), Dataset.name == name, *others)
        if self.session.scalar(same) is not None:
            told = f"A knowledge base named {name} already exists in this workspace. Choose another name."
            raise DatasetNameDuplicate(told)

    def _list_members(self, dataset: Dataset, account_ids: Collection[UUID]) -> None:
        here = select(WorkspaceMember.account_id).where(
            WorkspaceMember.workspace_id == self.caller.workspace_id, among(WorkspaceMember.account_id, account_ids)
        )
        known = set(self.session.scalars(here))
        if unknown := [each for each in account_ids if each not in known]:
            told = f"no member of this workspace has the ID {unknown[0]}."
            raise InvalidInput.at("partial_member_list", "member_unknown", told)
        self.session.execute(delete(DatasetMember).where(DatasetMember.dataset_id == dataset.id))
        self.session.add_all(DatasetMember(dataset_id=dataset.id, account_id=each) for each in known)

    def _settle(self, dataset: Dataset, given: Mapping[str, Any]) -> None:
        """An external one is not indexed here, whatever clients say that make all of them alike."""
        if dataset.provider == "vendor" and (given.get("indexing_technique") or given.get("embedding_model")):
            self._choose_technique(dataset, given)

    def _choose_technique(self, dataset: Dataset, given: Mapping[str, Any]) -> None:
        """By words only, or by vectors too, of the model that is named, or else of the workspace's default.

        Where there are documents, what is searched by vectors changes when all of these are there.
        """
        named = given.get("embedding_model")
        technique = given.get("indexing_technique") or (None if named else dataset.indexing_technique) or "high_quality"
        switching = SwitchService(self.session, dataset, self.own.vector_store)
        if technique == "economy":
            switching.use_words_only()
        elif named or dataset.indexing_technique != "high_quality":
            switching.use_model(*chosen_model(self.session, self.caller.workspace_id, self.settings, given))


_PLAIN = (
    "name",
    "description",
    "doc_form",
    "retrieval_model",
    "icon_info",
    "built_in_field_enabled",
    "enable_api",
)
