"""The asset tree of an app: folders and files, created many at a time, read and changed one at a time."""

from flask import Flask

from treeline.apps import extensions


def register(flask_app: Flask) -> None:
    from treeline.assets import controllers, removal
    from treeline.assets.archives.controllers import archives

    flask_app.register_blueprint(controllers.assets)
    flask_app.register_blueprint(controllers.contents)
    flask_app.register_blueprint(controllers.uploads)
    flask_app.register_blueprint(controllers.linked)
    flask_app.register_blueprint(archives)
    if removal.make_tree not in extensions.created:
        extensions.created.append(removal.make_tree)
        extensions.deleting.append(removal.forget_nodes)
