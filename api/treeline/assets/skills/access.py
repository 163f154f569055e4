from uuid import UUID

from treeline.apps.models import App
from treeline.assets.skills.service import AssetSkills
from treeline.kernel import current


def app_skills(app: App, _: UUID | None) -> AssetSkills:
    return AssetSkills(app, current.storage())
