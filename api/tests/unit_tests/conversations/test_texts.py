"""What is made of what a model says about a conversation."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.conversations.naming.texts import (
    NAME_LENGTH,
    QUESTION_LENGTH,
    QUESTIONS,
    name_in,
    questions_in,
    shortened,
)


@pytest.mark.parametrize(
    ("reply", "name"),
    [
        ("Cats and dogs", "Cats and dogs"),
        ('"Cats and dogs."', "Cats and dogs"),
        ("\n\n# **Cats**\n\nThis name says …", "Cats"),
        ("  Cats \t and\u00a0dogs  ", "Cats and dogs"),
        ("“猫と犬”", "猫と犬"),
        ("", ""),
        ("\n```\n", ""),
        ("a" * 200, "a" * (NAME_LENGTH - 1) + "…"),
    ],
)
def test_a_name(reply: str, name: str):
    assert name_in(reply) == name


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Why?", "Why?"),
        ("Why\n\nnot?", "Why not?"),
        (
            "one two three four five six seven eight nine ten eleven",
            "one two three four five six seven eight nine ten…",
        ),
        ("x" * 60, "x" * 49 + "…"),
        ("", ""),
    ],
)
def test_a_question_cut_short(text: str, short: str):
    assert shortened(text) == short


@pytest.mark.parametrize(
    ("reply", "questions"),
    [
        ('["A?", "B?", "C?"]', ["A?", "B?", "C?"]),
        ('```json\n["A?", "B?"]\n```', ["A?", "B?"]),
        ('Here you are: ["A?"]. Anything else?', ["A?"]),
        ('[1] says so. ["A?"]', ["A?"]),
        ('["A?", "A?", "", null, 3, "B?", "C?", "D?"]', ["A?", "B?", "C?"]),
        ("1. A?\n2) B?\n- C?", ["A?", "B?", "C?"]),
        ('["A?", "B?"', []),
        ("I have no idea.", []),
        ("", []),
        ("[" * 100_000, []),
    ],
)
def test_questions(reply: str, questions: list[str]):
    assert questions_in(reply) == questions


@given(st.text() | st.builds(json.dumps, st.lists(st.text())))
def test_whatever_a_model_says(reply: str):
    questions = questions_in(reply)
    assert len(questions) <= QUESTIONS
    assert all(0 < len(question) <= QUESTION_LENGTH for question in questions)
    assert len(name_in(reply)) <= NAME_LENGTH
    assert len(shortened(reply)) <= 50
