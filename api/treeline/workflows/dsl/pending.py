"""Imports that wait for a person's yes: documents that are newer than what is known here."""

import json
from typing import Any
from uuid import UUID

from redis import Redis

SECONDS = 600


class PendingImports:
    """Those of one workspace, for ten minutes each."""

    def __init__(self, redis: Redis, workspace_id: UUID):
        self.redis, self.workspace_id = redis, workspace_id

    def add(self, import_id: UUID, waiting: dict[str, Any]) -> None:
        self.redis.set(self._key(import_id), json.dumps(waiting), ex=SECONDS)

    def take(self, import_id: UUID) -> dict[str, Any] | None:
        """Once: of two who say yes, one gets it."""
        found: Any = self.redis.getdel(self._key(import_id))
        return json.loads(found) if found else None

    def _key(self, import_id: UUID) -> str:
        return f"treeline:app-import:{self.workspace_id}:{import_id}"
