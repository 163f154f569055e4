"""Qdrant as tests have it (qdrant_server.py), in a process of its own that keeps what it was given in a folder.

    python -m tests.dying_store PORT FOLDER BATCH

In the middle of its BATCH-th write it is killed: half of the rows are there, and nobody was told. 0: never.
"""

import os
import signal
import sys
from collections import defaultdict
from typing import Any

from qdrant_client import QdrantClient

from tests.qdrant_server import FakeQdrant


class DyingQdrant(FakeQdrant):
    def __init__(self, port: int, folder: str, batch: int):
        super().__init__()
        self._port, self._batch = port, batch
        self.local = QdrantClient(path=folder)
        self.payload_indexes = defaultdict(dict)

    def _of_collection(self, name: str, method: str, rest: str, body: Any) -> Any:
        is_write = (method, rest) == ("PUT", "/points")
        self._batch -= is_write
        if is_write and self._batch == 0:
            half = len(body["batch"]["ids"]) // 2
            super()._of_collection(name, method, rest, {"batch": {key: of[:half] for key, of in body["batch"].items()}})
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._of_collection(name, method, rest, body)


if __name__ == "__main__":
    port, folder, batch = sys.argv[1:]
    with DyingQdrant(int(port), folder, int(batch)):
        signal.pause()
