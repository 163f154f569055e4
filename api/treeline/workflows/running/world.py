"""How the nodes of one run reach the world: each port is made when a node first asks for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from treeline.datasets.retrieval.options import Asker
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import current
from treeline.runs.executors import RunHandle
from treeline.workflows.running.ports.chat_models import Models, WorkspaceModels
from treeline.workflows.running.ports.files import RunFiles
from treeline.workflows.running.ports.http import GuardedHttp, Http
from treeline.workflows.running.ports.knowledge import Knowledge, WorkspaceKnowledge
from treeline.workflows.running.ports.memory import ConversationMemory, Memory, NoMemory
from treeline.workflows.running.ports.skills import PinnedSkills, Skills
from treeline.workflows.running.ports.tools import Tools, WorkspaceTools
from treeline.workflows.running.reading import Work
from treeline.workflows.settings import WorkflowSettings


@dataclass
class World:
    """See nodes/node.py: Ports."""

    run: RunHandle
    work: Work
    settings: WorkflowSettings

    @cached_property
    def http(self) -> Http:
        return GuardedHttp(self.settings)

    @cached_property
    def models(self) -> Models:
        return WorkspaceModels(self.run.workspace_id, self.settings)

    @cached_property
    def files(self) -> RunFiles:
        run = self.run
        return RunFiles(run.workspace_id, run.app_id, run.end_user_id, current.storage(), self.settings, run.id)

    @cached_property
    def tools(self) -> Tools:
        # It starts runs, which is how this module comes to be imported.
        from treeline.workflows.calling.calls import WorkflowCalls

        user = str(self.work.system.get("user_id") or "")
        workflows = WorkflowCalls(self.run, user, self.settings, self.files)
        return WorkspaceTools(self.run.workspace_id, self.settings, self.files, workflows)

    @cached_property
    def knowledge(self) -> Knowledge:
        run = self.run
        role, who = ("end_user", run.end_user_id) if run.end_user_id else ("account", run.account_id)
        asker = Asker("workflow", role, who, run.app_id)
        return WorkspaceKnowledge(run.workspace_id, asker, current.settings(DatasetSettings))

    @cached_property
    def memory(self) -> Memory:
        if self.work.message is None:
            return NoMemory()
        return ConversationMemory(self.work.message.parent_message_id)

    @cached_property
    def skills(self) -> Skills:
        return PinnedSkills(self.run.app_id, self.run.asset_version_id, current.storage(), self.settings)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"there is no port {name}")
