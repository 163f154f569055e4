"""The people whom a run waits for."""

import time
from collections.abc import Iterable
from uuid import UUID

from treeline.kernel.db import DbSession
from treeline.runs.executors import RunHandle
from treeline.runs.storing import stored
from treeline.workflows.engine.facts import Step
from treeline.workflows.forms.waiting import KnownForm, forms_of
from treeline.workflows.running.ids import step_id

# How often a run whose other branches go on looks for answers.
LOOK_SECONDS = 2.0


class People:
    """Of one run in one worker: its steps that wait, by the ids of their forms. `fresh`: those not told of yet."""

    def __init__(self, run: RunHandle):
        self.run = run
        self.waiting: dict[UUID, Step] = {}
        self.fresh: set[UUID] = set()
        self._looked = time.monotonic()

    def ask(self, step: Step) -> None:
        form_id = self._id(step)
        self.waiting[form_id] = step
        self.fresh.add(form_id)

    def go_on(self, steps: Iterable[Step]) -> None:
        """With those that a worker before has asked."""
        self.waiting |= {self._id(step): step for step in steps}

    def leave(self, step: Step) -> None:
        self.waiting.pop(self._id(step), None)

    def done(self, form: KnownForm) -> Step | None:
        """The step that waited for this answer; None if there is none any more, or no answer."""
        return self.waiting.pop(form.id, None) if form.is_over else None

    async def asked(self) -> list[KnownForm]:
        """The forms of those that were not told of yet, as they are stored."""
        fresh, self.fresh = self.fresh, set()
        forms = await stored(self.run, lambda session: forms_of(session, self.run.id, fresh))
        return [form for form in forms.values() if form.id in self.waiting]

    async def answers(self) -> list[KnownForm]:
        self._looked = time.monotonic()
        return await stored(self.run, self.answered)

    def answered(self, session: DbSession) -> list[KnownForm]:
        """What has been answered of what it waits for."""
        return [form for form in forms_of(session, self.run.id, list(self.waiting)).values() if form.is_over]

    @property
    def seconds(self) -> float | None:
        """Until the next look; None: nobody is asked."""
        return LOOK_SECONDS if self.waiting else None

    @property
    def is_due(self) -> bool:
        return bool(self.waiting) and time.monotonic() - self._looked >= LOOK_SECONDS

    def _id(self, step: Step) -> UUID:
        return step_id(self.run.id, step.frame, step.node.id, step.attempt)
