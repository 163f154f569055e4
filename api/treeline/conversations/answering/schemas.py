from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from treeline.apps.configs.schemas import AppConfig
from treeline.conversations.answering.answerers import Question
from treeline.conversations.answering.given import GivenFile
from treeline.conversations.schemas import OptionalId, UserName
from treeline.kernel.schemas import ContractBody, Schema, Timestamp

MAX_QUERY = 1_000_000
MAX_URL = 4096
# More than any app takes; how many one takes, its config says.
MAX_INPUTS, MAX_FILES = 1000, 1000

Address = Annotated[str | None, BeforeValidator(lambda value: None if value == "" else value)]


class FileIn(ContractBody):
    """A file attached to a message: an uploaded file or a URL."""

    type: Literal["image", "document", "audio", "video", "custom"]
    transfer_method: Literal["remote_url", "local_file"]
    url: Address = Field(None, max_length=MAX_URL)
    upload_file_id: OptionalId = None


class _QuestionIn(ContractBody):
    inputs: dict[str, Any] = Field(max_length=MAX_INPUTS)
    files: list[FileIn] | None = Field(None, max_length=MAX_FILES)
    response_mode: Literal["blocking", "streaming"] | None = Field(None, description="Defaults to blocking.")

    @property
    def streaming(self) -> bool:
        return self.response_mode == "streaming"

    @property
    def given(self) -> list[GivenFile]:
        return [GivenFile(**file.model_dump()) for file in self.files or []]


class ChatIn(_QuestionIn):
    query: str = Field(min_length=1, max_length=MAX_QUERY)
    conversation_id: OptionalId = Field(None, description="Omit or leave empty to start a new conversation.")
    parent_message_id: OptionalId = Field(None, description="Defaults to the newest message of the conversation.")
    auto_generate_name: bool | None = Field(None, description="By default, the model names a new conversation.")

    def question(self, tried: AppConfig | None = None, asset_version: str | None = None) -> Question:
        return Question(
            self.query,
            self.inputs,
            self.given,
            self.conversation_id,
            self.parent_message_id,
            self.auto_generate_name is not False,
            tried,
            asset_version,
        )


class CompletionIn(_QuestionIn):
    query: str | None = Field(None, max_length=MAX_QUERY, description="Or inputs.query.")

    def question(self, tried: AppConfig | None = None) -> Question:
        among = self.inputs.get("query")
        query = self.query or (among if isinstance(among, str) else "")
        return Question(query, self.inputs, self.given, tried=tried)


class UserChatIn(ChatIn):
    user: UserName


class UserCompletionIn(CompletionIn):
    user: UserName


class StopIn(ContractBody):
    user: UserName


class TriedChatIn(ChatIn):
    tried: AppConfig | None = Field(None, alias="model_config", description="A config to test without saving it.")
    asset_version: str | None = Field(
        None,
        pattern=r"^(draft|active|[1-9][0-9]{0,8})$",
        description="Which files the agent reads: the current `draft`, `active`, or a version number. Defaults to the "
        "config's setting.",
    )


class TriedCompletionIn(CompletionIn):
    tried: AppConfig | None = Field(None, alias="model_config", description="A config to test without saving it.")


class AnswerOut(Schema):
    """The complete answer in blocking mode."""

    event: Literal["message"] = "message"
    task_id: UUID
    id: UUID
    message_id: UUID
    conversation_id: UUID
    mode: str
    answer: str
    metadata: dict[str, Any]
    created_at: Timestamp
