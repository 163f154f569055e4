from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from treeline.apps.schemas import Mode
from treeline.apps.tags.schemas import TagOut
from treeline.datasets.retrieval.schemas import ExternalRetrievalModel, RetrievalModel
from treeline.datasets.splitting.schemas import DocForm
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import SEEN, ContractBody, Schema, Timestamp

MAX_NAME, MAX_DESCRIPTION = 40, 400
MAX_MEMBERS = 1000
Technique = Literal["high_quality", "economy"]
Permission = Literal["only_me", "all_team_members", "partial_members"]
DatasetName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME), SEEN]
Description = Annotated[str, Field(max_length=MAX_DESCRIPTION)]
ModelName = Annotated[str, Field(max_length=255)]
Id = Annotated[UUID, Field(strict=False)]
ExternalKnowledgeId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]


class DatasetListQuery(PageQuery):
    keyword: str = Field("", max_length=255)
    include_all: bool = Field(False, description="For owners and admins: list other members' private ones too.")
    ids: list[UUID] = Field(default_factory=list, max_length=100)
    tag_ids: list[UUID] = Field(default_factory=list, max_length=100)

    lists: ClassVar[tuple[str, ...]] = ("ids", "tag_ids")


class PartialMember(ContractBody):
    user_id: Id


class _DatasetIn(ContractBody):
    """What may be said when a knowledge base is made, and changed later. `external_…`: of external ones, for which
    models and techniques are ignored.
    """

    description: Description | None = None
    indexing_technique: Technique | None = None
    permission: Permission | None = None
    partial_member_list: list[PartialMember | Id] | None = Field(None, max_length=MAX_MEMBERS)
    embedding_model: ModelName | None = None
    embedding_model_provider: ModelName | None = None
    retrieval_model: RetrievalModel | None = None
    icon_info: dict[str, Any] | None = Field(None, max_length=10)
    external_knowledge_api_id: Id | None = None
    external_knowledge_id: ExternalKnowledgeId | None = None
    external_retrieval_model: ExternalRetrievalModel | None = None

    def changes(self) -> dict[str, Any]:
        """What was given, as columns have it."""
        given = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        if self.partial_member_list is not None:
            each = self.partial_member_list
            given["partial_member_list"] = [one.user_id if isinstance(one, PartialMember) else one for one in each]
        if self.retrieval_model is not None:
            given["retrieval_model"] = self.retrieval_model.as_stored()
        if given.pop("external_retrieval_model", None) and self.external_retrieval_model is not None:
            given["retrieval_model"] = self.external_retrieval_model.as_retrieval_model().as_stored()
        return given


class DatasetCreate(_DatasetIn):
    name: DatasetName
    provider: Literal["vendor", "external"] = "vendor"
    doc_form: DocForm | None = None
    doc_language: Annotated[str, Field(min_length=1, max_length=40)] | None = None


class DatasetUpdate(_DatasetIn):
    """Omitted fields keep their values."""

    name: DatasetName | None = None
    built_in_field_enabled: bool | None = None
    enable_api: bool | None = None
    doc_language: Annotated[str, Field(min_length=1, max_length=40)] | None = None


class ExternalKnowledgeInfo(Schema):
    """Where an external knowledge base is answered from; without a service, it has to be given another."""

    external_knowledge_id: str | None
    external_knowledge_api_id: UUID | None
    external_knowledge_api_name: str | None
    external_knowledge_api_endpoint: str | None


class DatasetOut(Schema):
    """A knowledge base. Of other members' private ones only the name and the owner are shown: `is_private`."""

    id: UUID
    name: str
    description: str = ""
    provider: Literal["vendor", "external"] = "vendor"
    permission: Permission
    data_source_type: str | None = None
    indexing_technique: Technique | None = None
    app_count: int = 0
    document_count: int = 0
    word_count: int = 0
    total_available_documents: int = 0
    created_by: UUID | None
    author_name: str | None = None
    owner_left: bool = Field(False, description="The owner is no member any more: an owner or admin can take it over.")
    taken_over_at: Timestamp | None = None
    taken_over_from: UUID | None = None
    created_at: Timestamp
    updated_by: UUID | None = None
    updated_at: Timestamp
    embedding_model: str | None = None
    embedding_model_provider: str | None = None
    embedding_available: bool = Field(
        True, description="Whether the embedding model can be used; true where none is needed."
    )
    retrieval_model_dict: dict[str, Any] = Field(default_factory=dict)
    external_knowledge_info: ExternalKnowledgeInfo | None = None
    external_retrieval_model: dict[str, Any] | None = None
    tags: list[TagOut] = Field(default_factory=list)
    doc_form: DocForm = "text_model"
    doc_language: str = "English"
    partial_member_list: list[UUID] = Field(default_factory=list)
    icon_info: dict[str, Any] | None = None
    built_in_field_enabled: bool = False
    enable_api: bool = True
    is_private: bool = False


class UseCheck(Schema):
    is_using: bool


class RelatedApp(Schema):
    id: UUID
    name: str
    mode: Mode
    icon_type: str | None
    icon: str | None
    icon_background: str | None


class RelatedApps(Schema):
    data: list[RelatedApp]
    total: int


class PermissionPartUsers(Schema):
    data: list[UUID]


class QueryOut(Schema):
    id: UUID
    content: str
    source: str
    source_app_id: UUID | None
    created_by_role: str
    created_by: UUID | None
    created_at: Timestamp


class RetrievalSetting(Schema):
    retrieval_method: list[str]
