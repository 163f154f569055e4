from collections.abc import Mapping

from treeline.kernel.errors import ApiError


class NotForThisMode(ApiError):
    status, code = 400, "not_workflow_app"


class DraftNotExist(ApiError):
    status, code = 404, "draft_workflow_not_exist"

    def __init__(self, message: str = "This app has no workflow yet. Save a draft first."):
        super().__init__(message)


class DraftNotSync(ApiError):
    status, code = 409, "draft_workflow_not_sync"


class GraphInvalid(ApiError):
    status, code = 400, "invalid_graph"


class WorkflowNotFound(ApiError):
    status, code = 404, "workflow_not_found"

    def __init__(self, message: str = "Workflow version not found."):
        super().__init__(message)


class WorkflowInUse(ApiError):
    status, code = 400, "workflow_in_use"


class WorkflowNotPublished(ApiError):
    status, code = 400, "workflow_not_published"


class SecretsLost(ApiError):
    status, code = 400, "workflow_secrets_lost"


class WorkflowFailed(ApiError):
    """A node failed, and nothing in the workflow said what to do then."""

    status, code = 400, "workflow_failed"

    @classmethod
    def of(cls, error: Mapping[str, str], *, passing: bool = False) -> "WorkflowFailed":
        return (WorkflowInterrupted if passing else cls)(error["message"])


class WorkflowInterrupted(WorkflowFailed):
    """By a failure that may have passed when the workflow is run again."""

    retryable = True


class VariableNotFound(ApiError):
    status, code = 404, "workflow_variable_not_found"

    def __init__(self, message: str = "The variable inspector has no such value."):
        super().__init__(message)


class NodeNotFound(ApiError):
    status, code = 404, "workflow_node_not_found"

    def __init__(self, message: str = "The draft has no such node."):
        super().__init__(message)


class RunNotEnded(ApiError):
    status, code = 409, "run_not_ended"
