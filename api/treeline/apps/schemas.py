from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from treeline.apps.models import App
from treeline.apps.sites.schemas import SiteOut
from treeline.apps.tags.models import Tag
from treeline.apps.tags.schemas import TagOut
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import ContractBody, Schema, Seen, Timestamp

Mode = Literal["chat", "agent-chat", "advanced-chat", "workflow", "completion"]
IconType = Literal["emoji", "image", "link"]
MAX_NAME = 40
AppName = Annotated[Seen, Field(min_length=1, max_length=MAX_NAME)]
Description = Annotated[str, Field(max_length=400)]
Icon = Annotated[str, Field(max_length=255)]


class AppListQuery(PageQuery):
    tag_ids: list[UUID] = Field(default_factory=list, max_length=100, description="Only apps that have all of them.")

    mode: Mode | Literal["channel", "all"] = "all"
    name: str = Field("", max_length=255)
    is_created_by_me: bool = False

    lists: ClassVar[tuple[str, ...]] = ("tag_ids",)


class AppCreate(ContractBody):
    name: AppName
    mode: Mode
    description: Description | None = None
    icon_type: IconType | None = None
    icon: Icon | None = None
    icon_background: Icon | None = None


class AppUpdate(ContractBody):
    """Omitted fields keep their values."""

    name: AppName | None = None
    description: Description | None = None
    icon_type: IconType | None = None
    icon: Icon | None = None
    icon_background: Icon | None = None
    use_icon_as_answer_icon: bool | None = None
    max_active_requests: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class AppCopy(ContractBody):
    """What the copy has otherwise."""

    name: AppName | None = None
    description: Description | None = None
    icon_type: IconType | None = None
    icon: Icon | None = None
    icon_background: Icon | None = None


class AppRename(ContractBody):
    name: AppName


class AppIcon(ContractBody):
    icon_type: IconType | None = None
    icon: Icon | None = None
    icon_background: Icon | None = None


class SiteSwitch(ContractBody):
    enable_site: bool


class ApiSwitch(ContractBody):
    enable_api: bool


class AppOut(Schema):
    """An app, as shown in a list."""

    id: UUID
    name: str
    description: str
    mode: Mode
    icon_type: IconType | None
    icon: str | None
    icon_background: str | None
    use_icon_as_answer_icon: bool
    max_active_requests: int | None
    author_name: str | None
    created_by: UUID | None
    created_at: Timestamp
    updated_by: UUID | None
    updated_at: Timestamp
    changed_at: Timestamp = Field(description="When the app's settings, config or files last changed.")
    tags: list[TagOut]

    @classmethod
    def of(cls, app: App, changed_at: datetime, tags: list[Tag]) -> "AppOut":
        own = {name: getattr(app, name) for name in AppOut.own()}
        return cls.model_validate({**own, "changed_at": changed_at, "tags": tags})

    @classmethod
    def own(cls) -> set[str]:
        """Fields that are the app's own attributes."""
        return set(AppOut.model_fields) - {"changed_at", "tags"}


class AppDetail(AppOut):
    """An app with its config and site."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)

    # Pydantic has the name for itself.
    config: dict[str, Any] | None = Field(serialization_alias="model_config")
    enable_site: bool
    enable_api: bool
    api_base_url: str
    site: SiteOut
    # Tools of the config that are gone; such a config is not taken, so there are none.
    deleted_tools: list[str] = Field(default_factory=list)
