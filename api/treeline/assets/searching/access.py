from uuid import UUID

from treeline.apps.models import App
from treeline.assets.searching.service import TextSearch
from treeline.kernel.storage import storage


def text_search(app: App, _: UUID | None) -> TextSearch:
    return TextSearch(app, storage())
