from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from treeline.kernel.schemas import ContractBody, Query, Schema, Seen
from treeline.providers.kinds import KINDS, Kind
from treeline.providers.models import ProviderCredential, ProviderModel
from treeline.providers.parameters import Parameter
from treeline.providers.service import ProviderState

ModelType = Literal["llm", "text-embedding", "rerank"]
CredentialName = Annotated[Seen, Field(min_length=1, max_length=30)]
ModelName = Annotated[str, Field(min_length=1, max_length=255)]
Id = Annotated[UUID, Field(strict=False)]
MAX_FIELDS = 50
PriceIn = Annotated[Decimal, Field(strict=False, ge=0, le=1_000_000)]


class Text(Schema):
    en_US: str  # noqa: N815  the contract's spelling

    @classmethod
    def of(cls, text: str) -> "Text":
        return cls(en_US=text)


class ByType(Query):
    model_type: str | None = None


class OfType(Query):
    model_type: str


class OfModel(Query):
    model: str


class ByCredential(Query):
    credential_id: UUID | None = None


class CredentialsIn(ContractBody):
    """`credentials`: values by the field names of the provider's schema."""

    credentials: dict[str, Any] = Field(max_length=MAX_FIELDS)
    name: CredentialName | None = None


class CredentialsCheck(ContractBody):
    credentials: dict[str, Any] = Field(max_length=MAX_FIELDS)
    credential_id: Id | None = None


class CredentialsChange(CredentialsIn):
    credential_id: Id


class CredentialChoice(ContractBody):
    credential_id: Id


class ProviderTypeChoice(ContractBody):
    preferred_provider_type: Literal["custom", "system"]


class ModelRef(ContractBody):
    model: ModelName
    model_type: ModelType = "llm"


class ModelIn(ModelRef):
    """Prices are per million tokens."""

    context_size: int | None = Field(default=None, ge=1, le=100_000_000)
    input_price: PriceIn | None = None
    output_price: PriceIn | None = None
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")

    def properties(self) -> dict[str, Any]:
        given = self.model_dump(mode="json", include={"context_size", "input_price", "output_price", "currency"})
        return {name: value for name, value in given.items() if value is not None}


class DefaultModelIn(ContractBody):
    model_type: str
    provider: str | None = None
    model: ModelName | None = None

    @field_validator("provider", "model", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None


class DefaultModelsIn(ContractBody):
    model_settings: list[DefaultModelIn] = Field(max_length=20)


class CredentialAdded(Schema):
    result: Literal["success"] = "success"
    credential_id: UUID


class CredentialsOut(Schema):
    """A credential with masked secrets. All fields are null if there is none."""

    credentials: dict[str, str] | None = None
    credential_id: UUID | None = None
    credential_name: str | None = None


class CheckOut(Schema):
    result: Literal["success", "error"]
    error: str | None = None
    # As in an error: a host that an instance admin may allow, for one.
    details: list[dict[str, Any]] | None = None


class FieldOut(Schema):
    variable: str
    label: Text
    type: Literal["secret-input", "text-input"]
    required: bool
    default: str | None = None
    placeholder: Text | None = None


class CredentialSchemaOut(Schema):
    credential_form_schemas: list[FieldOut]


class NamedCredential(Schema):
    credential_id: UUID
    credential_name: str

    @classmethod
    def of(cls, credential: ProviderCredential) -> "NamedCredential":
        return cls(credential_id=credential.id, credential_name=credential.name)


class CustomConfiguration(Schema):
    status: Literal["active", "no-configure"]
    current_credential_id: UUID | None
    current_credential_name: str | None
    available_credentials: list[NamedCredential]


class SystemConfiguration(Schema):
    enabled: bool = False
    current_quota_type: None = None
    quota_configurations: list[Any] = Field(default_factory=list)


class ProviderName(Schema):
    provider: str
    label: Text
    supported_model_types: list[str]

    @classmethod
    def of(cls, kind: Kind) -> "ProviderName":
        return cls(provider=kind.id, label=Text.of(kind.label), supported_model_types=list(kind.model_types))


class Help(Schema):
    title: Text
    url: Text


class ProviderOut(ProviderName):
    help: Help | None
    configurate_methods: list[str]
    provider_credential_schema: CredentialSchemaOut
    preferred_provider_type: Literal["custom"] = "custom"
    custom_configuration: CustomConfiguration
    system_configuration: SystemConfiguration = SystemConfiguration()

    @classmethod
    def of_state(cls, state: ProviderState) -> "ProviderOut":
        kind, active = state.kind, state.active
        return cls(
            **ProviderName.of(kind).model_dump(),
            help=Help(title=Text.of("Get an API key"), url=Text.of(kind.help_url)) if kind.help_url else None,
            configurate_methods=["predefined-model", "customizable-model"],
            provider_credential_schema=credential_schema(kind),
            custom_configuration=CustomConfiguration(
                status="active" if active else "no-configure",
                current_credential_id=active.id if active else None,
                current_credential_name=active.name if active else None,
                available_credentials=[NamedCredential.of(each) for each in state.credentials],
            ),
        )


def credential_schema(kind: Kind) -> CredentialSchemaOut:
    return CredentialSchemaOut(
        credential_form_schemas=[
            FieldOut(
                variable=field.name,
                label=Text.of(field.label),
                type="secret-input" if field.secret else "text-input",
                required=field.required,
                placeholder=Text.of(field.placeholder) if field.placeholder else None,
            )
            for field in kind.fields
        ]
    )


class ProvidersOut(Schema):
    data: list[ProviderOut]


class ModelOut(Schema):
    """`fetch_from`: whether the provider lists the model or it was added by hand."""

    model: str
    label: Text
    model_type: str
    fetch_from: Literal["predefined-model", "customizable-model"]
    status: Literal["active", "disabled"]
    features: list[str] = Field(default_factory=list)
    model_properties: dict[str, Any]
    deprecated: bool = False

    @classmethod
    def of(cls, model: ProviderModel) -> "ModelOut":
        own: Mapping[str, Any] = model.properties
        chat = {"mode": "chat"} if model.model_type == "llm" else {}
        return cls(
            model=model.model,
            label=Text.of(model.model),
            model_type=model.model_type,
            fetch_from="customizable-model" if own.get("custom") else "predefined-model",
            status="active" if model.enabled else "disabled",
            model_properties={**chat, **{name: value for name, value in own.items() if name != "custom"}},
        )


class ModelsOut(Schema):
    data: list[ModelOut]


class ProviderModels(ProviderName):
    status: Literal["active"] = "active"
    models: list[ModelOut]


class ModelsByType(Schema):
    data: list[ProviderModels]

    @classmethod
    def of(cls, states: list[ProviderState], model_type: str) -> "ModelsByType":
        """Of the providers that can be asked, the models that may be used."""
        found = [
            (state.kind, [each for each in state.models if each.enabled and each.model_type == model_type])
            for state in states
            if state.active
        ]
        return cls(
            data=[
                ProviderModels(**ProviderName.of(kind).model_dump(), models=[ModelOut.of(each) for each in models])
                for kind, models in found
                if models
            ]
        )


class DefaultModelOut(Schema):
    model: str
    model_type: str
    provider: ProviderName


class DefaultModelReply(Schema):
    data: DefaultModelOut | None

    @classmethod
    def of(cls, model_type: str, chosen: tuple[str, str] | None) -> "DefaultModelReply":
        if chosen is None:
            return cls(data=None)
        provider, model = chosen
        return cls(data=DefaultModelOut(model=model, model_type=model_type, provider=ProviderName.of(KINDS[provider])))


class ParameterRule(Schema):
    name: str
    use_template: str
    label: Text
    type: Literal["float", "int", "string"]
    help: Text
    required: bool = False
    default: float | None
    min: float | None
    max: float | None
    precision: int
    options: list[str]

    @classmethod
    def of(cls, parameter: Parameter) -> "ParameterRule":
        return cls(
            name=parameter.name,
            use_template=parameter.name,
            label=Text.of(parameter.label),
            type=parameter.type,
            help=Text.of(parameter.help),
            default=parameter.default,
            min=parameter.min,
            max=parameter.max,
            precision=2 if parameter.type == "float" else 0,
            options=list(parameter.options),
        )


class ParameterRules(Schema):
    data: list[ParameterRule]
