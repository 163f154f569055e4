from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.ids import new_id
from treeline.kernel.settings import KernelSettings
from treeline.workflows.engine.values import coerce, from_json, to_json, type_of
from treeline.workflows.errors import NodeNotFound, VariableNotFound
from treeline.workflows.models import DraftVariable, Workflow, WorkflowStep
from treeline.workflows.running.masking import Mask, mask_of
from treeline.workflows.running.packing import unpacked
from treeline.workflows.running.reading import values_of

ROOTS = ("sys", "conversation")


class Inspector:
    """The values that one member sees in the draft of one app."""

    def __init__(self, session: DbSession, app: App, account_id: UUID):
        self.session, self.app, self.account_id = session, app, account_id

    def all(self, node_id: str | None = None) -> Sequence[DraftVariable]:
        """Of the draft, or of one node or root (`sys`, `conversation`)."""
        mine = select(DraftVariable).where(*self._mine)
        if node_id is not None:
            mine = mine.where(DraftVariable.node_id == node_id)
        return self.session.scalars(mine.order_by(DraftVariable.node_id, DraftVariable.name)).all()

    def require_node(self, node_id: str) -> None:
        """Raises NodeNotFound."""
        draft = select(Workflow.graph).where(Workflow.app_id == self.app.id, Workflow.state == "draft")
        graph = self.session.scalar(draft) or {}
        ids = {node.get("id") for node in graph.get("nodes") or () if isinstance(node, dict)}
        if node_id not in ids:
            raise NodeNotFound

    def get(self, variable_id: UUID) -> DraftVariable:
        """Raises VariableNotFound."""
        row = self.session.scalars(
            select(DraftVariable).where(*self._mine, DraftVariable.id == variable_id)
        ).one_or_none()
        if row is None:
            raise VariableNotFound
        return row

    def change(self, variable_id: UUID, value: Any) -> DraftVariable:
        """Raises VariableNotFound; InvalidInput for a value of another type."""
        row = self.get(variable_id)
        try:
            read = coerce(from_json(value), row.value_type)
        except ValueError as error:
            raise InvalidInput.at("value", "wrong_type", f"{error}.", accepted=row.value_type) from error
        row.value, row.edited, row.updated_at = to_json(read), True, now()
        return row

    def reset(self, variable_id: UUID) -> DraftVariable | None:
        """Back to what the node last gave; None, and gone, if no run is left that did. Raises VariableNotFound."""
        row = self.get(variable_id)
        step = self._last_step(row)
        outputs = _outputs(self.session, step) if step is not None else {}
        if row.name not in outputs:
            self.session.delete(row)
            return None
        row.value, row.edited, row.updated_at = to_json(outputs[row.name]), False, now()
        return row

    def forget(self, *, node_id: str | None = None, variable_id: UUID | None = None) -> None:
        which = list(self._mine)
        if node_id is not None:
            which.append(DraftVariable.node_id == node_id)
        if variable_id is not None:
            which.append(DraftVariable.id == variable_id)
        self.session.execute(delete(DraftVariable).where(*which))

    def mask(self, settings: KernelSettings) -> Mask:
        """Of the draft's secrets."""
        draft = select(Workflow).where(Workflow.app_id == self.app.id, Workflow.state == "draft")
        return mask_of(self.session.scalars(draft).one_or_none(), settings)

    def values(self) -> dict[str, dict[str, Any]]:
        """{node: {name: value}}, as JSON: what a node that is run by itself may look at."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.all():
            found.setdefault(row.node_id, {})[row.name] = row.value
        return found

    def keep(self, run_id: UUID, values: Mapping[str, Mapping[str, Any]]) -> None:
        """{node: {name: value}}: what a run gave, over what was there. One statement."""
        pairs = ((node_id, name, each) for node_id, given in values.items() for name, each in given.items())
        rows = [self._row(run_id, *pair) for pair in pairs]
        if not rows:
            return
        written = insert(DraftVariable).values(rows)
        names = ("value_type", "value", "edited", "run_id", "updated_at")
        key = ["app_id", "account_id", "node_id", "name"]
        self.session.execute(
            written.on_conflict_do_update(index_elements=key, set_={name: written.excluded[name] for name in names})
        )

    def _row(self, run_id: UUID, node_id: str, name: str, value: Any) -> dict[str, Any]:
        return {
            "id": new_id(),
            "app_id": self.app.id,
            "account_id": self.account_id,
            "node_id": node_id,
            "name": name,
            "value_type": type_of(value),
            "value": to_json(value),
            "edited": False,
            "run_id": run_id,
            "updated_at": now(),
        }

    def _last_step(self, row: DraftVariable) -> WorkflowStep | None:
        if row.run_id is None:
            return None
        of_node = (WorkflowStep.run_id == row.run_id, WorkflowStep.node_id == row.node_id, WorkflowStep.frame == "")
        newest = select(WorkflowStep).where(*of_node).order_by(WorkflowStep.attempt.desc())
        return self.session.scalars(newest.limit(1)).one_or_none()

    @property
    def _mine(self) -> tuple[Any, ...]:
        return DraftVariable.app_id == self.app.id, DraftVariable.account_id == self.account_id


def _outputs(session: DbSession, step: WorkflowStep) -> dict[str, Any]:
    return unpacked(step.outputs, values_of(session, step.run_id, [step]).__getitem__) or {}


def outputs_of(session: DbSession, run_id: UUID) -> dict[str, dict[str, Any]]:
    """What the nodes of a run gave, outside of containers: {node: {name: value}}."""
    done = ("succeeded", "exception")
    mine = (WorkflowStep.run_id == run_id, WorkflowStep.frame == "", WorkflowStep.status.in_(done))
    steps = session.scalars(select(WorkflowStep).where(*mine).order_by(WorkflowStep.seq)).all()
    load = values_of(session, run_id, steps).__getitem__
    return {step.node_id: unpacked(step.outputs, load) or {} for step in steps}
