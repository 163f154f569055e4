"""Celery: the queues, and how to declare a task. A task has a name, a queue and optionally a schedule."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import Celery, Task, shared_task
from celery.schedules import crontab
from celery.signals import before_task_publish
from flask import Flask
from kombu.entity import Exchange, Queue
from redis.exceptions import RedisError
from structlog.contextvars import bound_contextvars

from treeline.kernel import broker
from treeline.kernel.db import unit_of_work
from treeline.kernel.lanes import LANES, QUEUES
from treeline.kernel.redis_clock import RedisClock
from treeline.kernel.settings import KernelSettings

# Seconds, or the name of a setting that has them, or a crontab.
Every = float | str | crontab


def task(
    name: str, *, queue: str, every: Every | None = None, transactional: bool = True, **options: Any
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a task, named `feature.verb`. It may run twice: it finds its state and lets exceptions fly.

    `every`: for Beat. `transactional=False`: the task opens its own short units of work.
    """
    if queue not in QUEUES:
        raise ValueError(f"{name}: unknown queue: {queue}")
    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
        raise ValueError(f"{name}: a task is named feature.verb")
    return shared_task(name=name, runs_on=queue, every=every, transactional=transactional, **options)


def create_celery(flask_app: Flask, settings: KernelSettings) -> Celery:
    """The Celery app, to be made when every feature has declared its tasks."""

    class FlaskTask(Task):
        transactional = True
        runs_on = ""
        every: Every | None = None

        def __call__(self, *args: object, **kwargs: object) -> object:
            with flask_app.app_context(), bound_contextvars(task=self.name, task_id=self.request.id):
                if not self.transactional:
                    return self.run(*args, **kwargs)
                with unit_of_work():
                    return self.run(*args, **kwargs)

    broker.register(LANES[settings.worker_lane].limits if settings.worker_lane else ())
    celery = Celery("treeline", task_cls=FlaskTask)
    celery.conf.update(
        broker_url=settings.broker_url,
        broker_connection_retry_on_startup=True,
        # A Redis that is away, full or cannot write is waited for, however long: the worker could do nothing better.
        broker_connection_max_retries=None,
        broker_channel_error_retry=True,
        # Recovery belongs to the database's sweeps: redelivery must not start a long task a second time.
        broker_transport_options={"visibility_timeout": 6 * 3600, "socket_connect_timeout": 5},
        task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
        task_default_queue="retention",
        task_create_missing_queues=False,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        # Some three seconds: a Redis that is started anew is back by then.
        task_publish_retry_policy={"max_retries": 7, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.8},
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        beat_scheduler="treeline.kernel.schedule:Scheduler",
        beat_schedule_filename=str(settings.treeline_data / "celerybeat-schedule"),
        timezone="UTC",
    )
    declared = {name: each for name, each in celery.tasks.items() if getattr(each, "runs_on", "")}
    celery.conf.task_routes = {name: {"queue": each.runs_on} for name, each in declared.items()}
    celery.conf.beat_schedule = {
        name: {"task": name, "schedule": getattr(settings, each.every) if isinstance(each.every, str) else each.every}
        for name, each in declared.items()
        if each.every
    }
    _stamp_messages(RedisClock(flask_app.extensions["redis"]))
    celery.set_default()
    flask_app.extensions["celery"] = celery
    return celery


def _stamp_messages(clock: RedisClock) -> None:
    """Each says since when it waits, by the clock of those who look at the queues."""

    @before_task_publish.connect(weak=False, dispatch_uid="treeline-enqueued-at")
    def stamp(headers: dict[str, Any], **_: object) -> None:
        with suppress(RedisError):
            headers["enqueued_at"] = clock.now()
