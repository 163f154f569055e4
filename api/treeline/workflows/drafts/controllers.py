from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.kernel.web import Routes
from treeline.workflows.access import app_draft, convert_app, people_of
from treeline.workflows.checks import issues_of
from treeline.workflows.drafts.service import Content, DraftService
from treeline.workflows.errors import DraftNotExist, DraftNotSync, NodeNotFound, NotForThisMode, SecretsLost
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.registry import NODES
from treeline.workflows.schemas import BlockConfig, Converted, ConvertIn, DraftIn, DraftOut, FeaturesIn, Saved

REFUSALS = (AppNotFound, NotForThisMode)

drafts = Routes(
    "workflow_drafts",
    "/console/api/apps/<uuid:app_id>/workflows/draft",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=app_draft,
)


def saved(draft: Workflow) -> Saved:
    return Saved(hash=draft.hash, updated_at=draft.updated_at, issues=issues_of(draft.graph))


@drafts.get("", can="read", refusals=(*REFUSALS, DraftNotExist))
def read_draft(service: DraftService) -> DraftOut:
    """Get the draft of a workflow, and in `issues` what can't run yet. Values of secret variables are hidden."""
    draft = service.get()
    read = DraftOut.of(draft, people_of(service.session, [draft]))
    read.issues = issues_of(draft.graph)
    return read


@drafts.post("", can="edit", takes_text=True, refusals=(*REFUSALS, DraftNotSync, SecretsLost))
def save_draft(service: DraftService, body: DraftIn) -> Saved:
    """Save the draft. With `hash`, only if nobody has saved another one since; `issues` says what can't run yet."""
    content = Content(body.graph, body.features, body.environment_variables, body.conversation_variables)
    return saved(service.save(content, if_hash=body.hash))


@drafts.post("/features", can="edit", refusals=(*REFUSALS, DraftNotExist))
def save_features(service: DraftService, body: FeaturesIn) -> Saved:
    """Save only the draft's features."""
    return saved(service.change_features(body.features))


blocks = Routes(
    "workflow_blocks",
    "/console/api/apps/<uuid:app_id>/workflows/default-workflow-block-configs",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
)
conversion = Routes(
    "workflow_conversion", "/console/api/apps/<uuid:app_id>", group="Apps", access=CONSOLE_OR_TOKEN, scope=get_app
)


@blocks.get("", can="read", refusals=[AppNotFound])
def list_blocks(app: App) -> list[BlockConfig]:
    """List the node types, each with the data a new node starts with."""
    return [BlockConfig(type=name, config=dict(node.default)) for name, node in NODES.items()]


@blocks.get("/<node_type>", can="read", refusals=[AppNotFound, NodeNotFound])
def read_block(app: App, node_type: str) -> BlockConfig:
    """Get the data a new node of a type starts with."""
    if node_type not in NODES:
        raise NodeNotFound(f"Unknown node type. Known types: {', '.join(NODES)}.")
    return BlockConfig(type=node_type, config=dict(NODES[node_type].default))


@conversion.post("/convert-to-workflow", can="edit", deed="app.convert", refusals=[AppNotFound, NotForThisMode])
def convert(app: App, body: ConvertIn) -> Converted:
    """Convert a chat or completion app to a workflow, as a new app."""
    return Converted(new_app_id=convert_app(app, body.model_dump(exclude_none=True)).id)
