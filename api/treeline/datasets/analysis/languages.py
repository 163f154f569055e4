"""The languages of datasets: which stemmer and which stop words each has."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_STOP_WORDS = Path(__file__).with_name("stop_words.txt")

# Code, name. Those after the second bar are not written in Latin letters: Latin words in them are taken for English.
_LATIN = """
    eu basque | ca catalan | cs czech | da danish | nl dutch | en english | eo esperanto | et estonian | fi finnish |
    fr french | de german | hu hungarian | id indonesian | ga irish | it italian | lt lithuanian | no norwegian |
    nb norwegian | nn norwegian | pl polish | pt portuguese | ro romanian | sr serbian | st sesotho | es spanish |
    sv swedish | tr turkish | vi vietnamese"""
_OTHERS = """
    ar arabic | hy armenian | el greek | hi hindi | ne nepali | fa persian | ru russian | ta tamil | yi yiddish |
    zh chinese | ja japanese | ko korean | th thai | lo lao | km khmer | my burmese | he hebrew | uk ukrainian |
    bg bulgarian | bn bengali"""
# Of the names above, those that Snowball has no algorithm for.
_UNSTEMMED = {"vietnamese", "chinese", "japanese", "korean", "thai", "lao", "khmer", "burmese", "hebrew", "ukrainian"}
_UNSTEMMED |= {"bulgarian", "bengali"}

DEFAULT = "english"


@dataclass(frozen=True, slots=True)
class Language:
    """`stemmer`: Snowball's algorithm for its words; `latin`: the one for words in plain Latin letters."""

    name: str
    stemmer: str | None
    latin: str | None

    @property
    def stop_words(self) -> frozenset[str]:
        words = _stop_words()
        return words.get(self.name, frozenset()) | words.get(self.latin or "", frozenset())


def find_language(spelling: str | None) -> Language:
    """By its English name, or by a code with or without a region: `English`, `zh-Hans`, `Chinese Simplified`, `pt_BR`.

    Of any other language the words are taken as they are.
    """
    first = re.match(r"\s*([a-z]*)", (spelling or DEFAULT).casefold())
    return _by_spelling().get(first[1] if first else "", Language("other", None, None))


@cache
def _by_spelling() -> dict[str, Language]:
    found: dict[str, Language] = {}
    for listed, is_latin in ((_LATIN, True), (_OTHERS, False)):
        for entry in listed.split("|"):
            code, name = entry.split()
            own = None if name in _UNSTEMMED else name
            found[code] = found[name] = Language(name, own, own if is_latin else DEFAULT)
    return found


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    lines = [line for line in _STOP_WORDS.read_text("utf-8").splitlines() if not line.startswith("#")]
    languages = re.findall(r"^(\w+):([^:]*?)(?=^\w+:|\Z)", "\n".join(lines), re.MULTILINE)
    return {name: frozenset(words.split()) for name, words in languages}
