"""Characters out of bytes, in the encoding that they most likely have."""

import codecs
from dataclasses import dataclass

from treeline.datasets.extraction.errors import UnsupportedFormat
from treeline.datasets.extraction.formats import ACCEPTED

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before the shorter one that it begins with.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How many of the characters beyond ASCII have to be common ones of the language.
ENOUGH = 0.5


@dataclass(frozen=True)
class Decoded:
    """`warning`: that the encoding is a guess, if it is one."""

    text: str
    encoding: str
    warning: str | None = None


def decoded(name: str, data: bytes) -> Decoded:
    """Raises UnsupportedFormat for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_plain(data[len(mark) :].decode(encoding, "replace")), encoding)
    if b"\0" in data:
        raise UnsupportedFormat(f"{name or 'The file'} is neither a text nor a known document. Accepted: {ACCEPTED}.")
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(_plain(text), "utf-8")
    asian = _asian(data)
    if asian is not None:
        return asian
    warning = (
        f"{name or 'The file'} was read as Latin-1: its encoding is not known. Save it as UTF-8 if it looks wrong."
    )
    return Decoded(_plain(data.decode("latin-1")), "latin-1", warning)


def _asian(data: bytes) -> Decoded | None:
    """Almost any bytes are GB18030, and many are Shift-JIS: the one with more common characters is meant."""
    found: list[tuple[float, str, str]] = []
    for encoding, is_common in (("gb18030", _is_chinese), ("shift_jis", _is_japanese)):
        text = _strict(data, encoding)
        beyond = [each for each in text if each > "\x7f"] if text is not None else []
        if text is not None and beyond:
            found.append((sum(map(is_common, beyond)) / len(beyond), encoding, text))
    if not found:
        return None
    share, encoding, text = max(found)
    return Decoded(_plain(text), encoding) if share >= ENOUGH else None


def _is_chinese(character: str) -> bool:
    """The first level of GB 2312 is what is written every day."""
    if "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef":
        return True
    code = character.encode("gb18030")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1


def _is_japanese(character: str) -> bool:
    """Kana, and what stands between them. Kanji alone could as well be Chinese."""
    return "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff60"


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
