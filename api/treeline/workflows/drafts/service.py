import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.kernel.settings import KernelSettings
from treeline.kernel.validation import problem
from treeline.workflows.environment import Variables, sealed, secrets_of, taken, without_secrets
from treeline.workflows.errors import DraftNotExist, DraftNotSync, NotForThisMode
from treeline.workflows.models import Workflow

MODES = ("workflow", "advanced-chat")


@dataclass(frozen=True)
class Content:
    """What a workflow consists of. `environment_variables` with the values of secrets, or HIDDEN to keep them."""

    graph: Mapping[str, Any]
    features: Mapping[str, Any] = field(default_factory=dict)
    environment_variables: Variables = field(default_factory=list)
    conversation_variables: Variables = field(default_factory=list)


class DraftService:
    """The draft of one app, in the name of `by` (null: not a person)."""

    def __init__(self, session: DbSession, app: App, settings: KernelSettings, *, by: UUID | None = None):
        self.session, self.app, self.settings, self.by = session, app, settings, by

    def find(self, *, lock: bool = False) -> Workflow | None:
        """Raises NotForThisMode."""
        if self.app.mode not in MODES:
            raise NotForThisMode(f"Apps in {self.app.mode} mode have no workflow; only {' and '.join(MODES)} apps do.")
        wanted = select(Workflow).where(Workflow.app_id == self.app.id, Workflow.state == "draft")
        return self.session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()

    def get(self, *, if_hash: str | None = None) -> Workflow:
        """`if_hash`: only in this state. Raises DraftNotExist, DraftNotSync, which carries what is there."""
        draft = self.find()
        if draft is None:
            raise DraftNotExist
        _require(draft, if_hash)
        return draft

    def save(self, content: Content, *, if_hash: str | None = None) -> Workflow:
        """Save the whole draft. `if_hash`: only over this state. Raises DraftNotSync, which carries what is there."""
        # One after the other, also while there is no draft.
        self.session.execute(select(App.id).where(App.id == self.app.id).with_for_update(key_share=True))
        draft = self.find(lock=True)
        if draft is not None:
            _require(draft, if_hash)
        else:
            draft = Workflow(id=new_id(), workspace_id=self.app.workspace_id, app_id=self.app.id, state="draft")
            draft.created_by, draft.environment_variables = self.by, []
            self.session.add(draft)
        self._fill(draft, content)
        draft.updated_at, draft.updated_by = now(), self.by
        self.session.flush()
        return draft

    def change_features(self, features: Mapping[str, Any]) -> Workflow:
        """Raises DraftNotExist."""
        draft = self.find(lock=True)
        if draft is None:
            raise DraftNotExist
        draft.features = dict(features)
        draft.hash, draft.updated_at, draft.updated_by = hash_of(draft), now(), self.by
        return draft

    def kept(self) -> Workflow:
        """The draft as it is now, for a run: a row that stays as it is. Raises DraftNotExist."""
        draft = self.get()
        newest = select(Workflow).where(
            Workflow.app_id == self.app.id, Workflow.state == "tried", Workflow.hash == draft.hash
        )
        # Locked: retention may be about to remove it.
        held = newest.order_by(Workflow.id.desc()).limit(1).with_for_update(read=True, key_share=True)
        row = self.session.scalars(held).one_or_none()
        return row or self._copied(draft)

    def _copied(self, draft: Workflow) -> Workflow:
        row = copy_of(draft, "tried", self.by)
        self.session.add(row)
        self.session.flush()
        return row

    def _fill(self, draft: Workflow, content: Content) -> None:
        known = secrets_of(draft, self.settings)
        secrets = taken(content.environment_variables, draft.environment_variables, known)
        if secrets != known:
            draft.sealed_secrets = sealed(secrets, self.app.workspace_id, self.settings)
        draft.graph, draft.features = dict(content.graph), dict(content.features)
        draft.environment_variables = without_secrets(content.environment_variables)
        draft.conversation_variables = list(content.conversation_variables)
        draft.hash = hash_of(draft)


def copy_of(workflow: Workflow, state: str, by: UUID | None) -> Workflow:
    return Workflow(
        id=new_id(),
        workspace_id=workflow.workspace_id,
        app_id=workflow.app_id,
        state=state,
        graph=workflow.graph,
        features=workflow.features,
        environment_variables=workflow.environment_variables,
        conversation_variables=workflow.conversation_variables,
        sealed_secrets=workflow.sealed_secrets,
        hash=workflow.hash,
        created_by=by,
        updated_by=by,
    )


def hash_of(workflow: Workflow) -> str:
    """Of everything in it. Secrets count as they are sealed: that is written anew only where one changes."""
    parts = (
        workflow.graph,
        workflow.features,
        workflow.environment_variables,
        workflow.conversation_variables,
        workflow.sealed_secrets,
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _require(draft: Workflow, if_hash: str | None) -> None:
    if if_hash is None or if_hash == draft.hash:
        return
    said = problem("draft_changed", "the draft was saved by someone else in the meantime", hash=draft.hash)
    theirs = {
        "graph": draft.graph,
        "features": draft.features,
        "environment_variables": draft.environment_variables,
        "conversation_variables": draft.conversation_variables,
        "updated_at": int(draft.updated_at.timestamp()),
        "updated_by": str(draft.updated_by) if draft.updated_by else None,
    }
    raise DraftNotSync(
        "The draft was saved by someone else in the meantime. Reload it, or merge your changes and save again.",
        [said.at("hash") | {"draft": theirs}],
    )
