from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.workflows.drafts.controllers import drafts
from treeline.workflows.dsl.controllers import exports, imported, imports
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.variables import SEALED
from treeline.workflows.versions.controllers import versions

FEATURE = Feature(
    settings=WorkflowSettings,
    routes=[drafts, versions, imports, imported, exports],
    gives=[sealed_columns(SEALED)],
)
