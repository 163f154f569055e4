"""When and from where keys were last used: recorded in Redis by every request, and written to the table by a task."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

import redis
from redis.exceptions import RedisError
from sqlalchemy import bindparam, or_, update

from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work

log = logging.getLogger(__name__)

# Forget what has been written, unless the key was used again meanwhile.
_FORGET = """
for i = 1, #ARGV, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end"""
_IP_LENGTH = 64


class Use(NamedTuple):
    at: datetime
    ip: str | None


class LastUses:
    """Of the keys of one table, or of what else is used. `noted`: where, in Redis. `at` and `ip`: its columns."""

    def __init__(
        self,
        client: redis.Redis,
        noted: str,
        table: Any,
        *,
        at: str = "last_used_at",
        ip: str | None = "last_used_ip",
    ):
        self.client, self.noted, self.table, self.at, self.ip = client, noted, table, at, ip

    def note(self, key_id: UUID, ip: str | None) -> None:
        """No reason to refuse a request: a Redis that is away is logged."""
        try:
            self.client.hset(self.noted, str(key_id), f"{now().timestamp()} {ip or ''}")
        except RedisError as error:
            log.warning("last use of key %s not recorded: %s", key_id, error)

    def flush(self) -> int:
        """Write what was noted to the table; how many keys. No transaction may be open.

        It is forgotten after the commit only: broken off anywhere, or run twice at once, it writes the same once more.
        """
        noted = cast(dict[bytes, bytes], self.client.hgetall(self.noted))
        if not noted:
            return 0
        uses: dict[UUID, Use] = {}
        for key, use in noted.items():
            # What is no use is forgotten with the others, and keeps none of them from being written.
            with suppress(ValueError, OverflowError):
                at, _, ip = use.decode().partition(" ")
                uses[UUID(key.decode())] = Use(datetime.fromtimestamp(float(at), UTC), ip[:_IP_LENGTH] or None)
        with unit_of_work() as session:
            self._write(session, uses)
        written: list[Any] = [part for pair in noted.items() for part in pair]
        self.client.eval(_FORGET, 1, self.noted, *written)
        return len(noted)

    def _write(self, session: DbSession, uses: Mapping[UUID, Use]) -> None:
        """An older use never replaces a newer one, and keys that are gone have no row."""
        table, last, at = self.table, getattr(self.table, self.at), bindparam("at")
        written = update(table).where(table.id == bindparam("key"), or_(last.is_(None), last < at))
        written = written.values({self.at: at} | ({self.ip: bindparam("ip")} if self.ip else {}))
        # In the order of their ids, so that two flushes never wait for each other.
        rows = [{"key": key, "at": use.at, "ip": use.ip} for key, use in sorted(uses.items())]
        session.connection().execute(written, rows)
