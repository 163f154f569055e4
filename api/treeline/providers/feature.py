from treeline.apps import ports as apps
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.providers import controllers
from treeline.providers.checks import model_is_there
from treeline.providers.credentials import SEALED
from treeline.providers.settings import AttachmentSettings

FEATURE = Feature(
    settings=AttachmentSettings,
    routes=[controllers.workspace, controllers.provider],
    gives=[apps.config_checks(model_is_there), sealed_columns(SEALED)],
)
