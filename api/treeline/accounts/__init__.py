"""Accounts, workspaces and logins: who is calling, and what may they do."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.accounts import controllers, tasks

    del tasks
    for routes in (controllers.entrance, controllers.account, controllers.workspaces):
        flask_app.register_blueprint(routes)
