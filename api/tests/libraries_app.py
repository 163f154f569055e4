"""The app, in a worker that writes down which libraries it has loaded when it is ready. Found by Celery."""

import os
import sys
from pathlib import Path
from typing import Any

from celery.signals import worker_ready

from app import app, celery


@worker_ready.connect
def tell(**_: Any) -> None:
    Path(os.environ["LOADED"]).write_text("\n".join(sys.modules))


__all__ = ["app", "celery"]
