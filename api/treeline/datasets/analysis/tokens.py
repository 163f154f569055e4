"""From a text to its terms: one way for all languages, the same for what is indexed and for what is asked.

Words are folded and stemmed. Scripts that write without spaces are cut into pieces that overlap: Chinese, Japanese and
Korean into pairs of characters, Thai, Lao, Khmer and Burmese into triples. Every text gives some answer, in time that
grows with its length.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import regex
import Stemmer

from treeline.datasets.analysis.languages import Language

# The range of sparse vectors' indexes; 30 bits would exceed it.
TERM_IDS = 1_000_000_000

# A longer word is no word of a language.
_LONGEST_STEMMED = 64
_LONGEST_COMPOUND = 64
_REMEMBERED = 50_000

_PAIRS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}ー"
_TRIPLES = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_ANY = r"\p{L}\p{N}\p{M}"
_WORD = rf"[[\p{{L}}\p{{N}}]--[{_PAIRS}{_TRIPLES}]][[{_ANY}]--[{_PAIRS}{_TRIPLES}]]*+"
_RUN = regex.compile(
    rf"(?P<pairs>[[{_ANY}]&&[{_PAIRS}]]+)|(?P<triples>[[{_ANY}]&&[{_TRIPLES}]]+)|{_WORD}(?P<compound>(?:[-_.]{_WORD})++)?",
    regex.VERSION1,
)
_SIZES = {"pairs": 2, "triples": 3}
_JOINTS = re.compile(r"[-_.]")
# Soft hyphens, joiners, variation selectors: they are not seen, and split words.
_UNSEEN = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
# Normalization sorts the marks on a character, in quadratic time. No language puts so many on one.
_TOO_MANY_MARKS = regex.compile(r"(?<=\p{M}{16})\p{M}+")
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class TextTerms:
    """How often a text has each term; `length`: how many it has, without those that only help short queries."""

    counts: Counter[str]
    length: int


class Analyzer:
    """For one language. Not for several threads at once, as stemmers are not."""

    def __init__(self, language: Language):
        self._stems = Stemmer.Stemmer(language.stemmer).stemWord if language.stemmer else None
        self._latin = Stemmer.Stemmer(language.latin).stemWord if language.latin else None
        self._stop_words = {_folded(word) for word in language.stop_words}
        self._known: dict[str, str] = {}

    def text_terms(self, text: str) -> TextTerms:
        terms: list[str] = []
        shorter: list[str] = []
        for match in _RUN.finditer(_folded(text)):
            run, kind = match[0], match.lastgroup
            terms += self._terms(run, kind)
            # For queries of fewer characters than a piece has.
            for fewer in range(1, min(_SIZES.get(kind or "", 1), len(run))):
                shorter += _pieces(run, fewer)
        counts = Counter(terms)
        counts.update(shorter)
        return TextTerms(counts, len(terms))

    def query_terms(self, text: str) -> list[str]:
        """Each once, in the order of the query."""
        terms: dict[str, None] = {}
        for match in _RUN.finditer(_folded(text)):
            terms.update(dict.fromkeys(self._terms(match[0], match.lastgroup)))
        return list(terms)

    def _terms(self, run: str, kind: str | None) -> Iterable[str]:
        """Of what stands together in one kind of script. Such as `top-k`, `max_tokens` or `3.11` is a compound: it
        counts as a whole and in its parts."""
        if kind in _SIZES:
            return _pieces(run, _SIZES[kind])
        parts = _JOINTS.split(run) if kind else [run]
        terms = [term for part in parts if (term := self._term(part))]
        return [run, *terms] if kind and len(run) <= _LONGEST_COMPOUND else terms

    def _term(self, word: str) -> str:
        """Empty for a stop word."""
        term = self._known.get(word)
        if term is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            term = self._known[word] = "" if word in self._stop_words else self._stem(word)
        return term

    def _stem(self, word: str) -> str:
        stem: Any = self._latin if _LATIN.fullmatch(word) else self._stems
        return stem(word) if stem and len(word) <= _LONGEST_STEMMED else word


def term_id(term: str) -> int:
    """From 1 to TERM_IDS, the same for ever and everywhere: it is stored."""
    digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % TERM_IDS + 1


def _folded(text: str) -> str:
    text = _TOO_MANY_MARKS.sub("", _UNSEEN.sub("", text))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # What the Turkish capital İ becomes, and nobody types.
    return folded.replace("i\u0307", "i")


def _pieces(run: str, size: int) -> list[str]:
    """All pieces of so many characters, or the whole if it is shorter."""
    return [run[start : start + size] for start in range(max(1, len(run) - size + 1))]
