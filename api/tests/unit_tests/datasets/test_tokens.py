"""The terms of texts: whatever the text is, and that what a text says is found by asking for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.analysis.languages import find_language
from treeline.datasets.analysis.tokens import TERM_IDS, Analyzer, term_id

NAMES = ("English", "German", "Arabic", "Chinese", "Thai", "Turkish", "Klingon")
ANALYZERS = {name: Analyzer(find_language(name)) for name in NAMES}
LANGUAGES = st.sampled_from(NAMES)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
LATIN = "abcABCßİıøœ0123456789-_.,;'’ \t\n\u00ad\u200d\u3000\u0301\u0308①Ⅳﬁ"
SCRIPTS = LATIN + "知识库文档搜索コンピュータ한국어ภาษาไทยດີខ្មែរမြန်မာہندیहिन्दीрусскийελληνικά"
MIXED = st.text(st.sampled_from(SCRIPTS), max_size=80)
WITHOUT_SPACES = st.text(st.sampled_from("知识库文档搜索コンピュ한국어"), min_size=1, max_size=40)
THAI = st.text(st.sampled_from("ภาษาไทยดีມີខ្មែរ"), min_size=1, max_size=40)


@given(LANGUAGES, ANYTHING | MIXED)
def test_every_text_has_terms_and_always_the_same(name: str, text: str):
    found = ANALYZERS[name].text_terms(text)
    again = Analyzer(find_language(name)).text_terms(text)
    assert found == again
    assert list(found.counts) == list(again.counts)
    assert all(1 <= term_id(term) <= TERM_IDS for term in found.counts)
    assert 0 <= found.length <= found.counts.total()
    # Each character stands in at most a whole, a part and the pieces of its sizes.
    assert found.counts.total() <= 4 * len(unicodedata.normalize("NFKC", text).casefold())


@given(LANGUAGES, ANYTHING | MIXED)
def test_the_words_of_a_text_find_it(name: str, text: str):
    analyzer = ANALYZERS[name]
    terms = analyzer.text_terms(text).counts.keys()
    assert [word for word in text.split() if not set(analyzer.query_terms(word)) <= terms] == []


@given(LANGUAGES, WITHOUT_SPACES | THAI, st.data())
def test_where_no_spaces_are_any_part_finds_it(name: str, text: str, data: st.DataObject):
    """Also a single character, which is less than any piece."""
    analyzer = ANALYZERS[name]
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    terms = analyzer.query_terms(part)
    assert set(terms) <= analyzer.text_terms(text).counts.keys()
    assert terms or all(unicodedata.category(each).startswith("M") for each in part)


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("English", "Indexing the harbours", "harbour index"),
        ("de", "in den Häusern", "haus"),
        ("French", "les chevaliers continuaient", "chevalier continuer"),
        ("es-MX", "los libros rojos", "libro rojo"),
        ("Russian", "новые книги", "новая книга"),
        ("ar", "في المدرسة", "مدرسة"),
        ("hi", "लड़कों", "लड़का"),
        ("tr", "kitaplar", "kitap"),
        ("Greek", "οι δρόμοι", "δρόμος"),
        ("ro", "cărțile", "cărți"),
        ("pt_BR", "as máquinas", "máquina"),
        ("vi", "Tiếng Việt", "tiếng việt"),
        ("th", "ภาษาไทยง่าย", "ไทยง่าย"),
        ("Japanese", "コンピュータを使う", "コンピュータ"),
        ("Korean", "지식을 검색한다", "지식"),
        ("Chinese Simplified", "知识库里的 documents", "知识 document"),
        ("Russian", "файлы в documents", "document"),
    ],
)
def test_forms_of_a_word_are_one(language: str, said: str, asked: str):
    analyzer = Analyzer(find_language(language))
    terms = analyzer.query_terms(asked)
    assert terms
    assert set(terms) <= analyzer.text_terms(said).counts.keys()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("STRASSE", "Straße"),
        ("re\u00adindex", "reindex"),
        ("İzmir", "izmir"),
        ("ﾊﾝｶｸ", "ハンカク"),
        ("cafe\u0301", "café"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_what_looks_the_same_is_the_same(one: str, other: str):
    analyzer = ANALYZERS["Chinese"]
    assert analyzer.text_terms(one) == analyzer.text_terms(other)


def test_compounds_count_as_a_whole_and_in_parts():
    assert ANALYZERS["English"].query_terms("state-of-the-art top_k 3.11 end. -x-") == [
        "state-of-the-art",
        "state",
        "art",
        "top_k",
        "top",
        "k",
        "3.11",
        "3",
        "11",
        "end",
        "x",
    ]


def test_stop_words_are_those_of_the_language():
    text = "the and und der nicht 的"
    assert ANALYZERS["English"].query_terms(text) == ["und", "der", "nicht", "的"]
    assert ANALYZERS["German"].query_terms(text) == ["the", "and", "的"]
    assert ANALYZERS["Chinese"].query_terms(text) == ["und", "der", "nicht", "的"]
    assert ANALYZERS["Klingon"].query_terms(text) == text.split()


@pytest.mark.parametrize(
    ("spelling", "name", "stemmer"),
    [
        (None, "english", "english"),
        ("", "english", "english"),
        (" ENGLISH", "english", "english"),
        ("en-GB", "english", "english"),
        ("zh-Hans", "chinese", None),
        ("Chinese Traditional", "chinese", None),
        ("nn", "norwegian", "norwegian"),
        ("Klingon", "other", None),
        ("русский", "other", None),
    ],
)
def test_languages_in_their_spellings(spelling: str | None, name: str, stemmer: str | None):
    found = find_language(spelling)
    assert (found.name, found.stemmer) == (name, stemmer)


def test_marks_without_end_are_cut():
    """Sorting them, as normalization does, takes quadratic time."""
    for marks in ("\u0323\u0301" * 500, "\u0301\u034f" * 500, "\u0301\u200d\u0323" * 500):
        assert max(map(len, ANALYZERS["English"].text_terms(f"a{marks}b").counts)) < 40


def test_ids_are_those_that_are_stored():
    assert [term_id(term) for term in ("knowledge", "知识", "\ud800")] == [598806537, 664758917, 457903465]
