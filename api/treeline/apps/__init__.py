"""Apps of a workspace, whatever their mode, and the keys with which programs reach them."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps import controllers, tasks
    from treeline.apps.configs import models as configs
    from treeline.apps.end_users import models as end_users
    from treeline.apps.keys import controllers as keys
    from treeline.apps.keys import tasks as key_tasks
    from treeline.apps.sites import models as sites

    del tasks, key_tasks, configs, end_users, sites
    for routes in (controllers.apps, controllers.one_app, keys.keys, keys.info):
        flask_app.register_blueprint(routes)
