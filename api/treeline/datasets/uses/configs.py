"""The knowledge bases that an app's config names, and how it searches them."""

from uuid import UUID

from pydantic import ValidationError

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.datasets.models import Dataset
from treeline.datasets.retrieval.asking import options_of
from treeline.datasets.uses.asked import AppSearch
from treeline.datasets.uses.binding import bind, require_readable
from treeline.datasets.uses.deciding import Decider
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import details_of
from treeline.providers.port import ModelRuntime

PATH = "dataset_configs"


def search_of(config: AppConfig) -> AppSearch:
    """Raises InvalidInput."""
    given = dict(config.dataset_configs.model_extra or {})
    if given.pop("metadata_filtering_mode", None) != "manual":
        given.pop("metadata_filtering_conditions", None)
    try:
        return AppSearch.model_validate(given)
    except ValidationError as error:
        details = [{**each, "path": f"{PATH}.{each['path']}"} for each in details_of(error)]
        raise InvalidInput(f"{details[0]['path']}: {details[0]['message']}", details) from error


def decider_of(config: AppConfig, model: ModelRuntime) -> Decider | None:
    """What the app's model decides of its searches; None for nothing."""
    given = config.dataset_configs.model_extra or {}
    chooses, filters = given.get("retrieval_model") == "single", given.get("metadata_filtering_mode") == "automatic"
    return Decider(model, chooses, filters) if chooses or filters else None


def knowledge_is_there(session: DbSession, app: App, config: AppConfig, by: UUID | None) -> None:
    """A config names knowledge bases that whoever says so may read. Raises DatasetNotFound, InvalidInput."""
    ids = config.dataset_configs.dataset_ids
    if ids:
        require_readable(session, app, ids, by)
        options_of(Dataset(), search_of(config).over(None))


def bind_config(session: DbSession, app: App, config: AppConfig, by: UUID | None) -> None:
    bind(session, app, config.dataset_configs.dataset_ids, by)
