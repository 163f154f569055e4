"""Mails as they are: of many programs, in many languages, cut off and broken."""

from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from treeline.triggers.events.kinds.imap import _utf7
from treeline.triggers.events.kinds.mail import read_mail
from treeline.workflows.nodes.event_outputs import EVENT, OUTPUTS


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def test_what_a_mail_says():
    message = mail(
        Subject="发票 7",
        From="Ann <ann@x.example>",
        To="Bo <bo@x.example>, c@x.example",
        Date="Mon, 30 Nov 2026 10:00:00 +0100",
        Message_ID="<7@x.example>",
    )
    message.set_content("你好 Bo")
    message.add_alternative("<p>Not <b>this</b></p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="发票.pdf")
    told = read_mail(message.as_bytes())
    assert told == {
        "message_id": "<7@x.example>",
        "subject": "发票 7",
        "from": "Ann <ann@x.example>",
        "to": ["bo@x.example", "c@x.example"],
        "date": "2026-11-30T09:00:00+00:00",
        "text": "你好 Bo",
        "attachments": [{"name": "发票.pdf", "media_type": "application/pdf"}],
    }
    assert told.keys() | {EVENT} == OUTPUTS["imap"].keys()


def test_of_html_alone_its_text():
    message = mail(Subject="x")
    message.set_content("<style>p {}</style><p>One &amp; two</p><script>no()</script>three<br>four", subtype="html")
    assert read_mail(message.as_bytes())["text"] == "One & two\nthree\nfour"


def test_a_mail_that_is_cut_off_says_what_came():
    message = mail(Subject="Long")
    message.set_content("word " * 1000)
    told = read_mail(message.as_bytes()[:2000])
    assert (told["subject"], told["text"][:9]) == ("Long", "word word")


@given(st.binary(max_size=500))
def test_any_bytes_can_be_read(data: bytes):
    for raw in (data, b"Subject: " + data, b"Content-Type: text/plain; charset=" + data + b"\r\n\r\n" + data):
        assert read_mail(raw).keys() | {EVENT} == OUTPUTS["imap"].keys()


def test_names_of_folders_in_any_language():
    # From RFC 3501.
    assert _utf7("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-"
    assert _utf7("Tom & Jerry") == "Tom &- Jerry"
