"""Answering: a question is checked and written down, a worker asks the model, and the answer is stored."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.conversations.answering import controllers
    from treeline.conversations.answering.executor import AnswerExecutor
    from treeline.conversations.answering.startup import load_libraries_early
    from treeline.runs import executors

    for kind, delta in (("chat", "message"), ("completion", "message"), ("agent-chat", "agent_message")):
        executors.register(kind, AnswerExecutor(delta))
    for routes in (controllers.chats, controllers.completions, controllers.tried_chats, controllers.tried_completions):
        flask_app.register_blueprint(routes)
    load_libraries_early(flask_app)
