"""What the API rejects, and what it says of skills: the console says each in Chinese too."""

import ast
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import treeline
from treeline import FEATURES
from treeline.kernel.errors import ApiError
from treeline.operations.doctor.findings import KINDS

API = Path(treeline.__file__).parents[1]
SKILLS = Path(treeline.__file__).parent / "assets" / "skills"
CONSOLE = Path(__file__).parents[4] / "web" / "src"
# Of programs: no page of the console asks for what is rejected so.
PROGRAMS = {"cursor_invalid", "origin_not_allowed"}


def below(kind: type[ApiError]) -> Iterator[type[ApiError]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def words(path: str) -> dict[str, Any]:
    return json.loads((CONSOLE / path).read_text())


def test_every_code_has_chinese_words():
    for path in API.glob("treeline/**/errors.py"):
        if "client" not in path.parts:
            import_module(".".join(path.relative_to(API).with_suffix("").parts))
    for name in FEATURES:
        import_module(f"treeline.{name}.feature")
    codes = {each.code for each in below(ApiError)}
    known = {**words("i18n/locales/zh-Hans.json")["errors"], **words("i18n/refusals.zh-Hans.json")}
    assert len(codes) > 80
    assert codes - PROGRAMS - set(known) == set()


def problem_kinds() -> Iterator[str]:
    for path in SKILLS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                yield from (str(each.value) for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_problem_of_a_skill_has_words(language: str):
    kinds = set(problem_kinds()) | {"name_folder", "name_no_folder"}
    assert len(kinds) == 21
    assert set(words(f"features/assets/locales/{language}.json")["skills"]["problem"]) == kinds


def test_every_finding_of_the_doctor_has_chinese_words_with_the_same_values():
    chinese = words("i18n/findings.zh-Hans.json")
    assert {f"{area}.{kind}" for area, kinds in chinese.items() for kind in kinds} == set(KINDS)
    for code, english in KINDS.items():
        area, kind = code.split(".")
        for part in ("message", "remedy"):
            names = set(re.findall(r"\{(\w+)\}", getattr(english, part)))
            assert set(re.findall(r"\{\{(\w+)\}\}", chinese[area][kind][part])) == names, code
