from treeline.accounts.access import CONSOLE
from treeline.kernel.errors import Forbidden, InvalidInput
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.providers import errors, schemas
from treeline.providers.access import own_provider, own_providers
from treeline.providers.parameters import parameters_of
from treeline.providers.provider import ProviderSettings
from treeline.providers.service import ProviderService

CURRENT = "/console/api/workspaces/current"
workspace = Routes("model_providers", CURRENT, group="Model providers", access=CONSOLE, scope=own_providers)
provider = Routes(
    "model_provider",
    f"{CURRENT}/model-providers/<path:provider>",
    group="Model providers",
    access=CONSOLE,
    scope=own_provider,
)

UNKNOWN = [Forbidden, errors.ProviderNotFound]
SAVING = [*UNKNOWN, errors.CredentialsRefused, errors.CredentialNameTaken, InvalidInput]


@workspace.get("/model-providers", can="read", refusals=[Forbidden])
def list_providers(own: ProviderService, query: schemas.ByType) -> schemas.ProvidersOut:
    """List the model providers, their credential fields, and whether each is configured."""
    return schemas.ProvidersOut(data=[schemas.ProviderOut.of_state(each) for each in own.states(query.model_type)])


# Whoever curates knowledge bases chooses models too, and may see no apps.
@workspace.get("/models/model-types/<model_type>", can="belong", refusals=[errors.ModelNotFound])
def list_models_of_type(own: ProviderService, model_type: str) -> schemas.ModelsByType:
    """List the available models of a type: `llm`, `text-embedding` or `rerank`."""
    return schemas.ModelsByType.of(own.of_type(model_type), model_type)


@workspace.get("/default-model", can="belong")
def read_default_model(own: ProviderService, query: schemas.OfType) -> schemas.DefaultModelReply:
    """Get the default model."""
    return schemas.DefaultModelReply.of(query.model_type, own.default(query.model_type))


@workspace.post(
    "/default-model", can="manage", deed="default_model.change", refusals=[*UNKNOWN, errors.ModelNotSupported]
)
def choose_default_models(own: ProviderService, body: schemas.DefaultModelsIn) -> Done:
    """Set the default models. Without a model, clears the default."""
    own.choose_defaults([(each.model_type, each.provider, each.model) for each in body.model_settings])
    return DONE


@provider.get("/credentials", can="manage", refusals=[*UNKNOWN, errors.CredentialNotFound])
def read_credentials(own: ProviderSettings, query: schemas.ByCredential) -> schemas.CredentialsOut:
    """Get the active credential, or the one given by `credential_id`. Secrets are masked."""
    return schemas.CredentialsOut.model_validate(own.shown(query.credential_id))


@provider.post(
    "/credentials", can="manage", deed="model_credentials.create", status=201, transactional=False, refusals=SAVING
)
def add_credentials(own: ProviderSettings, body: schemas.CredentialsIn) -> schemas.CredentialAdded:
    """Add credentials. They are checked with the provider before saving. The first ones become active."""
    return schemas.CredentialAdded(credential_id=own.add(body.credentials, body.name))


@provider.put(
    "/credentials",
    can="manage",
    deed="model_credentials.change",
    transactional=False,
    refusals=[*SAVING, errors.CredentialNotFound],
)
def change_credentials(own: ProviderSettings, body: schemas.CredentialsChange) -> Done:
    """Update credentials. They are checked with the provider before saving. Masked secrets keep their values."""
    own.change(body.credential_id, body.credentials, body.name)
    return DONE


@provider.delete(
    "/credentials",
    can="manage",
    deed="model_credentials.delete",
    status=204,
    refusals=[*UNKNOWN, errors.CredentialNotFound],
)
def delete_credentials(own: ProviderSettings, body: schemas.CredentialChoice) -> None:
    """Delete credentials. If they were active, the oldest remaining ones become active."""
    own.remove(body.credential_id)


@provider.post(
    "/credentials/validate",
    can="manage",
    transactional=False,
    refusals=[*UNKNOWN, errors.CredentialNotFound, InvalidInput],
)
def validate_credentials(own: ProviderSettings, body: schemas.CredentialsCheck) -> schemas.CheckOut:
    """Check credentials with the provider without saving them."""
    refused = own.validate(body.credentials, body.credential_id)
    if refused is None:
        return schemas.CheckOut(result="success")
    return schemas.CheckOut(result="error", error=refused.message, details=refused.details)


@provider.post(
    "/credentials/switch",
    can="manage",
    deed="model_credentials.activate",
    transactional=False,
    refusals=[*UNKNOWN, errors.CredentialNotFound, errors.CredentialsRefused],
)
def switch_credentials(own: ProviderSettings, body: schemas.CredentialChoice) -> Done:
    """Switch to other credentials."""
    own.switch(body.credential_id)
    return DONE


@provider.post(
    "/preferred-provider-type",
    can="manage",
    deed="model_provider.change",
    refusals=[*UNKNOWN, errors.SystemProviderRefused],
)
def choose_provider_type(own: ProviderSettings, body: schemas.ProviderTypeChoice) -> Done:
    """Set the provider type. Only `custom` is supported."""
    own.choose_type(body.preferred_provider_type)
    return DONE


@provider.get("/models", can="read", refusals=UNKNOWN)
def list_models(own: ProviderSettings) -> schemas.ModelsOut:
    """List the provider's models: those it lists, and those added in this workspace."""
    return schemas.ModelsOut(data=[schemas.ModelOut.of(each) for each in own.models()])


@provider.post("/models", can="manage", deed="model.change", refusals=[*UNKNOWN, errors.ModelNotSupported])
def set_model(own: ProviderSettings, body: schemas.ModelIn) -> Done:
    """Add a model that the provider doesn't list, or set a model's prices and context size."""
    own.set_model(body.model, body.model_type, body.properties())
    return DONE


@provider.delete("/models", can="manage", deed="model.delete", status=204, refusals=[*UNKNOWN, errors.ModelNotFound])
def delete_model(own: ProviderSettings, body: schemas.ModelRef) -> None:
    """Remove a model and its settings. Models the provider lists return the next time credentials are saved."""
    own.remove_model(body.model, body.model_type)


@provider.patch("/models/enable", can="manage", deed="model.enable", refusals=[*UNKNOWN, errors.ModelNotFound])
def enable_model(own: ProviderSettings, body: schemas.ModelRef) -> Done:
    """Enable a model."""
    own.enable_model(body.model, body.model_type, enabled=True)
    return DONE


@provider.patch("/models/disable", can="manage", deed="model.disable", refusals=[*UNKNOWN, errors.ModelNotFound])
def disable_model(own: ProviderSettings, body: schemas.ModelRef) -> Done:
    """Disable a model."""
    own.enable_model(body.model, body.model_type, enabled=False)
    return DONE


@provider.get("/models/parameter-rules", can="read", refusals=UNKNOWN)
def read_parameter_rules(own: ProviderSettings, query: schemas.OfModel) -> schemas.ParameterRules:
    """List the parameters of the provider's models and their ranges."""
    return schemas.ParameterRules(data=[schemas.ParameterRule.of(each) for each in parameters_of(own.kind.id)])
