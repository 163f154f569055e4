"""Celery's connection to Redis, with fixes for two cases in which kombu 5.7 would end a worker.

One is a task that outlives its connection: an AttributeError, after which the worker would take no more tasks, and
wait until its old ones end. Redis still has the messages, and the database their data: the sweeps find them. The other
is a malformed message: it is logged and dropped. And a worker takes no more from a queue than its lane allows.
"""

import logging
from collections.abc import Callable, Sequence
from queue import Empty
from typing import Any, ClassVar

from kombu.transport import TRANSPORT_ALIASES, redis, virtual
from kombu.utils import scheduling
from redis.exceptions import RedisError

from treeline.kernel.lanes import Limit, with_room

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


class QueueCycle(scheduling.round_robin_cycle):
    """The queues that a worker asks, in turn, without those of which it does as many tasks as its lane allows."""

    def __init__(self, channel: "Channel"):
        super().__init__()
        self.channel = channel

    def consume(self, n: int) -> list[str]:
        queues = super().consume(n)
        return with_room(queues, self.channel.busy(), Channel.limits) if Channel.limits else queues


class Channel(redis.Channel):
    QoS = QoS
    limits: ClassVar[Sequence[Limit]] = ()

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._queue_cycle = QueueCycle(self)

    def busy(self) -> list[str]:
        """The queue of each message that has been taken and not been done."""
        while True:
            try:
                taken = list((self.qos._delivered or {}).items())
            except RuntimeError:
                # A thread has just acknowledged one.
                continue
            return [each.delivery_info["routing_key"] for tag, each in taken if tag not in self.qos._dirty]

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)
        except (Empty, RedisError, OSError):
            raise
        except Exception:
            # It has left its queue, and nobody knows of it yet.
            log.exception("dropped an unreadable message")
            return True

    def basic_consume(self, queue: str, no_ack: bool, callback: Callable[[Any], Any], *args: Any, **more: Any) -> Any:
        def consumed(message: Any) -> Any:
            try:
                _check(message.payload)
                return callback(message)
            except (RedisError, OSError):
                raise
            except Exception:
                log.exception("dropped a message that is not a task")
                return message.acknowledged or message.reject()

        return super().basic_consume(queue, no_ack, consumed, *args, **more)


def _check(payload: Any) -> None:
    """What would fail in the pool, where nobody acknowledges it. Raises ValueError, TypeError."""
    args, kwargs, embedded = payload
    if not (isinstance(args, list) and isinstance(kwargs, dict) and isinstance(embedded, dict)):
        raise TypeError("A message has [args, kwargs, more].")


class Transport(redis.Transport):
    Channel = Channel


def register(limits: Sequence[Limit] = ()) -> None:
    """`limits`: of this process, if it is a worker."""
    Channel.limits = limits
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"
