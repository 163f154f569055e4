from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.retrieval.replies import MAX_QUERY, QueryText, WarningOut
from treeline.datasets.retrieval.schemas import ExternalRetrievalModel, MetadataFilteringConditions
from treeline.datasets.schemas import DatasetName, Description, ExternalKnowledgeId, Id
from treeline.kernel.addresses import checked_address
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import ContractBody, Schema, Timestamp
from treeline.kernel.validation import invalid
from treeline.providers.credentials import HIDDEN

MAX_LINE = 2000
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_LINE)]


class ExternalApiSettings(ContractBody):
    """`endpoint`: the URL before `/retrieval`. `api_key`: sent as a bearer token; empty for none."""

    endpoint: Line
    api_key: Line = Field("", repr=False)

    @field_validator("endpoint")
    @classmethod
    def _is_address(cls, endpoint: str) -> str:
        try:
            parts = urlsplit(checked_address(endpoint))
        except ValueError as error:
            raise invalid("address", "a URL must start with http:// or https:// and a host, without spaces") from error
        if parts.username or parts.password:
            raise invalid("address_password", "send the API key as api_key, not in the URL")
        if parts.query or parts.fragment:
            raise invalid("address", "the URL ends before its query: /retrieval is added to it")
        return endpoint.rstrip("/")

    @field_validator("api_key")
    @classmethod
    def _fits_a_header(cls, key: str) -> str:
        if not (key.isprintable() and key.isascii()):
            raise invalid("line_ascii", "must contain only ASCII characters", field="API key")
        return key


class ExternalApiIn(ContractBody):
    name: DatasetName
    description: Description = ""
    settings: ExternalApiSettings


class ExternalApiListQuery(PageQuery):
    keyword: str = Field("", max_length=255)


class ExternalBinding(Schema):
    id: UUID
    name: str


class ExternalApiSettingsOut(Schema):
    endpoint: str
    api_key: str = Field(description="Masked; empty if there is none.")


class ExternalApiOut(Schema):
    """`dataset_bindings`: the knowledge bases that ask it, as far as you may see them."""

    id: UUID
    tenant_id: UUID
    name: str
    description: str
    settings: ExternalApiSettingsOut
    dataset_bindings: list[ExternalBinding]
    created_by: UUID | None
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, api: ExternalKnowledgeApi, bindings: list[ExternalBinding]) -> "ExternalApiOut":
        own = {name: getattr(api, name) for name in ("id", "name", "description")}
        times = {name: getattr(api, name) for name in ("created_by", "created_at", "updated_at")}
        shown = ExternalApiSettingsOut(endpoint=api.endpoint, api_key=HIDDEN if api.sealed_key else "")
        return cls(**own, **times, tenant_id=api.workspace_id, settings=shown, dataset_bindings=bindings)


class ExternalUseCheck(Schema):
    is_using: bool
    count: int


class ExternalDatasetIn(ContractBody):
    """A knowledge base whose content stays in a service."""

    external_knowledge_api_id: Id
    external_knowledge_id: ExternalKnowledgeId
    name: DatasetName
    description: Description | None = None
    external_retrieval_model: ExternalRetrievalModel | None = None


class ExternalHitTestIn(ContractBody):
    query: Annotated[str, Field(min_length=1, max_length=MAX_QUERY)]
    external_retrieval_model: ExternalRetrievalModel | None = None
    metadata_filtering_conditions: MetadataFilteringConditions | None = None


class ExternalRecordOut(Schema):
    content: str
    title: str
    score: float
    metadata: dict[str, Any]


class ExternalHitTestOut(Schema):
    query: QueryText
    records: list[ExternalRecordOut]
    warnings: list[WarningOut] = Field(default_factory=list)
