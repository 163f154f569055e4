from treeline.accounts.access import CONSOLE
from treeline.apps.errors import AppNotFound
from treeline.kernel.web import Routes
from treeline.workflows.access import app_draft, people_of
from treeline.workflows.checks import issues_of
from treeline.workflows.drafts.service import Content, DraftService
from treeline.workflows.errors import DraftNotExist, DraftNotSync, NotForThisMode, SecretsLost
from treeline.workflows.models import Workflow
from treeline.workflows.schemas import DraftIn, FeaturesIn, Saved, WorkflowOut

REFUSALS = (AppNotFound, NotForThisMode)

drafts = Routes(
    "workflow_drafts",
    "/console/api/apps/<uuid:app_id>/workflows/draft",
    group="Workflows",
    access=CONSOLE,
    scope=app_draft,
)


def saved(draft: Workflow) -> Saved:
    return Saved(hash=draft.hash, updated_at=draft.updated_at, issues=issues_of(draft.graph))


@drafts.get("", can="read", refusals=(*REFUSALS, DraftNotExist))
def read_draft(service: DraftService) -> WorkflowOut:
    """Get the draft of a workflow. Values of secret variables are hidden."""
    draft = service.get()
    return WorkflowOut.of(draft, people_of(service.session, [draft]))


@drafts.post("", can="edit", takes_text=True, refusals=(*REFUSALS, DraftNotSync, SecretsLost))
def save_draft(service: DraftService, body: DraftIn) -> Saved:
    """Save the draft. With `hash`, only if nobody has saved another one since; `issues` says what can't run yet."""
    content = Content(body.graph, body.features, body.environment_variables, body.conversation_variables)
    return saved(service.save(content, if_hash=body.hash))


@drafts.post("/features", can="edit", refusals=(*REFUSALS, DraftNotExist))
def save_features(service: DraftService, body: FeaturesIn) -> Saved:
    """Save only the draft's features."""
    return saved(service.change_features(body.features))
