from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from treeline.kernel.schemas import ContractBody, Schema, Timestamp

MAX_QUERY = 1_000_000


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


OptionalId = Annotated[UUID | None, BeforeValidator(_blank_is_none)]
OptionalUrl = Annotated[str | None, BeforeValidator(_blank_is_none)]


class GivenFile(ContractBody):
    """A file that comes with a question: one that was uploaded before, or the address of one."""

    type: Literal["image", "document", "audio", "video", "custom"]
    transfer_method: Literal["remote_url", "local_file"]
    url: OptionalUrl = Field(default=None, max_length=4096)
    upload_file_id: OptionalId = None


class Question(ContractBody):
    inputs: dict[str, Any]
    files: list[GivenFile] | None = None
    response_mode: Literal["blocking", "streaming"] | None = Field(default=None, description="Absent: blocking.")

    @property
    def streaming(self) -> bool:
        return self.response_mode == "streaming"


class ChatQuestion(Question):
    query: str = Field(min_length=1, max_length=MAX_QUERY)
    conversation_id: OptionalId = Field(default=None, description="Absent or blank: a new conversation.")
    parent_message_id: OptionalId = Field(default=None, description="Absent: the newest of the conversation.")
    auto_generate_name: bool | None = None


class CompletionQuestion(Question):
    query: str | None = Field(default=None, max_length=MAX_QUERY, description="Or inputs.query.")


class Tried(ContractBody):
    """A question of the console may bring a config that is not saved."""

    tried: dict[str, Any] | None = Field(default=None, alias="model_config")


class AnswerOut(Schema):
    """A whole answer, for those who wait for it."""

    event: Literal["message"] = "message"
    task_id: UUID
    id: UUID
    message_id: UUID
    # Of a completion there is no conversation to come back to.
    conversation_id: UUID
    mode: str
    answer: str
    metadata: dict[str, Any]
    created_at: Timestamp
