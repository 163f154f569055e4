from treeline.apps.errors import AppNotFound
from treeline.assets.requests import AssetRoutes
from treeline.assets.skills.access import app_skills
from treeline.assets.skills.schemas import ProblemOut, SkillOut, SkillsOut, SkillsQuery
from treeline.assets.skills.service import MAX_SKILLS, AssetSkills, FoundSkill
from treeline.assets.versions.errors import VersionNotFound

skills = AssetRoutes("asset_skills", "/skills", app_skills, group="Skills")


@skills.get("", can="read", transactional=False, refusals=[AppNotFound, VersionNotFound])
def list_skills(skills: AssetSkills, query: SkillsQuery) -> SkillsOut:
    """List every folder with a SKILL.md, by path, with its validation problems by the Agent Skills specification.

    Lists the draft's skills, or those of a `version` (a number or `active`): the first 1,000. `total` is the total
    number.
    """
    found, total = skills.find(query.version or None)
    return SkillsOut(
        data=[_shown(skill) for skill in found], limit=MAX_SKILLS, total=total, has_more=total > len(found)
    )


def _shown(found: FoundSkill) -> SkillOut:
    return SkillOut(
        name=found.skill.name,
        description=found.skill.description,
        compatibility=found.skill.compatibility,
        allowed_tools=found.skill.allowed_tools,
        model_invocation=found.skill.model_invocation,
        path=found.path,
        node_id=found.node_id,
        file_id=found.file_id,
        problems=[
            ProblemOut(line=problem.line, message=problem.message, type=problem.kind, params=problem.params)
            for problem in found.skill.problems
        ],
    )
