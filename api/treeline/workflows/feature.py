from treeline.apps import ports as apps
from treeline.conversations.answering.answerers import answerers
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.runs.executors import executors
from treeline.workflows import tasks
from treeline.workflows.archive.removal import forget_app_archives
from treeline.workflows.calling.controllers import tools
from treeline.workflows.chat.answerer import ChatflowAnswerer
from treeline.workflows.chat.controllers import tried_chatflows
from treeline.workflows.copies.controllers import copies
from treeline.workflows.drafts.controllers import blocks, conversion, drafts
from treeline.workflows.dsl.controllers import exports, imported, imports
from treeline.workflows.dsl.templates.controllers import templates
from treeline.workflows.environment import SEALED
from treeline.workflows.forms.controllers import forms, linked_forms, program_forms
from treeline.workflows.forms.models import HumanInputForm
from treeline.workflows.logs import controllers as logs
from treeline.workflows.models import Workflow
from treeline.workflows.rerun.controllers import reruns
from treeline.workflows.running.executor import WorkflowExecutor
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting import controllers as starting
from treeline.workflows.statistics.controllers import statistics
from treeline.workflows.variables.controllers import inspector
from treeline.workflows.versions.controllers import versions
from treeline.workflows.versions.parameters import parameters

FEATURE = Feature(
    settings=WorkflowSettings,
    routes=[
        drafts,
        blocks,
        conversion,
        versions,
        starting.tried,
        starting.workflows,
        starting.followed,
        logs.workflow_runs,
        logs.chatflow_runs,
        logs.workflow_logs,
        statistics,
        reruns,
        tried_chatflows,
        imports,
        imported,
        exports,
        templates,
        inspector,
        copies,
        tools,
        forms,
        linked_forms,
        program_forms,
    ],
    tasks=[tasks],
    gives=[
        apps.parameters(parameters),
        apps.deleting(forget_app_archives),
        sealed_columns(SEALED),
        answerers(("advanced-chat", ChatflowAnswerer())),
        executors(("workflow", WorkflowExecutor("text_chunk")), ("advanced-chat", WorkflowExecutor("message"))),
        named(
            Named("workflow_id", "workflow", Workflow.id, Workflow.marked_name),
            Named("form_id", "form", HumanInputForm.id, HumanInputForm.title),
        ),
    ],
)
