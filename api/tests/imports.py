"""Imported once by what the programs of tests/warm.py are forked from: what they would import, each for itself."""

import gc
import os
from importlib import import_module

from treeline import FEATURES
from treeline.kernel.web import Operation
from treeline.settings import ROOT

LIBRARIES = [
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.thread",
    "celery.fixups.django",
    "flask_cors",
    "flask_migrate",
    "gunicorn.app.wsgiapp",
    "psycopg2",
    "pydantic_ai.direct",
    "pydantic_ai.models.openai",
    "pydantic_ai.providers.openai",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "treeline.kernel.server.worker",
]

# gunicorn remembers where it was imported.
os.chdir(ROOT / "api")
for name in [*LIBRARIES, *(f"treeline.{name}.feature" for name in FEATURES)]:
    import_module(name)
for operation in [each for each in gc.get_objects() if isinstance(each, Operation)]:
    operation.prepare()
# The children need not look at it, nor copy its pages.
gc.freeze()
