"""Builds the web console next to a running instance; until then, the API shows a waiting page."""

import os
import time
from typing import Literal

from treeline.embedded.child import Child
from treeline.embedded.lock import DataLock
from treeline.settings import ROOT, Settings

SCRIPT = ROOT / "dev" / "build-console"
GRACE_SECONDS = 2


class ConsoleBuild:
    """One run of dev/build-console, which does nothing where nothing is to be done."""

    def __init__(self, settings: Settings, lock: DataLock):
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        log = settings.treeline_data / "logs" / "console.log"
        self.child = Child("console", [str(SCRIPT)], log, lock, folder=ROOT, env=env, patience=1)
        self.state: Literal["", "building", "failed"] = ""

    def start(self) -> None:
        """Returns when it is clear whether there is anything to do."""
        self.child.log.unlink(missing_ok=True)
        self.child.start()
        self.state = "building"
        deadline = time.monotonic() + GRACE_SECONDS
        while self.child.alive and time.monotonic() < deadline:
            time.sleep(0.02)
        self.look()

    def look(self) -> bool:
        """Whether it has just ended."""
        if self.state != "building" or self.child.alive or self.child.process is None:
            return False
        self.state = "failed" if self.child.process.returncode else ""
        return True
