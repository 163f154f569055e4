"""Conversations: questions and answers of chat, completion and agent apps, over console and service API."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.conversations import models

    del models
