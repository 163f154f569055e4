"""`/v1/assets`: what the console does with an app's files, once more for programs that hold a key of the app.

The routes are the console's own; the app comes from the key instead of the path.
"""

from collections.abc import Callable
from typing import Any

from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.assets.archives.controllers import archives
from treeline.assets.archives.service import AssetArchives
from treeline.assets.draft.access import asset_limits
from treeline.assets.draft.controllers import APP, assets, contents, uploads
from treeline.assets.draft.service import AppAssetService
from treeline.assets.packs.contents import AssetContents
from treeline.assets.packs.controllers import contents as many_contents
from treeline.assets.searching.controllers import searching
from treeline.assets.searching.service import TextSearch
from treeline.assets.skills.controllers import skills
from treeline.assets.skills.service import AssetSkills
from treeline.assets.sync.controllers import synced
from treeline.assets.sync.service import AssetSync
from treeline.assets.uploads.content import AssetContent
from treeline.assets.versions.content import VersionContent
from treeline.assets.versions.controllers import version_files, versions
from treeline.assets.versions.service import AssetVersions
from treeline.kernel.db import db
from treeline.kernel.storage import storage
from treeline.kernel.web import Routes

PREFIX = "/v1/assets"

# A key is nobody in particular: what it makes has no author.
KEYED: tuple[tuple[Routes, Callable[[App], Any]], ...] = (
    (assets, lambda app: AppAssetService(db.session, app, limits=asset_limits())),
    (contents, lambda app: AssetContent(app, storage(), limits=asset_limits())),
    (uploads, lambda app: AssetContent(app, storage(), limits=asset_limits())),
    (archives, lambda app: AssetArchives(app, storage(), limits=asset_limits())),
    (many_contents, lambda app: AssetContents(app, storage())),
    (synced, lambda app: AssetSync(AppAssetService(db.session, app, limits=asset_limits()))),
    (versions, lambda app: AssetVersions(db.session, app, limits=asset_limits())),
    (version_files, lambda app: VersionContent(app, storage(), limits=asset_limits())),
    (skills, lambda app: AssetSkills(app, storage())),
    (searching, lambda app: TextSearch(app, storage())),
)


def keyed_routes() -> list[Routes]:
    return [_keyed(routes, make) for routes, make in KEYED]


def _keyed(routes: Routes, make: Callable[[App], Any]) -> Routes:
    def scope(can: str) -> Any:
        return make(key_app(can))

    prefix = (routes.url_prefix or "").replace(APP, PREFIX)
    return routes.mirrored(f"v1_{routes.name}", prefix, access=APP_KEY, scope=scope)
