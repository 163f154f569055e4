"""Apps of a workspace, whatever their mode, and the keys with which programs reach them."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps import controllers, extensions, tasks
    from treeline.apps.configs import controllers as configs
    from treeline.apps.keys import controllers as keys
    from treeline.apps.keys import tasks as key_tasks
    from treeline.apps.sites import controllers as sites
    from treeline.apps.sites.service import make_site

    del tasks, key_tasks
    for routes in (controllers.apps, controllers.one_app, configs.configs, keys.keys, keys.info):
        flask_app.register_blueprint(routes)
    flask_app.register_blueprint(sites.site)
    flask_app.register_blueprint(sites.public_site)
    if make_site not in extensions.created:
        extensions.created.append(make_site)
