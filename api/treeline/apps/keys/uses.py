"""When API keys were last used: recorded in Redis by every request, and written to the table by a scheduled task."""

import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import redis
from redis.exceptions import RedisError

from treeline.apps.keys import postgres
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work

log = logging.getLogger(__name__)

NOTED = "treeline:api_token_uses"
# Forget what has been written, unless the key was used again meanwhile.
_FORGET = """
for i = 1, #ARGV, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end"""


class KeyUses:
    def __init__(self, client: redis.Redis):
        self.client = client

    def note(self, key_id: UUID) -> None:
        """No reason to refuse a request: a Redis that is away is logged."""
        try:
            self.client.hset(NOTED, str(key_id), str(now().timestamp()))
        except RedisError as error:
            log.warning("last use of key %s not recorded: %s", key_id, error)

    def flush(self) -> int:
        """Write what was noted to the table; how many keys. No transaction may be open.

        It is forgotten after the commit only: broken off anywhere, or run twice at once, it writes the same once more.
        """
        noted = cast(dict[bytes, bytes], self.client.hgetall(NOTED))
        if not noted:
            return 0
        uses: dict[UUID, datetime] = {}
        for key, at in noted.items():
            # What is no use is forgotten with the others, and keeps none of them from being written.
            with suppress(ValueError, OverflowError):
                uses[UUID(key.decode())] = datetime.fromtimestamp(float(at), UTC)
        with unit_of_work() as session:
            postgres.note_uses(session, uses)
        written: list[Any] = [part for pair in noted.items() for part in pair]
        self.client.eval(_FORGET, 1, NOTED, *written)
        return len(noted)
