"""Retention without a pause, in a process of its own: `retention_loop.py '{"unnamed": 0.0}'`, ages in seconds.

Answers each line of its input with what it has removed so far, as JSON, and ends with its input.
"""

import json
import selectors
import sys
from collections import Counter
from datetime import timedelta

from treeline import create_app
from treeline.kernel.storage import storage
from treeline.retention.ages import Ages
from treeline.retention.service import RetentionService


def main() -> None:
    ages = Ages(**{name: timedelta(seconds=seconds) for name, seconds in json.loads(sys.argv[1]).items()})
    asked = selectors.DefaultSelector()
    asked.register(sys.stdin, selectors.EVENT_READ)
    removed: Counter[str] = Counter()
    with create_app().app_context():
        service = RetentionService(storage(), ages)
        while True:
            removed.update({done.kind: done.count for done in service.run()})
            removed["runs"] += 1
            if asked.select(0.005):
                if not sys.stdin.readline():
                    return
                print(json.dumps(removed), flush=True)


main()
