"""Runs: an answer being made by a worker, its lease, its stop, and the stream of its events."""

from flask import Flask


def register(flask_app: Flask) -> None:
    from treeline.runs import models

    del models
