"""Reads the steps of a run wherever they are. No transaction may be open: the storage may be slow."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.files.errors import BytesMissing
from treeline.files.service import read_part
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.workflows.archive.lines import Damaged, Head, unpacked
from treeline.workflows.errors import NodeNotFound
from treeline.workflows.logs.items import Item, items_of
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.models import WorkflowArchive, WorkflowStep
from treeline.workflows.running.ids import step_id

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ArchivedRun:
    """`steps`: JSON objects of their rows; `values`: JSON of the rows of large values."""

    steps: Sequence[dict[str, Any]]
    values: Sequence[bytes]


def archive_of(session: DbSession, run_id: UUID) -> WorkflowArchive | None:
    return session.scalars(select(WorkflowArchive).where(WorkflowArchive.run_id == run_id)).one_or_none()


class StepLogs:
    """The steps of one app's runs. Each method opens transactions of its own."""

    def __init__(self, app: App):
        self.app = app

    def steps(self, run_id: UUID, frame: str | None = None) -> Sequence[WorkflowStep]:
        """In the order in which they were begun: all, or those of one frame. Raises RunNotFound, BytesMissing."""
        # What is not there when the steps are read has been archived by the time that the archive is looked for.
        with unit_of_work() as session:
            steps = RunLogs(session, self.app).steps(run_id, frame)
            found = archive_of(session, run_id) if not steps else None
        return steps if found is None else [step for step in _steps(found) if frame in (None, step.frame)]

    def items(self, run_id: UUID, container: str) -> list[Item]:
        """The items or rounds of a container, such as `it` or `it:7/loop`. Raises RunNotFound, BytesMissing."""
        with unit_of_work() as session:
            steps = RunLogs(session, self.app).steps_below(run_id, container)
            found = archive_of(session, run_id) if not steps else None
        return items_of(steps if found is None else _steps(found), container)

    def step(self, run_id: UUID, wanted: UUID) -> tuple[WorkflowStep, Mapping[str, Any]]:
        """A step, and its large values by their hashes. Raises RunNotFound, NodeNotFound, BytesMissing."""
        with unit_of_work() as session:
            logs = RunLogs(session, self.app)
            step = logs.step(run_id, wanted)
            if step is not None:
                return step, logs.values_of(step)
            found = archive_of(session, run_id)
        if found is not None:
            run = _read(found)
            for step in map(_step, run.steps):
                if step_id(run_id, step.frame, step.node_id, step.attempt) == wanted:
                    return step, {row["digest"]: row["value"] for row in map(json.loads, run.values)}
        raise NodeNotFound("This run has no such step.")

    def archived(self, run_id: UUID) -> ArchivedRun | None:
        """None for a run whose steps are in the database. Raises RunNotFound, BytesMissing."""
        with unit_of_work() as session:
            RunLogs(session, self.app).get(run_id)
            found = archive_of(session, run_id)
        return None if found is None else _read(found)


def _read(found: WorkflowArchive, *, values: bool = True) -> ArchivedRun:
    try:
        chunks = read_part(current.storage(), found.storage_key, 0, found.size)
        head, lines = unpacked(chunks)
        return _run(head, lines, values)
    except (Damaged, ValueError) as error:
        log.exception("the archive of run %s, object %s, is damaged", found.run_id, found.storage_key)
        raise BytesMissing("The steps of this run can't be read from the archive.") from error


def _run(head: Head, lines: Iterator[bytes], values: bool) -> ArchivedRun:
    steps = [json.loads(line) for line in islice(lines, head.steps)]
    return ArchivedRun(steps, list(lines) if values else ())


def _steps(found: WorkflowArchive) -> list[WorkflowStep]:
    return [_step(row) for row in _read(found, values=False).steps]


def _step(row: dict[str, Any]) -> WorkflowStep:
    times = {name: datetime.fromisoformat(row[name]) for name in ("started_at", "finished_at") if row[name]}
    return WorkflowStep(**row | times | {"run_id": UUID(row["run_id"])})
