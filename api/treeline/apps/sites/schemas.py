from typing import Annotated, Literal, Self

from pydantic import Field

from treeline.apps.sites.models import Site
from treeline.kernel.schemas import ContractBody, Schema, Seen

Text = Annotated[str, Field(max_length=512)]
LongText = Annotated[str, Field(max_length=10_000)]


class SiteUpdate(ContractBody):
    """Fields that are omitted or null keep their values."""

    title: Annotated[Seen, Field(min_length=1, max_length=255)] | None = None
    icon_type: Literal["emoji", "image", "link"] | None = None
    icon: Annotated[str, Field(max_length=255)] | None = None
    icon_background: Annotated[str, Field(max_length=255)] | None = None
    description: LongText | None = None
    default_language: Annotated[str, Field(min_length=2, max_length=16, pattern=r"^[A-Za-z-]+$")] | None = None
    chat_color_theme: Annotated[str, Field(max_length=32)] | None = None
    chat_color_theme_inverted: bool | None = None
    customize_domain: Text | None = None
    copyright: Text | None = None
    privacy_policy: Text | None = None
    custom_disclaimer: LongText | None = None
    customize_token_strategy: Literal["must", "allow", "not_allow"] | None = None
    prompt_public: bool | None = None
    show_workflow_steps: bool | None = None
    use_icon_as_answer_icon: bool | None = None


class SitePublic(Schema):
    """The app's public site: title, icon and texts."""

    title: str
    icon_type: str | None
    icon: str | None
    icon_background: str | None
    icon_url: str | None = None
    description: str
    default_language: str
    chat_color_theme: str | None
    chat_color_theme_inverted: bool
    copyright: str | None
    privacy_policy: str | None
    custom_disclaimer: str
    show_workflow_steps: bool
    use_icon_as_answer_icon: bool


class SiteOut(SitePublic):
    """The app's site; `code` is part of the public page's URL."""

    code: str
    access_token: str
    customize_domain: str | None
    customize_token_strategy: str
    prompt_public: bool

    @classmethod
    def of(cls, site: Site) -> Self:
        # The contract knows the code by two names.
        values = {name: getattr(site, name) for name in cls.model_fields if name not in ("access_token", "icon_url")}
        return cls(**values, access_token=site.code)
