"""What mails say: every kind in both languages, with whatever values there are."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, meta

from treeline.mail.addresses import address_of, sender_of
from treeline.mail.message import made
from treeline.mail.rendering import LANGUAGES, TEMPLATES, Rendered, kinds, language_of, render, spoken

# A value whatever it is: kinds that show others are rendered with any text for them.
# Those that are one of few, with a word for each in the texts.
CHOICES = {"role": "editor", "change": "passkey_added"}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def values_of(kind: str, language: str) -> set[str]:
    source = (TEMPLATES / kind / f"{language}.txt").read_text()
    shown = meta.find_undeclared_variables(Environment(autoescape=True).parse(source))
    return shown | ({"code"} if "[code]" in source else set())


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_says_the_same_in_both_languages(kind: str):
    assert {path.stem for path in (TEMPLATES / kind).iterdir()} == set(LANGUAGES)
    shown = {language: values_of(kind, language) for language in LANGUAGES}
    assert shown["en"] == shown["zh-Hans"]
    for language in LANGUAGES:
        values = {name: CHOICES.get(name, f"<b>{name}") for name in shown[language]}
        mail = render(kind, language, values, "https://treeline.example.com/x?token=a&b=c")
        for name in shown[language] - {"valid_for", *CHOICES}:
            assert f"<b>{name}" in mail.subject + mail.text, (language, name)
            assert f"<b>{name}" not in mail.html
        has_button = "[button]" in (TEMPLATES / kind / f"{language}.txt").read_text()
        assert ("https://treeline.example.com/x?token=a&b=c" in mail.text) is has_button
        assert ('href="https://treeline.example.com/x?token=a&amp;b=c"' in mail.html) is has_button


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_english_paragraphs_begin_with_a_capital(kind: str):
    paragraphs = (TEMPLATES / kind / "en.txt").read_text().split("\n\n")
    assert [each for each in paragraphs if each[0].islower()] == []


class Elements(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


@given(values=st.fixed_dictionaries({"text": TEXT, "title": TEXT, "app": TEXT}), tag=st.sampled_from(LANGUAGES))
def test_no_value_adds_an_element_a_header_or_a_line(values: dict[str, str], tag: str):
    plain = render("form", tag, {"text": "x", "title": "x", "app": "x", "valid_for": "1"}, "https://x.example/form/x")
    mail = render("form", tag, {**values, "valid_for": "1"}, "https://x.example/form/x")
    # An empty text leaves its paragraph out.
    assert Elements(mail.html).tags in (Elements(plain.html).tags, _without_one(Elements(plain.html).tags))
    message = parsed(made(mail, "Treeline <t@example.com>", Address("", "a", "example.com"), "<x@example.com>"))
    assert sorted(message.keys()) == sorted(parsed(_plain_message()).keys())
    assert message["Subject"] == mail.subject
    assert all(len(line) < 998 for line in made_bytes(mail).splitlines())
    body = message.get_body(("plain",))
    assert body is not None
    assert _lines(body.get_content()) == _lines(mail.text)


def _without_one(tags: list[str]) -> list[str]:
    left = list(tags)
    left.remove("p")
    return left


def _plain_message() -> EmailMessage:
    return made(Rendered("x", "x", "x"), "t@example.com", Address("", "a", "example.com"), "<x@example.com>")


def made_bytes(mail: Rendered) -> bytes:
    return made(mail, "t@example.com", Address("", "a", "example.com"), "<x@example.com>").as_bytes()


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


def parsed(message: EmailMessage) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(message.as_bytes(), _class=EmailMessage, policy=policy.default))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("anna@Exämple.com", "anna@xn--exmple-cua.com"),
        ("änna@example.com", "änna@example.com"),
        ("a.b+c@team.local", "a.b+c@team.local"),
    ],
)
def test_addresses_are_as_servers_take_them(given: str, expected: str):
    assert address_of(given).addr_spec == expected
    message = made(Rendered("x", "x", "x"), "t@example.com", address_of(given), "<x@example.com>")
    assert parsed(message)["To"] == expected


@pytest.mark.parametrize(
    "given", ["", "anna", "a@b.c\r\nBcc: d@e.f", "a@b.c, d@e.f", "Anna <a@b.c>", "a b@c.de", "a@b.c\0"]
)
def test_what_is_no_address_is_refused(given: str):
    with pytest.raises(ValueError, match=r"."):
        address_of(given)


def test_a_sender_may_have_a_name():
    assert (sender_of("Tree, Line <t@x.com>").display_name, sender_of('"T" <t@x.com>').addr_spec) == (
        "Tree, Line",
        "t@x.com",
    )
    for wrong in ("Treeline", "T <t@x.com>\r\nBcc: a@b.c", "<>"):
        with pytest.raises(ValueError, match=r"."):
            sender_of(wrong)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-Hans", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("en-US", "en"), ("de", "en"), ("", "en")],
)
def test_other_languages_read_english(tag: str, language: str):
    assert language_of(tag) == language


def test_durations_are_exact():
    shown = [spoken(timedelta(minutes=each), "en") for each in (0.2, 10, 59.99, 60, 90, 24 * 60, 36 * 60)]
    assert shown == ["1 minute", "10 minutes", "1 hour", "1 hour", "90 minutes", "1 day", "36 hours"]
    assert spoken(timedelta(days=3), "zh-Hans") == "3 天"
