"""The app on a machine whose clock is wrong, by SHIFT seconds. Found by gunicorn and Celery."""

import os
import time
from datetime import timedelta

SHIFT = float(os.environ["SHIFT"])
_right, _right_ns = time.time, time.time_ns
time.time = lambda: _right() + SHIFT
time.time_ns = lambda: _right_ns() + int(SHIFT * 1e9)

from app import app, celery  # noqa: E402  they are to see the wrong time
from treeline.kernel import clock  # noqa: E402  the same

clock.travel(timedelta(seconds=SHIFT))

__all__ = ["app", "celery"]
