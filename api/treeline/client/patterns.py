"""One line of an ignore file, as git interprets it: names and patterns are bytes, and case matters."""

import re
import string
from dataclasses import dataclass

_SPECIAL = b"*?[\\"
_STAR = b"[^/]*"
# The classes of ASCII that git knows; its "space" has no vertical tab and no form feed.
_CLASSES = {
    b"alnum": string.ascii_letters + string.digits,
    b"alpha": string.ascii_letters,
    b"blank": " \t",
    b"cntrl": "".join(map(chr, [*range(32), 127])),
    b"digit": string.digits,
    b"graph": string.ascii_letters + string.digits + string.punctuation,
    b"lower": string.ascii_lowercase,
    b"print": string.ascii_letters + string.digits + string.punctuation + " ",
    b"punct": string.punctuation,
    b"space": " \t\n\r",
    b"upper": string.ascii_uppercase,
    b"xdigit": string.hexdigits,
}


class _NeverMatches(Exception):
    """git gives a pattern that is not complete, such as `[a`, no meaning."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`regex` is for what follows `prefix`, which has no special characters; `whole_path`: not only for the name."""

    ignores: bool
    folders_only: bool
    whole_path: bool
    prefix: bytes
    regex: re.Pattern[bytes] | None

    def matches(self, path: bytes, name: bytes, *, folder: bool) -> bool:
        """`path` is relative to the folder of the ignore file."""
        if self.folders_only and not folder:
            return False
        subject = path if self.whole_path else name
        if self.regex is None:
            return subject == self.prefix
        return subject.startswith(self.prefix) and self.regex.fullmatch(subject, len(self.prefix)) is not None


def parse(content: bytes) -> list[Pattern]:
    """The patterns of an ignore file, last line first: the first that matches decides."""
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    lines = [line.removesuffix(b"\r").partition(b"\0")[0] for line in lines if not line.startswith(b"#")]
    return [pattern for line in reversed(lines) if (pattern := _pattern(_without_trailing_spaces(line)))]


def _without_trailing_spaces(line: bytes) -> bytes:
    kept = re.match(rb"(?:\\.|[^ \\]|\\$| +(?! |$))*", line, re.DOTALL)
    return kept[0] if kept else b""


def _pattern(line: bytes) -> Pattern | None:
    """None for a line that matches nothing."""
    ignores = not line.startswith(b"!")
    line = line if ignores else line[1:]
    folders_only = line.endswith(b"/")
    line = line[:-1] if folders_only else line
    whole_path = b"/" in line
    line = line.removeprefix(b"/")
    if not line:
        return None
    literal = next((at for at, char in enumerate(line) if char in _SPECIAL), len(line))
    if literal == len(line):
        return Pattern(ignores, folders_only, whole_path, line, None)
    # As in git, the rest is a pattern of its own: `/a**/b` matches as `**/b` would after an `a`.
    prefix, rest = (line[:literal], line[literal:]) if whole_path else (b"", line)
    try:
        return Pattern(ignores, folders_only, whole_path, prefix, re.compile(_regex(rest), re.DOTALL))
    except _NeverMatches:
        return None


def _regex(pattern: bytes) -> bytes:
    """Raises _NeverMatches.

    What stands between two stars of one name is looked for once: where the first place that it fits does not do, no
    later one does. Otherwise a few stars would cost minutes.
    """
    pieces, at = list[bytes](), 0
    star: int | None = None  # the last one of this name
    while at < len(pattern):
        char = pattern[at : at + 1]
        if char == b"*":
            piece, at = _stars(pattern, at)
        elif char == b"[":
            piece, at = _set(pattern, at + 1)
        elif char == b"?":
            piece, at = b"[^/]", at + 1
        else:
            at += char == b"\\"
            piece, at = re.escape(_at(pattern, at)), at + 1
        if piece == _STAR and star is not None:
            pieces[star] = b"(?>[^/]*?"
            pieces.append(b")")
        pieces.append(piece)
        if piece == _STAR:
            star = len(pieces) - 1
        elif char == b"*" or piece == b"/":
            star = None
    return b"".join(pieces)


def _at(pattern: bytes, at: int) -> bytes:
    """Raises _NeverMatches behind the end."""
    if at >= len(pattern):
        raise _NeverMatches
    return pattern[at : at + 1]


def _stars(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Two or more stars that are all between two slashes match across folders, also none."""
    end = at
    while pattern[end : end + 1] == b"*":
        end += 1
    rest = pattern[end : end + 2]
    alone = (at == 0 or pattern[at - 1 : at] == b"/") and (rest[:1] in (b"", b"/") or rest == b"\\/")
    if end - at == 1 or not alone:
        return _STAR, end
    return (b"(?:.*/)?", end + 1) if rest[:1] == b"/" else (b".*", end)


def _set(pattern: bytes, at: int) -> tuple[bytes, int]:
    """What stands between brackets, from behind the opening one. Raises _NeverMatches."""
    negated = pattern[at : at + 1] in (b"!", b"^")
    at += negated
    chars = set[int]()
    before = None  # what a range can start from
    first = True
    while first or _at(pattern, at) != b"]":
        first = False
        char = _at(pattern, at)
        if char == b"[" and pattern[at + 1 : at + 2] == b":" and (named := _class(pattern, at + 2)):
            members, at = named
            chars |= members
            before = None
            continue
        if char == b"-" and before is not None and pattern[at + 1 : at + 2] not in (b"", b"]"):
            at += 1 + (pattern[at + 1 : at + 2] == b"\\")
            chars |= set(range(before, _at(pattern, at)[0] + 1))
            before = None
        else:
            at += char == b"\\"
            before = _at(pattern, at)[0]
            chars.add(before)
        at += 1
    chars = (set(range(256)) - chars if negated else chars) - {ord("/")}
    if not chars:
        raise _NeverMatches
    return b"[" + b"".join(b"\\x%02x" % char for char in sorted(chars)) + b"]", at + 1


def _class(pattern: bytes, at: int) -> tuple[set[int], int] | None:
    """A class such as `[:alpha:]`, from behind its colon; None where these are characters like others."""
    end = pattern.find(b"]", at)
    if end < 0:
        raise _NeverMatches
    if end == at or pattern[end - 1 : end] != b":":
        return None
    members = _CLASSES.get(pattern[at : end - 1])
    if members is None:
        raise _NeverMatches
    return {ord(char) for char in members}, end + 1
