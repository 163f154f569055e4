"""Conversations: questions and answers of chat, completion and agent apps, over console and service API."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.apps import extensions
    from treeline.conversations import answering, controllers, removal, tasks
    from treeline.conversations.feedbacks import controllers as feedbacks
    from treeline.conversations.logs import controllers as logs
    from treeline.conversations.naming import controllers as naming
    from treeline.conversations.statistics.controllers import statistics
    from treeline.conversations.variables import controllers as variables

    del tasks
    for routes in (
        controllers.conversations,
        controllers.messages,
        feedbacks.feedbacks,
        feedbacks.console_feedbacks,
        logs.chat_logs,
        logs.completion_logs,
        logs.message_logs,
        naming.named,
        naming.suggested,
        naming.console_suggested,
        statistics,
        variables.variables,
        variables.console_variables,
    ):
        flask_app.register_blueprint(routes)
    answering.register(flask_app)
    if removal.forget_conversations not in extensions.deleting:
        extensions.deleting.append(removal.forget_conversations)
