"""The asset tree of an app: folders and files, created many at a time, read and changed one at a time."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(flask_app: "Flask") -> None:
    # Imported here: the command line reads names.py and tree_hash.py, and starts without Flask and SQLAlchemy.
    from treeline.apps import extensions
    from treeline.assets.archives.controllers import archives
    from treeline.assets.draft import controllers, removal
    from treeline.assets.mcp.controllers import mcp
    from treeline.assets.packs import controllers as packs
    from treeline.assets.searching.controllers import searching
    from treeline.assets.service_api import keyed_routes
    from treeline.assets.skills.controllers import skills
    from treeline.assets.sync.controllers import synced
    from treeline.assets.versions.controllers import version_files, versions
    from treeline.assets.versions.removal import forget_versions

    flask_app.register_blueprint(controllers.assets)
    flask_app.register_blueprint(controllers.contents)
    flask_app.register_blueprint(controllers.uploads)
    flask_app.register_blueprint(controllers.linked)
    flask_app.register_blueprint(archives)
    flask_app.register_blueprint(packs.contents)
    flask_app.register_blueprint(packs.packs)
    flask_app.register_blueprint(synced)
    flask_app.register_blueprint(versions)
    flask_app.register_blueprint(version_files)
    flask_app.register_blueprint(skills)
    flask_app.register_blueprint(searching)
    for routes in (*keyed_routes(), mcp):
        flask_app.register_blueprint(routes)
    if removal.make_tree not in extensions.created:
        extensions.created.append(removal.make_tree)
        extensions.deleting.append(removal.forget_nodes)
        extensions.deleting.append(forget_versions)
