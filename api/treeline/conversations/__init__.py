"""Conversations: questions and answers of chat, completion and agent apps, over console and service API."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.conversations import controllers, models, tasks

    del models, tasks
    for routes in (controllers.conversations, controllers.messages):
        flask_app.register_blueprint(routes)
