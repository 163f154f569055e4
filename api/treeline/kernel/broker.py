"""Celery's way to Redis, for two things that kombu 5.7 takes for a worker's end.

One is a task that outlives its connection: an AttributeError, after which the worker would take no more tasks, and stay
for as long as its old ones last. Redis has the messages still, and the database what belongs to them: the sweeps find
it. The other is a message that is none: it is logged and dropped.
"""

import logging
from collections.abc import Callable
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis, virtual
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class QoS(redis.QoS):
    @property
    def gone(self) -> bool:
        return self.channel.connection.client is None

    def ack(self, delivery_tag: str) -> None:
        if self.gone:
            virtual.QoS.ack(self, delivery_tag)
        else:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if self.gone:
            virtual.QoS.ack(self, delivery_tag)
        else:
            super().reject(delivery_tag, requeue)

    def restore_unacked(self, client: Any = None) -> None:
        if not self.gone:
            super().restore_unacked(client)
        elif self._delivered:
            self._delivered.clear()


class Channel(redis.Channel):
    QoS = QoS

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)
        except (Empty, RedisError, OSError):
            raise
        except Exception:
            # It has left its queue, and nobody knows of it yet.
            log.exception("a message that cannot be read was dropped")
            return True

    def basic_consume(self, queue: str, no_ack: bool, callback: Callable[[Any], Any], *args: Any, **more: Any) -> Any:
        def consumed(message: Any) -> Any:
            try:
                _check(message.payload)
                return callback(message)
            except (RedisError, OSError):
                raise
            except Exception:
                log.exception("a message that is no task was dropped")
                return message.acknowledged or message.reject()

        return super().basic_consume(queue, no_ack, consumed, *args, **more)


def _check(payload: Any) -> None:
    """What would fail in the pool, where nobody acknowledges it. Raises ValueError, TypeError."""
    args, kwargs, embedded = payload
    if not (isinstance(args, list) and isinstance(kwargs, dict) and isinstance(embedded, dict)):
        raise TypeError("A message has [args, kwargs, more].")


class Transport(redis.Transport):
    Channel = Channel


def register() -> None:
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"
