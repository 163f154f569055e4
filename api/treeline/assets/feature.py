from treeline.apps import ports as apps
from treeline.assets.archives.controllers import archives
from treeline.assets.draft import controllers, removal
from treeline.assets.mcp.controllers import mcp
from treeline.assets.packs import controllers as packs
from treeline.assets.searching.controllers import searching
from treeline.assets.service_api import keyed_routes
from treeline.assets.settings import AssetSettings
from treeline.assets.skills.controllers import skills
from treeline.assets.sync.controllers import synced
from treeline.assets.versions import removal as version_removal
from treeline.assets.versions.controllers import version_files, versions
from treeline.files import ports as files
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=AssetSettings,
    routes=[
        controllers.assets,
        controllers.contents,
        controllers.uploads,
        controllers.linked,
        archives,
        packs.contents,
        packs.packs,
        synced,
        versions,
        version_files,
        skills,
        searching,
        *keyed_routes(),
        mcp,
    ],
    gives=[
        apps.created(removal.make_tree),
        apps.deleting(removal.forget_nodes, version_removal.forget_versions),
        files.blob_names(removal.named_by_nodes, version_removal.named_by_versions),
    ],
)
