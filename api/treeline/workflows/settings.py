from pydantic import Field

from treeline.conversations.settings import AnswerSettings


class WorkflowSettings(AnswerSettings):
    # Workflows: what one run may cost
    workflow_max_execution_steps: int = Field(default=500, ge=1)
    workflow_max_execution_time: int = Field(default=1200, ge=1)
    workflow_call_max_depth: int = Field(default=5, ge=0)
    # How many nodes of one run work at once
    graph_engine_max_workers: int = Field(default=10, ge=1)
    # Bytes of one variable of a conversation, and of all values of a run
    max_variable_size: int = Field(default=204_800, ge=1024)
    workflow_max_values_size: int = Field(default=64 * 1024 * 1024, ge=1024)
    # Code nodes: seconds, characters of a text, items of an array
    code_execution_timeout: float = Field(default=10, gt=0)
    code_max_string_length: int = Field(default=400_000, ge=1)
    code_max_array_length: int = Field(default=10_000, ge=1)
    template_transform_max_length: int = Field(default=400_000, ge=1)
    # Days after which the steps of ended runs go to the file storage; 0: never
    workflow_archive_days: float = Field(default=30, ge=0)
