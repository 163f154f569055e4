"""Retention without a pause, in a process of its own, which others tell when.

Each message is answered with what has been removed since the last beginning: {"unnamed": 0.0, …}: begin, with these
ages in seconds; true: go on; false: pause. It ends with its connection.
"""

import os
from collections import Counter
from datetime import timedelta
from multiprocessing.connection import Connection

from treeline import create_app
from treeline.kernel import current
from treeline.retention.ages import Ages
from treeline.retention.service import RetentionService


def run(asked: Connection, env: dict[str, str]) -> None:
    os.environ.update(env)
    service: RetentionService | None = None
    removed: Counter[str] = Counter()
    with create_app().app_context():
        while True:
            if service is not None:
                removed.update({done.kind: done.count for done in service.run()})
            if not asked.poll(None if service is None else 0.005):
                continue
            try:
                told = asked.recv()
            except EOFError:
                return
            if isinstance(told, dict):
                ages = Ages(**{name: timedelta(seconds=seconds) for name, seconds in told.items()})
                service, removed = RetentionService(current.storage(), ages), Counter()
            elif told is False:
                service = None
            asked.send(dict(removed))
