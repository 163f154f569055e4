"""Who answers the questions to an app: one answerer a mode, provided by the feature that owns the mode.

    FEATURE = Feature(gives=[answerers(("chat", ConfiguredAnswerer())), executors(("chat", AnswerExecutor("message")))])

A question is answered by a run whose kind is the app's mode. The answerer checks the question and says what the run
works with; the routes, the conversation, the message and its files are the same for all modes. The run's executor finds
its message by `Message.run_id`, and stores the end of it as `life` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from treeline.apps.configs.schemas import AppConfig, FileUpload
from treeline.apps.models import App
from treeline.conversations.answering.given import GivenFile
from treeline.conversations.models import Conversation, Message
from treeline.conversations.owners import Owner
from treeline.conversations.settings import AnswerSettings
from treeline.kernel.db import DbSession
from treeline.kernel.features import Port
from treeline.runs.models import Run


@dataclass(frozen=True)
class Question:
    """`tried`: a config that is not saved; `asset_version`: which files are read. Both are for who builds the app."""

    query: str
    inputs: dict[str, Any]
    files: list[GivenFile] = field(default_factory=list[GivenFile])
    conversation_id: UUID | None = None
    parent_message_id: UUID | None = None
    auto_generate_name: bool = True
    tried: AppConfig | None = None
    asset_version: str | None = None


@dataclass(frozen=True)
class Asking:
    """Who asks which app."""

    session: DbSession
    app: App
    owner: Owner
    settings: AnswerSettings

    @property
    def by_member(self) -> bool:
        """Somebody who builds the app tries it."""
        return self.owner.account_id is not None


@dataclass(frozen=True)
class Prepared:
    """What a question is answered with. `inputs`: checked; `files`: which are accepted; `run`: the input of the run.

    `introduction` and `variables` (columns of ConversationVariable) are what a new conversation begins with.
    """

    inputs: dict[str, Any]
    files: FileUpload
    run: dict[str, Any]
    model_config_id: UUID | None = None
    asset_version_id: UUID | None = None
    introduction: str = ""
    variables: Sequence[dict[str, Any]] = ()


class Answerer(Protocol):
    def prepare(self, asking: Asking, question: Question, conversation: Conversation | None) -> Prepared:
        """Check all of a question but its files, and write nothing: raise what keeps it from being answered.
        `conversation`: the one that it continues; it keeps the inputs that it began with.
        """
        ...

    def begun(self, asking: Asking, run: Run, message: Message) -> None:
        """The question is stored, in this transaction: store what else belongs to its run."""
        ...


answerers: Port[tuple[str, Answerer]] = Port("modes of apps, and what answers their questions")


def answerer_of(mode: str) -> Answerer | None:
    return dict(answerers.given()).get(mode)
