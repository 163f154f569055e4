"""What is masked in a text: each character but white space by another, so that all places in it stay what they are."""

import re
from collections.abc import Collection, Iterator

from treeline.datasets.pipelines.enrichments import Pattern

MASK = "█"
_PATTERNS: dict[Pattern, re.Pattern[str]] = {
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63})+"),
    "phone": re.compile(r"(?<![\w+.-])(?:\+|00|\(?0)[\d() ./-]{6,24}\d(?![\w-])"),
    "card": re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])"),
    "iban": re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"),
}
_VISIBLE = re.compile(r"\S")


def masked(text: str, patterns: Collection[Pattern], found: Collection[str]) -> tuple[str, int]:
    """The text, and how many places of it are masked. `found`: texts that are masked wherever they stand."""
    places = [*_by_pattern(text, patterns), *_by_text(text, found)]
    parts, at, number = list[str](), 0, 0
    for first, end in sorted(places):
        if end > at:
            start = max(first, at)
            parts += [text[at:start], _VISIBLE.sub(MASK, text[start:end])]
            at, number = end, number + 1
    return "".join([*parts, text[at:]]), number


def _by_pattern(text: str, patterns: Collection[Pattern]) -> Iterator[tuple[int, int]]:
    for name in patterns:
        for match in _PATTERNS[name].finditer(text):
            if name != "card" or _is_card(match[0]):
                yield match.span()


def _by_text(text: str, found: Collection[str]) -> Iterator[tuple[int, int]]:
    """White space may differ. Within a word it is another one."""
    for each in sorted(set(found), key=len, reverse=True):
        words = each.split()[:50]
        if not words:
            continue
        pattern = r"\s+".join(map(re.escape, words))
        before = r"(?<!\w)" if _is_of_words(words[0][0]) else ""
        behind = r"(?!\w)" if _is_of_words(words[-1][-1]) else ""
        for match in re.finditer(f"{before}{pattern}{behind}", text):
            yield match.span()


def _is_of_words(character: str) -> bool:
    """Of a language that has spaces between its words."""
    return character.isalnum() and ord(character) < 0x3000


def _is_card(text: str) -> bool:
    digits = [int(each) for each in text if each.isdigit()][::-1]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def windows(text: str, most: int) -> Iterator[str]:
    """The whole text in parts that end at paragraphs or lines, where there are some."""
    at = 0
    while at < len(text):
        end = min(len(text), at + most)
        if end < len(text):
            cut = max(text.rfind("\n\n", at + most // 2, end), text.rfind("\n", at + most * 3 // 4, end))
            end = cut + 1 if cut > at else end
        yield text[at:end]
        at = end
