from uuid import UUID

from treeline.apps.access import get_app
from treeline.assets.searching.service import TextSearch
from treeline.kernel import current


def text_search(app_id: UUID, can: str) -> TextSearch:
    return TextSearch(get_app(app_id, can), current.storage())
