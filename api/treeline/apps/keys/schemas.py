from typing import Any, Literal

from pydantic import Field

from treeline.apps.schemas import Mode
from treeline.kernel.schemas import ContractBody, Schema
from treeline.kernel.scopes import SCOPES, Expiry, IssuedKey, KeyName, Scope, Scopes


class ApiKeyIn(ContractBody):
    name: KeyName | None = Field(None, description="What the key is for. Omit it to use a generated name.")
    scopes: Scopes = Field(
        list(SCOPES),
        description="`read`: its files and settings. `write`: change its files. `run`: send messages and run workflows "
        "for end users, with their conversations, attachments and forms.",
    )
    expires_at: Expiry | None = Field(None, description="When it stops working, in Unix seconds. Omit it for never.")


class ApiKeyRename(ContractBody):
    name: KeyName


class ApiKeyOut(IssuedKey):
    """`token` is the full key in the response that created it, and masked after that."""

    type: Literal["app"] = "app"
    scopes: list[Scope]


class ApiKeysOut(Schema):
    data: list[ApiKeyOut]


class AppInfo(Schema):
    """Basic information about the app."""

    name: str
    description: str
    tags: list[str] = Field(default_factory=list)
    mode: Mode
    author_name: str | None


class AppMeta(Schema):
    """`tool_icons`: an emoji or icon URL for each tool the app's agent can call."""

    tool_icons: dict[str, str | dict[str, str]]


class UploadLimits(Schema):
    """Sizes in MiB."""

    file_size_limit: int
    image_file_size_limit: int
    audio_file_size_limit: int
    video_file_size_limit: int
    workflow_file_upload_limit: int


class AppParameters(Schema):
    """What a client needs to know to send messages to the app."""

    opening_statement: str
    suggested_questions: list[str]
    suggested_questions_after_answer: dict[str, Any]
    speech_to_text: dict[str, Any]
    text_to_speech: dict[str, Any]
    retriever_resource: dict[str, Any]
    annotation_reply: dict[str, Any]
    more_like_this: dict[str, Any]
    user_input_form: list[dict[str, Any]]
    sensitive_word_avoidance: dict[str, Any]
    file_upload: dict[str, Any]
    system_parameters: UploadLimits
