"""Apps of a workspace, whatever their mode, and the keys with which programs reach them."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps import controllers, tasks
    from treeline.apps.keys import controllers as keys
    from treeline.apps.keys import tasks as key_tasks

    del tasks, key_tasks
    for routes in (controllers.apps, controllers.one_app, keys.keys, keys.info):
        flask_app.register_blueprint(routes)
