"""The schema of a config, which clients call `model_config`: its fields, their limits and defaults.

Unsupported features are accepted if they are disabled, so that exported apps can be imported unchanged.
"""

from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator, model_validator

from treeline.apps.configs.fields import FormField
from treeline.apps.configs.models import AppModelConfig
from treeline.apps.configs.parts import Open, Part, VariableName
from treeline.apps.configs.types import fits, nothing
from treeline.kernel.schemas import Done, Schema, Timestamp
from treeline.kernel.validation import invalid

MAX_PROMPT = 200_000
# Of choices of which there are few, each perhaps twice.
MAX_CHOICES = 20
MAX_DATASETS = 20
FileType = Literal["image", "document", "audio", "video", "custom"]
TransferMethod = Literal["local_file", "remote_url"]
ValueType = Literal["string", "number", "boolean", "object", "array[string]", "array[number]", "array[object]"]


def _both_ways() -> list[TransferMethod]:
    return ["remote_url", "local_file"]


def _usual_types() -> list[FileType]:
    return ["image", "document"]


class ModelChoice(Part):
    provider: str = Field(min_length=1, max_length=255)
    name: str = Field(min_length=1, max_length=255)
    mode: Literal["chat", "completion"] = "chat"
    completion_params: dict[str, Any] = Field(default_factory=dict, max_length=100)


class Switch(Part):
    enabled: bool = False


class Unavailable(Open):
    """A feature that is not supported yet."""

    enabled: bool = False

    @field_validator("enabled")
    @classmethod
    def _disabled(cls, enabled: bool) -> bool:
        if enabled:
            raise invalid("feature_missing", "not supported yet: leave it disabled")
        return enabled


class ImageUpload(Switch):
    number_limits: int = Field(default=3, ge=1, le=20)
    detail: Literal["low", "high", "auto"] = "low"
    transfer_methods: list[TransferMethod] = Field(default=["remote_url", "local_file"], max_length=MAX_CHOICES)


class FileUpload(Switch):
    """Which files can be attached to a message. `image` alone is the older format."""

    allowed_file_types: list[FileType] = Field(default=["image", "document"], max_length=MAX_CHOICES)
    allowed_file_extensions: list[str] = Field(default_factory=list, max_length=1000)
    allowed_file_upload_methods: list[TransferMethod] = Field(
        default=["remote_url", "local_file"], max_length=MAX_CHOICES
    )
    number_limits: int = Field(default=3, ge=1, le=20)
    image: ImageUpload = ImageUpload()

    @property
    def allowed(self) -> bool:
        return self.enabled or self.image.enabled

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(self.allowed_file_types) if self.enabled else ("image",)

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(self.allowed_file_upload_methods if self.enabled else self.image.transfer_methods)

    @property
    def most(self) -> int:
        return self.number_limits if self.enabled else self.image.number_limits


class AgentTool(Part):
    """A tool of one of the workspace's MCP servers (`mcp`) or OpenAPI documents (`api`) that the agent can call."""

    provider_type: Literal["mcp", "api"]
    provider_id: str = Field(min_length=1, max_length=255)
    tool_name: str = Field(min_length=1, max_length=255)
    enabled: bool = True


class AgentMode(Part):
    enabled: bool = True
    strategy: Literal["function_call", "function-calling", "react", "router"] = "function_call"
    max_iteration: int = Field(default=10, ge=1, le=100)
    max_seconds: int = Field(default=300, ge=1, le=3600)
    max_tokens: int = Field(default=200_000, ge=1)
    # Whether it may list, read and search its files, and use the skills among them.
    assets: bool = True
    skills: bool = True
    tools: list[AgentTool] = Field(default=[], max_length=100)


class Retrieval(Open):
    """The knowledge bases that answers draw on; how they are searched is for their feature to read."""

    datasets: dict[str, Any] = Field(default_factory=dict)

    @field_validator("datasets")
    @classmethod
    def _named(cls, datasets: dict[str, Any]) -> dict[str, Any]:
        try:
            named = _dataset_ids(datasets)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            told = "list each knowledge base as an object `dataset` with an ID in `id`, and with `enabled`"
            raise invalid("knowledge_datasets", told) from error
        if len(named) > MAX_DATASETS:
            raise invalid("knowledge_too_many", "use at most {most} knowledge bases", most=MAX_DATASETS)
        return datasets

    @property
    def dataset_ids(self) -> list[UUID]:
        """Those that are on, each once."""
        return _dataset_ids(self.datasets)


def _dataset_ids(datasets: dict[str, Any]) -> list[UUID]:
    named = [each["dataset"] for each in datasets.get("datasets") or ()]
    return list(dict.fromkeys(UUID(each["id"]) for each in named if each.get("enabled", True)))


class DeclaredVariable(Part):
    """A variable with a value per conversation; `value` is the initial value."""

    name: VariableName
    value_type: ValueType = "string"
    value: Any = None
    description: str = Field(default="", max_length=255)

    @model_validator(mode="after")
    def _of_its_type(self) -> Self:
        if self.value is None:
            self.value = nothing(self.value_type)
        elif not fits(self.value_type, self.value):
            raise invalid("variable_value", "value must be of type {value_type}", value_type=self.value_type)
        return self


class AppConfig(Part):
    """An app's config."""

    model: ModelChoice | None = None
    pre_prompt: str = Field(default="", max_length=MAX_PROMPT)
    prompt_type: Literal["simple"] = "simple"
    user_input_form: list[FormField] = Field(default=[], max_length=100)
    opening_statement: str = Field(default="", max_length=10_000)
    suggested_questions: list[str] = Field(default=[], max_length=10)
    suggested_questions_after_answer: Switch = Switch()
    file_upload: FileUpload = FileUpload()
    agent_mode: AgentMode = AgentMode()
    conversation_variables: list[DeclaredVariable] = Field(default=[], max_length=100)
    # The number of the version of its files that it is pinned to; without one it follows the active version.
    asset_version: int | None = Field(default=None, ge=1)
    speech_to_text: Unavailable = Unavailable()
    text_to_speech: Unavailable = Unavailable()
    more_like_this: Unavailable = Unavailable()
    sensitive_word_avoidance: Unavailable = Unavailable()
    annotation_reply: Unavailable = Unavailable()
    # Whether answers name their sources.
    retriever_resource: Switch = Switch()
    dataset_configs: Retrieval = Retrieval()
    # Of a completion: the input that is searched for.
    dataset_query_variable: str = Field(default="", max_length=100)

    @field_validator("prompt_type", mode="before")
    @classmethod
    def _simple(cls, value: Any) -> Any:
        if value == "advanced":
            raise invalid("prompt_type", "multi-message prompts are not supported: use pre_prompt")
        return value

    @field_validator("user_input_form", "conversation_variables")
    @classmethod
    def _each_name_once(cls, given: list[Any], info: ValidationInfo) -> list[Any]:
        names = [each.variable if isinstance(each, FormField) else each.name for each in given]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise invalid(
                "names_twice",
                "{names} appears more than once in {field}",
                names=", ".join(twice),
                field=info.field_name,
            )
        return given

    @classmethod
    def of(cls, row: AppModelConfig | None) -> Self:
        """The config in a row, or the defaults of an app that has none."""
        return cls.model_validate(row.config if row else {})

    def as_sent(self) -> dict[str, Any]:
        """As clients know it, and as it is stored."""
        return {
            **self.model_dump(mode="json"),
            "user_input_form": [field.wrapped() for field in self.user_input_form],
        }


class ConfigPublished(Done):
    id: UUID


class ConfigOut(Schema):
    """A published config. `current`: whether the app uses it now."""

    id: UUID
    config: dict[str, Any]
    current: bool
    created_at: Timestamp
    created_by: UUID | None

    @classmethod
    def of(cls, row: AppModelConfig, current_id: UUID | None) -> Self:
        return cls(
            id=row.id,
            config=row.config,
            current=row.id == current_id,
            created_at=row.created_at,
            created_by=row.created_by,
        )
