from uuid import UUID

from treeline.apps.models import App
from treeline.assets.searching.service import TextSearch
from treeline.kernel import current


def text_search(app: App, _: UUID | None) -> TextSearch:
    return TextSearch(app, current.storage())
