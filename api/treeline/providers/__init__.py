"""Model providers: credentials, models, and the port through which everything else talks to a model."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.providers import models

    del models
