from treeline.accounts.access import CONSOLE_OR_TOKEN, Member, allow, current_member
from treeline.kernel.web import Routes
from treeline.workflows.dsl.templates.library import templates as stored
from treeline.workflows.dsl.templates.schemas import TemplateOut


def reader(can: str) -> Member:
    allow(current_member(), can)
    return current_member()


templates = Routes(
    "workflow_templates", "/console/api/workflow-templates", group="Workflows", access=CONSOLE_OR_TOKEN, scope=reader
)


@templates.get("", can="read")
def list_workflow_templates(member: Member) -> list[TemplateOut]:
    """List templates for workflows and chatflows. Import the `yaml` of one as an app, or into the draft of one."""
    return [TemplateOut.model_validate(each, from_attributes=True) for each in stored()]
