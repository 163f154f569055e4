from uuid import UUID

from treeline.assets.skills import rules
from treeline.assets.skills.service import FoundSkill
from treeline.tools.skills import MAX_PROMPT_CHARACTERS, Skill, named, skills_prompt

ID = UUID(int=1)


def found(path: str, name: str | None, description: str | None) -> FoundSkill:
    return FoundSkill(path, ID, ID, rules.Skill(name, description))


def test_skills_of_one_name_are_told_apart_by_their_paths():
    skills = named(
        [found("/a/pdf", "pdf", "One"), found("/b/pdf", "pdf", "Two"), found("/c", None, "x"), found("/d", "d", "")]
    )
    assert [(skill.name, skill.description) for skill in skills] == [("pdf", "One"), ("/b/pdf", "Two")]


def test_the_prompt_has_a_bound():
    skills = [Skill(f"skill-{index}", "x" * 1000, f"/skill-{index}") for index in range(100)]
    prompt = skills_prompt(skills)
    assert len(prompt) < MAX_PROMPT_CHARACTERS + 500
    assert prompt.endswith("- and 85 more: search for SKILL.md finds them")


def test_what_a_skill_says_of_its_use_is_told():
    needs = found("/a", "a", "Does\n a.")
    needs.skill.compatibility, needs.skill.allowed_tools = "Python 3.14+\nand uv", ["Read", "Bash(git add *)"]
    hidden = found("/b", "b", "Only for people.")
    hidden.skill.model_invocation = False
    (skill,) = named([needs, hidden])
    assert skill.line == "- a: Does a. (Needs: Python 3.14+ and uv)"
    assert skill.tools == ("Read", "Bash(git add *)")
