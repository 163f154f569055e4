"""`.treelineignore` means what git means: the same patterns over the same files, asked of git itself."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from treeline.client.errors import LocalFiles
from treeline.client.folder import scan
from treeline.client.ignore import JUNK, JUNK_PREFIXES, Ignore

GIT = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": os.devnull}

# A case: its files, and the ignore file of each folder that has one ("" is the top).
Case = tuple[set[bytes], dict[bytes, bytes]]

names = st.one_of(
    st.sampled_from([b"a", b"b", b"A", b"ab", b"a.md", b"b.md", b"c.txt", b"docs", b"foo", b"foobar", b".x", b"[a]"]),
    st.lists(st.sampled_from([*b"abAz09.-_!#* \\?[]^:\t\x0b\x7f\xff\xc3\xa9"]), min_size=1, max_size=4).map(bytes),
).filter(lambda name: name not in (b".", b"..") and not name.startswith(b"._"))
paths = st.lists(names, min_size=1, max_size=4).map(b"/".join)
pieces = rb"""
* ** / **/ /** /**/ ? *.md [ ] \ \* \/ [ab] [!a] [^a] [a-c] []a] [a\]] [a-] [\a-\c] [z-a] [--0]
[[:alpha:]] [[:space:]x] [[:punct:]] [![:digit:]] [[:no:]] [[:a]
""".split()
tokens = names | st.sampled_from([*pieces, b" ", b"\\ ", b"\xa9"])
lines = st.builds(
    lambda start, middle, end: start + b"".join(middle) + end,
    st.sampled_from([b"", b"", b"!", b"/", b"!/", b"\\!", b"#", b"\\#", b" "]),
    st.lists(tokens, max_size=5),
    st.sampled_from([b"", b"", b"", b"/", b" ", b"  ", b"\\ ", b"\\ \t", b"\r", b" \r", b"\t", b"//", b"\0a", b"\\"]),
)
contents = st.builds(
    lambda mark, lines, between: mark + between.join(lines),
    st.sampled_from([b"", b"", b"\xef\xbb\xbf"]),
    st.lists(lines, max_size=5),
    st.sampled_from([b"\n", b"\r\n"]),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Patterns made of the names that there are, too: others seldom match."""
    files = draw(st.sets(paths, min_size=1, max_size=8))
    files = {path for path in files if not any(other.startswith(path + b"/") for other in files)}
    own = st.sampled_from(sorted(files | {name for path in files for name in path.split(b"/")}))
    marked = st.builds(lambda *parts: b"".join(parts), st.sampled_from([b"", b"!", b"/"]), own, tokens | st.just(b""))
    ignored = {b"": draw(contents) + b"\n" + b"\n".join(draw(st.lists(marked, max_size=3)))}
    for above in draw(st.sets(st.sampled_from(sorted(files)), max_size=1)):
        ignored[above.rpartition(b"/")[0]] = draw(contents)
    return files, ignored


def write(root: bytes, case: Case) -> None:
    files, ignored = case
    for path in files:
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), "wb"):
            pass
    for above, content in ignored.items():
        with open(os.path.join(root, above, b".gitignore"), "wb") as file:
            file.write(content)


def paths_of(case: Case) -> dict[bytes, bool]:
    """Each path, and whether it is a folder."""
    found = dict.fromkeys(case[0], False)
    for path in case[0]:
        parts = path.split(b"/")
        found |= {b"/".join(parts[:count]): True for count in range(1, len(parts))}
    return found


def git_ignores(root: Path, count: int, asked: list[bytes]) -> set[bytes]:
    """One git for all cases: each lies in a folder of its own, and patterns are relative to their file."""
    subprocess.run(["git", "init", "-q", root], check=True, env=GIT)
    command = ["git", "-C", root, "check-ignore", "--no-index", "--stdin", "-z"]
    ended = subprocess.run(command, input=b"\0".join(asked) + b"\0", capture_output=True, check=False, env=GIT)
    assert ended.returncode in (0, 1), ended.stderr
    return set(ended.stdout.split(b"\0")) - {b""}


def ours_ignores(case: Case, path: bytes, *, folder: bool) -> bool:
    ignore = Ignore()
    for above, content in case[1].items():
        ignore.add(os.fsdecode(above), content)
    return ignore.leaves_out_somewhere(os.fsdecode(path), folder=folder)


def flat(*paths: bytes, lines: bytes) -> list[Case]:
    return [(set(paths), {b"": lines})]


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git to compare with")
@given(st.lists(cases(), min_size=15, max_size=15))
@example(flat(b"a.md", b"a.txt", b"d/a.md", b"d/e/a.md", b"d/a.txt", lines=b"*\n!*/\n!*.md"))
@example(flat(b"foobar/x/b", b"foo/b", lines=b"/foo**/b*"))
@example(flat(b"a/b/c", b"a/c", b"x/a/c", lines=b"a/**/c\r\n!a/c\r\n"))
@settings(max_examples=4)
def test_what_is_left_out_is_what_git_leaves_out(tmp_path_factory: pytest.TempPathFactory, found: list[Case]):
    root = tmp_path_factory.mktemp("git")
    asked: dict[bytes, tuple[Case, bytes, bool]] = {}
    for number, case in enumerate(found):
        above = b"case%d" % number
        write(os.path.join(os.fsencode(root), above), case)
        asked |= {above + b"/" + path: (case, path, folder) for path, folder in paths_of(case).items()}
    theirs = git_ignores(root, len(found), list(asked))
    for at, (case, path, folder) in asked.items():
        assert ours_ignores(case, path, folder=folder) == (at in theirs), (case, path)
    shutil.rmtree(root)


def test_a_pattern_that_saves_files_saves_them_in_folders_too(tmp_path: Path):
    for path in ("a.md", "a.txt", "d/a.md", "d/e/a.md", "d/e/a.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / ".treelineignore").write_bytes(b"\xef\xbb\xbf*\r\n!*/\r\n!*.md\r\n")
    assert list(scan(tmp_path).files) == ["a.md", "d/a.md", "d/e/a.md"]


def test_a_folder_may_have_an_ignore_file_of_its_own(tmp_path: Path):
    for path in ("keep.log", "d/today.log", "d/keep.log", "d/e/x", "e/x"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / ".treelineignore").write_text("*.log\n.treelineignore\n")
    (tmp_path / "d" / ".treelineignore").write_text("!keep.log\n/e/\n")
    found = scan(tmp_path)
    assert list(found.files) == ["d/keep.log", "e/x"]
    assert found.folders == ["d", "e"]


@pytest.mark.parametrize("pattern", [b"*a" * 30 + b"*b", b"/x/" + b"a*" * 30 + b"b", b"**/" + b"[a-z]*?*" * 20 + b"/b"])
def test_many_stars_cost_little(pattern: bytes):
    """Tried everywhere, thirty stars in a name of 120 characters would not end."""
    for path in (b"a" * 120, b"x/" + b"a" * 120, b"x/" * 20 + b"a" * 120):
        assert not ours_ignores(({path}, {b"": pattern}), path, folder=False)


def test_a_link_as_ignore_file_is_refused_rather_than_not_heeded(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "patterns").write_text("secret\n")
    (tmp_path / "in" / ".treelineignore").symlink_to(tmp_path / "patterns")
    with pytest.raises(LocalFiles, match="is a link"):
        scan(tmp_path / "in")


def test_an_ignore_file_that_cannot_be_read_is_refused(tmp_path: Path):
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (tmp_path / ".treelineignore").touch(0o000)
    with pytest.raises(LocalFiles, match="can't be read"):
        scan(tmp_path)


def test_the_console_leaves_out_the_same_system_files(tmp_path: Path):
    console = Path(__file__).parents[4] / "web/src/features/assets/local/junk.ts"
    names, prefixes = (
        json.loads(re.sub(r",\s*\]", "]", found))
        for found in re.findall(r"= (?:new Set\()?(\[.*?\])", console.read_text(), re.S)
    )
    assert (set(names), tuple(prefixes)) == (JUNK, JUNK_PREFIXES)
    for name in ("Desktop.INI", "._a.md", ".treeline-part-1", "a._b", "_x"):
        (tmp_path / name).touch()
    assert set(scan(tmp_path).files) == {"a._b", "_x"}
