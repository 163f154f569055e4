"""The app on a machine whose clock is wrong, by SHIFT seconds. Found by gunicorn and Celery."""

import os
import time

_right = time.time
time.time = lambda: _right() + float(os.environ["SHIFT"])

from app import app, celery  # noqa: E402  they are to see the wrong time

__all__ = ["app", "celery"]
