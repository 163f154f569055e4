"""How long texts are, without a model's own tokenizer: a wide character is a token, and so are four others."""

import re
import unicodedata
from bisect import bisect_right

# Chinese, Japanese, Korean; Thai, Lao, Burmese and Khmer, which have no spaces between words either.
_WIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u303f\u3040-\u30ff\u3100-\u31ff\u3200-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff]+"
)
# A token has so many units: sums of units are exact where sums of rounded tokens are not.
UNITS = 4
# How far a cut is moved to keep a character and its marks together.
_MARKS = 16


def tokens(text: str) -> int:
    wide = 0 if text.isascii() else sum(found.end() - found.start() for found in _WIDE.finditer(text))
    return -(-(len(text) + (UNITS - 1) * wide) // UNITS)


class Measure:
    """Lengths of any part of one text, in units, without looking at the text again."""

    def __init__(self, text: str):
        self.text = text
        # The runs of wide characters: where each begins, its length, and how many there are before it.
        self._starts, self._lengths, self._before = list[int](), list[int](), list[int]()
        before = 0
        for found in () if text.isascii() else _WIDE.finditer(text):
            self._starts.append(found.start())
            self._lengths.append(found.end() - found.start())
            self._before.append(before)
            before += found.end() - found.start()

    def units(self, start: int, end: int) -> int:
        if not self._starts:
            return end - start
        return end - start + (UNITS - 1) * (self._wide(end) - self._wide(start))

    def _wide(self, end: int) -> int:
        """How many wide characters stand before it."""
        run = bisect_right(self._starts, end) - 1
        return self._before[run] + min(end - self._starts[run], self._lengths[run]) if run >= 0 else 0

    def reach(self, start: int, end: int, most: int) -> int:
        """Where to cut so that the part from `start` has at most so many units; one character at least."""
        low, high = start, min(end, start + most)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.units(start, middle) <= most else (low, middle - 1)
        return low if low == end else max(self._whole(start, low), start + 1)

    def reach_back(self, start: int, end: int, most: int) -> int:
        """The first place from which to `end` there are at most so many units."""
        low, high = max(start, end - most), end
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.units(middle, end) <= most else (middle + 1, high)
        return low

    def _whole(self, start: int, cut: int) -> int:
        for place in range(cut, max(start, cut - _MARKS), -1):
            if not _joins(self.text[place]) and self.text[place - 1] != "\u200d":
                return place
        return cut


def _joins(character: str) -> bool:
    """Whether it belongs to the character before it."""
    return character == "\u200d" or "\ufe00" <= character <= "\ufe0f" or unicodedata.category(character)[0] == "M"
