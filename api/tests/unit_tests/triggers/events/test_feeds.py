"""Feeds of every dialect become entries; what is none, or is made to do harm, is told apart."""

from contextlib import suppress
from html import escape
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.triggers.events.kinds.feed_xml import MAX_DEPTH, MAX_ENTRIES, FeedInvalid, iso_time, parse_feed

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Harbor news</title><link>https://h.example/</link><image><title>A picture</title></image>
<item><title>Ferries &amp; trains</title><link>https://h.example/2</link><guid>tag-2</guid><dc:creator>Ann</dc:creator>
<description>short</description><content:encoded><![CDATA[<p>All <b>of</b> it &amp; more</p>]]></content:encoded>
<media:group><media:title>Not this</media:title></media:group><pubDate>Mon, 30 Nov 2026 10:00:00 +0100</pubDate></item>
<item><title>Older</title><link>https://h.example/1</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Harbor news</title>
<entry><id>urn:2</id><title type="html">Ferries &amp;amp; trains</title><author><name>Ann</name><uri>x</uri></author>
<link rel="replies" href="https://h.example/replies"/><link href="https://h.example/2"/>
<updated>2026-11-30T09:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">All <b>of</b> it</div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old news</title></channel>
<item><title>One</title><link>https://o.example/1</link><dc:date>2026-11-30</dc:date></item></rdf:RDF>"""


def test_rss_with_its_modules():
    feed = parse_feed(RSS.encode())
    assert (feed.title, len(feed.entries)) == ("Harbor news", 2)
    first, older = feed.entries
    assert first.fields["title"] == "Ferries & trains"
    assert (first.fields["link"], first.fields["author"], first.key) == ("https://h.example/2", "Ann", "tag-2")
    assert first.text == "All of it & more"
    assert first.published_at == "2026-11-30T09:00:00+00:00"
    assert (older.key, older.published_at, older.text) == ("https://h.example/1", "", "")


def test_atom():
    (entry,) = parse_feed(ATOM.encode()).entries
    assert (entry.key, entry.fields["link"], entry.fields["author"]) == ("urn:2", "https://h.example/2", "Ann")
    assert (entry.text, entry.published_at) == ("All of it", "2026-11-30T09:00:00+00:00")


def test_rss_one():
    feed = parse_feed(RDF.encode())
    assert (feed.title, feed.entries[0].key) == ("Old news", "https://o.example/1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "shift_jis", "koi8-r", "windows-1251"])
def test_characters_in_the_declared_encoding(encoding: str):
    title = "Новости" if encoding in ("koi8-r", "windows-1251") else "新聞"
    text = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel><title>{title}</title></channel></rss>"
    assert parse_feed(text.encode(encoding)).title == title


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "document",
    [
        f"<!DOCTYPE rss [{BOMB}]><rss><channel><title>&e8;</title></channel></rss>",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><title>&x;</title></rss>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><rss/>',
        "<html><head><title>Sign in</title></head></html>",
        "<rss><channel>",
        "<rss>" + "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH + "</rss>",
        "<rss>" + "<item/>" * (MAX_ENTRIES + 1) + "</rss>",
        "<?xml version='1.0' encoding='none-such'?><rss/>",
        "",
        "{}",
    ],
    ids=["bomb", "file", "parameter", "html", "cut", "deep", "many", "encoding", "empty", "json"],
)
def test_what_is_rejected(document: str):
    with pytest.raises(FeedInvalid) as caught:
        parse_feed(document.encode())
    assert "passwd" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_document_type_alone_loads_nothing():
    named = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:1/rss.dtd">'
    assert parse_feed(f"{named}<rss><channel><title>Old</title></channel></rss>".encode()).title == "Old"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_none(data: bytes):
    for document in (data, b"<rss>" + data + b"</rss>"):
        with suppress(FeedInvalid):
            assert parse_feed(document).entries is not None


TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=40).map(str.strip).filter(bool)
)


@given(TEXT, TEXT)
def test_what_an_entry_says_comes_through(title: str, link: str):
    """Both dialects tell the same."""
    rss = f"<rss><channel><item><title>{escape(title)}</title><link>{escape(link)}</link></item></channel></rss>"
    atom = f"<feed><entry><title>{escape(title)}</title><link href={quoteattr(link)}/></entry></feed>"
    for document in (rss, atom):
        (entry,) = parse_feed(document.encode()).entries
        assert (entry.fields["title"], entry.key) == (title, link)


@given(st.text(max_size=40))
def test_a_time_is_one_or_nothing(text: str):
    told = iso_time(text)
    assert told == "" or told.endswith("+00:00")
