"""Conversations: questions and answers of chat, completion and agent apps, over console and service API."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.conversations import controllers, models, tasks
    from treeline.conversations.answering import controllers as answering
    from treeline.conversations.answering.executor import register_executors

    del models, tasks
    register_executors()
    answered = (answering.chats, answering.completions, answering.tried_chats, answering.tried_completions)
    for routes in (controllers.conversations, controllers.messages, *answered):
        flask_app.register_blueprint(routes)
