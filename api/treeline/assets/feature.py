from treeline.apps import ports as apps
from treeline.assets.archives.controllers import archives
from treeline.assets.draft import removal
from treeline.assets.draft.controllers import assets
from treeline.assets.mcp.controllers import mcp
from treeline.assets.models import AssetNode
from treeline.assets.packs.controllers import contents as many_contents
from treeline.assets.packs.controllers import packs
from treeline.assets.requests import AssetRoutes
from treeline.assets.searching.controllers import searching
from treeline.assets.settings import AssetSettings
from treeline.assets.skills.controllers import skills
from treeline.assets.sync.controllers import synced
from treeline.assets.uploads.controllers import contents, linked, uploads
from treeline.assets.versions import removal as version_removal
from treeline.assets.versions.controllers import version_files, versions
from treeline.files import ports as files
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.web import Routes

ROUTES: list[Routes] = [
    assets,
    contents,
    uploads,
    linked,
    archives,
    many_contents,
    packs,
    synced,
    versions,
    version_files,
    skills,
    searching,
]

FEATURE = Feature(
    settings=AssetSettings,
    # What is about an app's files is there once for its members, and once for its keys.
    routes=[*ROUTES, *(routes.for_keys() for routes in ROUTES if isinstance(routes, AssetRoutes)), mcp],
    gives=[
        apps.created(removal.make_tree),
        apps.deleting(removal.forget_nodes, version_removal.forget_versions),
        files.blob_names(removal.named_by_nodes, version_removal.named_by_versions),
        named(
            Named("node_id", "file", AssetNode.id, AssetNode.name),
        ),
    ],
)
