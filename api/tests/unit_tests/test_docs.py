"""Links in the documentation lead somewhere: files and headings."""

import re
from pathlib import Path

import pytest

from treeline.settings import ROOT

PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    ROOT / "web" / "README.md",
]
CODE = re.compile(r"^(```|~~~).*?^\1[`~]*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?\)|\b(?:src|srcset|href)=\"([^\"]+)\"")


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.+?) *$", CODE.sub(_words, page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def _words(code: re.Match[str]) -> str:
    """Of code within a line its text, of a block nothing."""
    return "" if code[1] else code[0].strip("`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_resolve(page: Path):
    broken = []
    for link in (one or other for one, other in LINK.findall(CODE.sub("", page.read_text()))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_linked():
    linked = {
        (page.parent / link.partition("#")[0]).resolve() for page in PAGES for link, _ in LINK.findall(page.read_text())
    }
    pages = {page for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert sorted(pages - linked) == []
