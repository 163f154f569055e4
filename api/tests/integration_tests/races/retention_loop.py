"""Retention without a pause, in a process of its own, which others tell when.

Each line of its input is JSON and is answered with what has been removed since the last beginning, as JSON:
{"unnamed": 0.0, …}: begin, with these ages in seconds; true: go on; false: pause. It ends with its input.
"""

import json
import selectors
import sys
from collections import Counter
from datetime import timedelta

from treeline import create_app
from treeline.kernel import current
from treeline.retention.ages import Ages
from treeline.retention.service import RetentionService


def main() -> None:
    asked = selectors.DefaultSelector()
    asked.register(sys.stdin, selectors.EVENT_READ)
    service: RetentionService | None = None
    removed: Counter[str] = Counter()
    with create_app().app_context():
        while True:
            if service is not None:
                removed.update({done.kind: done.count for done in service.run()})
            if not asked.select(None if service is None else 0.005):
                continue
            line = sys.stdin.readline()
            if not line:
                return
            told = json.loads(line)
            if isinstance(told, dict):
                ages = Ages(**{name: timedelta(seconds=seconds) for name, seconds in told.items()})
                service, removed = RetentionService(current.storage(), ages), Counter()
            elif told is False:
                service = None
            print(json.dumps(removed), flush=True)


main()
