"""The asset tree of an app: folders and files, created many at a time, read and changed one at a time."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from treeline.kernel.web import Routes


def register(flask_app: "Flask") -> None:
    # Imported here: the command line reads names.py and tree_hash.py, and starts without Flask and SQLAlchemy.
    from treeline.apps import extensions
    from treeline.assets.draft.removal import forget_nodes, make_tree
    from treeline.assets.versions.removal import forget_versions

    for each in routes():
        flask_app.register_blueprint(each)
    if make_tree not in extensions.created:
        extensions.created.append(make_tree)
        extensions.deleting.append(forget_nodes)
        extensions.deleting.append(forget_versions)


def routes() -> "list[Routes]":
    """All routes; those on the files of an app once for its members and once for its keys."""
    from treeline.assets.archives.controllers import archives
    from treeline.assets.draft.controllers import assets
    from treeline.assets.mcp.controllers import mcp
    from treeline.assets.packs.controllers import contents as many_contents
    from treeline.assets.packs.controllers import packs
    from treeline.assets.requests import AssetRoutes
    from treeline.assets.searching.controllers import searching
    from treeline.assets.skills.controllers import skills
    from treeline.assets.sync.controllers import synced
    from treeline.assets.uploads.controllers import contents, linked, uploads
    from treeline.assets.versions.controllers import version_files, versions

    files: list[Routes] = [
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
    return [*files, *(each.for_keys() for each in files if isinstance(each, AssetRoutes)), mcp]
