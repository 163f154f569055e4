"""Celery's way to Redis, for one thing that kombu 5.7 gets wrong: a task that outlives its connection.

kombu then fails with an AttributeError, which Celery takes for its own end: the worker would take no more tasks, and
stay for as long as its old ones last. Redis has the messages still, and the database what belongs to them: the sweeps
find it.
"""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis, virtual


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


class Transport(redis.Transport):
    Channel = Channel


def register() -> None:
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"
