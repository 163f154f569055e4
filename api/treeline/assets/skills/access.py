from uuid import UUID

from treeline.apps.access import get_app
from treeline.assets.skills.service import AssetSkills
from treeline.kernel import current


def app_skills(app_id: UUID, can: str) -> AssetSkills:
    return AssetSkills(get_app(app_id, can), current.storage())
