"""From a kind, a language and values to subject, text and HTML.

`templates/<kind>/<language>.txt` is both: lines `Subject:` and `Button:`, an empty line, then paragraphs; how they look
stands in `templates/layout`. The paragraph `[button]` is the link, `[code]` shows the value `code`. Each paragraph is a
Jinja template of its own, so that no value can add another; one that comes out empty is left out. The value `valid_for`
is there where a mail has an end; `text` may have several lines.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from treeline.kernel.text import clean

TEMPLATES = Path(__file__).parent / "templates"
ENGLISH, CHINESE = "en", "zh-Hans"
LANGUAGES = (ENGLISH, CHINESE)
BUTTON, CODE = "[button]", "[code]"
# The one value that may have several lines.
SEVERAL_LINES = "text"
# In a value, where the link stands: people who write mails choose that.
LINK_HERE = "{{#url#}}"

# Texts: what they come to is escaped when it is put into the HTML.
_TEXTS = Environment(autoescape=False, undefined=StrictUndefined)  # noqa: S701  no HTML
_PAGES = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_UNITS = {
    ENGLISH: (("day", 24 * 60), ("hour", 60), ("minute", 1)),
    CHINESE: (("天", 24 * 60), ("小时", 60), ("分钟", 1)),
}


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Part:
    """A paragraph, a code or a button. `link`: where a button leads."""

    kind: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class MailTemplate:
    subject: Template
    button: Template
    paragraphs: tuple[tuple[str, Template], ...]


def kinds() -> set[str]:
    return {path.parent.name for path in TEMPLATES.glob(f"*/{ENGLISH}.txt")}


def require_kind(kind: str) -> None:
    """Raises ValueError."""
    if not (TEMPLATES / kind / f"{ENGLISH}.txt").is_file():
        raise ValueError(f"No templates of mails are called {kind!r}.")


def language_of(tag: str) -> str:
    """The one of ours that somebody with this language tag reads."""
    return CHINESE if tag.lower().split("-")[0] == "zh" else ENGLISH


def spoken(lasts: timedelta, tag: str) -> str:
    """In the largest unit that says it exactly: "3 days", "36 hours", "10 分钟"."""
    language, minutes = language_of(tag), max(1, round(lasts.total_seconds() / 60))
    unit, size = next(each for each in _UNITS[language] if minutes % each[1] == 0)
    count = minutes // size
    return f"{count} {unit}{'s' if language == ENGLISH and count != 1 else ''}"


def render(kind: str, tag: str, values: Mapping[str, str | int], link: str | None) -> Rendered:
    language = language_of(tag)
    given = {name: clean(str(value)) for name, value in values.items()}
    shown = {name: value if name == SEVERAL_LINES else _in_one_line(value) for name, value in given.items()}
    template = _template(kind, language)
    subject = _in_one_line(template.subject.render(shown))
    parts = list(_parts(template, shown, link))
    page = {"language": language, "subject": subject, "parts": parts}
    return Rendered(subject, _layout("mail.txt").render(page).strip() + "\n", _layout("mail.html").render(page))


def _parts(template: MailTemplate, values: Mapping[str, str], link: str | None) -> list[Part]:
    parts: list[Part] = []
    for source, paragraph in template.paragraphs:
        if source == BUTTON:
            parts += [Part("button", template.button.render(values), link)] if link else []
        elif source == CODE:
            parts.append(Part("code", values["code"]))
        elif text := paragraph.render(values).strip():
            parts.append(Part("paragraph", text))
    return parts


def _in_one_line(text: str) -> str:
    """What is shown within a line, and in the subject: without line breaks and what else cannot be seen."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


@cache
def _template(kind: str, language: str) -> MailTemplate:
    head, _, body = (TEMPLATES / kind / f"{language}.txt").read_text().partition("\n\n")
    fields = dict(re.findall(r"^(\w+): *(.*)$", head, re.MULTILINE))
    paragraphs = [each.strip() for each in re.split(r"\n{2,}", body) if each.strip()]
    return MailTemplate(
        _TEXTS.from_string(fields["Subject"]),
        _TEXTS.from_string(fields.get("Button", "")),
        tuple((each, _TEXTS.from_string(each)) for each in paragraphs),
    )


@cache
def _layout(name: str) -> Template:
    environment = _PAGES if name.endswith(".html") else _TEXTS
    return environment.from_string((TEMPLATES / "layout" / name).read_text())
