from treeline.conversations.answering.turns import Exchange, Text, budget_of, prompt_of, question, turns_of
from treeline.providers.port import Assistant, Attachment, System, User


def exchanges(count: int, words: int) -> list[Exchange]:
    """The newest first."""
    return [Exchange(f"question {n}", "word " * words) for n in reversed(range(count))]


def test_it_works():
    turns = turns_of("Be brief.", [Exchange("Hi", "Hello")], User("And?"), 1000)
    assert turns == [System("Be brief."), User("Hi"), Assistant("Hello"), User("And?")]
    assert prompt_of(turns)[0] == {"role": "system", "text": "Be brief."}
    assert [each["role"] for each in prompt_of(turns)] == ["system", "user", "assistant", "user"]


def test_without_instructions_there_is_no_system_turn():
    assert turns_of("", [], User("And?"), 1000) == [User("And?")]


def test_the_newest_that_fit_and_none_behind_a_gap():
    small, large = Exchange("small", "x"), Exchange("large", "word " * 500)
    assert turns_of("", [small, large, small], User("And?"), 200) == [User("small"), Assistant("x"), User("And?")]


def test_no_more_is_looked_at_than_is_taken():
    looked: list[str] = []

    def before():
        for exchange in exchanges(10, 100):
            looked.append(exchange.query)
            yield exchange

    turns_of("", before(), User("And?"), 400)
    assert looked == ["question 9", "question 8", "question 7"]


def test_the_question_is_told_whatever_it_costs():
    asked = User("word " * 10_000)
    assert turns_of("", exchanges(3, 1), asked, 100) == [asked]


def test_what_is_shown_costs_too():
    shown = (Attachment("image/png", b"x"),)
    assert len(turns_of("", [Exchange("look", "nice", shown)], User("And?"), 1000)) == 1
    assert len(turns_of("", [Exchange("look", "nice", shown)], User("And?"), 2000)) == 3


def test_texts_stand_before_the_question():
    picture = Attachment("image/png", b"x")
    said = question("Who?", [Text("a.txt", "Anna"), picture])
    assert said == User('<file name="a.txt">\nAnna\n</file>\n\nWho?', (picture,))
    assert question("", [Text("a.txt", "Anna")]).text.endswith("</file>")


def test_the_answer_has_room():
    assert budget_of(8000, None) == 6000
    assert budget_of(8000, 1000) == 7000
    assert budget_of(8000, 100_000) == 4000
    assert budget_of(None, None) > 10_000
