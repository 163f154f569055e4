from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update

from treeline.datasets.external.errors import ExternalApiInUse, ExternalApiNotFound
from treeline.datasets.external.keys import sealed
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.external.schemas import ExternalApiIn
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, visible
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.settings import KernelSettings
from treeline.providers.credentials import HIDDEN


class ExternalApis:
    """The external knowledge APIs of one workspace."""

    def __init__(self, session: DbSession, caller: Caller, settings: KernelSettings):
        self.session, self.caller, self.settings = session, caller, settings

    def page(self, keyword: str, offset: int, limit: int) -> tuple[list[ExternalKnowledgeApi], int]:
        """Newest first, and how many there are."""
        wanted = [self._mine]
        if keyword:
            wanted.append(ExternalKnowledgeApi.name.icontains(keyword, autoescape=True))
        total = self.session.scalar(select(func.count()).select_from(ExternalKnowledgeApi).where(*wanted)) or 0
        order = (ExternalKnowledgeApi.created_at.desc(), ExternalKnowledgeApi.id.desc())
        found = select(ExternalKnowledgeApi).where(*wanted).order_by(*order)
        return list(self.session.scalars(found.offset(offset).limit(limit))), total

    def find(self, api_id: UUID, *, lock: bool = False) -> ExternalKnowledgeApi:
        """Raises ExternalApiNotFound."""
        this = select(ExternalKnowledgeApi).where(ExternalKnowledgeApi.id == api_id, self._mine)
        api = self.session.scalars(this.with_for_update() if lock else this).one_or_none()
        if api is None:
            raise ExternalApiNotFound
        return api

    def create(self, given: ExternalApiIn) -> ExternalKnowledgeApi:
        who = self.caller.account_id
        api = ExternalKnowledgeApi(
            workspace_id=self.caller.workspace_id,
            name=given.name,
            description=given.description,
            endpoint=given.settings.endpoint,
            sealed_key=self._sealed(given.settings.api_key),
            created_by=who,
            updated_by=who,
        )
        self.session.add(api)
        self.session.flush()
        return api

    def update(self, api: ExternalKnowledgeApi, given: ExternalApiIn) -> None:
        """A key that comes back masked stays, for the endpoint it was entered for. Raises InvalidInput."""
        if given.settings.api_key != HIDDEN:
            api.sealed_key = self._sealed(given.settings.api_key)
        elif api.sealed_key and api.endpoint != given.settings.endpoint:
            raise InvalidInput.at("settings.api_key", "secret_again", "the URL has changed, so enter this again.")
        api.name, api.description, api.endpoint = given.name, given.description, given.settings.endpoint
        api.updated_at, api.updated_by = now(), self.caller.account_id

    def delete(self, api: ExternalKnowledgeApi) -> None:
        """Raises ExternalApiInUse."""
        if number := self.count_of(api):
            told = (
                f"{number} knowledge base{'s' if number > 1 else ''} of this workspace use{'' if number > 1 else 's'}"
            )
            raise ExternalApiInUse(f"{told} {api.name}. Delete or change them first.")
        # Deleted ones may not be removed yet.
        gone = update(Dataset).where(Dataset.external_knowledge_api_id == api.id)
        self.session.execute(gone.values(external_knowledge_api_id=None))
        self.session.delete(api)

    def count_of(self, api: ExternalKnowledgeApi) -> int:
        """Of all knowledge bases that ask it, whoever may see them."""
        living = (Dataset.external_knowledge_api_id == api.id, Dataset.deleted_at.is_(None))
        return self.session.scalar(select(func.count()).select_from(Dataset).where(*living)) or 0

    def bindings(self, apis: Sequence[ExternalKnowledgeApi]) -> dict[UUID, list[Dataset]]:
        """Those that the caller may see."""
        found: dict[UUID, list[Dataset]] = {each.id: [] for each in apis}
        using = select(Dataset).where(visible(self.caller), among(Dataset.external_knowledge_api_id, list(found)))
        for dataset in self.session.scalars(using.order_by(Dataset.name, Dataset.id)):
            if dataset.external_knowledge_api_id:
                found[dataset.external_knowledge_api_id].append(dataset)
        return found

    @property
    def _mine(self) -> ColumnElement[bool]:
        return ExternalKnowledgeApi.workspace_id == self.caller.workspace_id

    def _sealed(self, key: str) -> str | None:
        return sealed("" if key == HIDDEN else key, self.caller.workspace_id, self.settings)
