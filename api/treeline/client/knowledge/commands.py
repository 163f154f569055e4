"""The commands of `treeline knowledge`. Each imports what it needs when it runs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from treeline.client.commands import EXIT_CODES, Note, Session, confirm_removal, working

if TYPE_CHECKING:
    from treeline.client.knowledge.service import KnowledgeApi

Command = TypeVar("Command", bound=Callable[..., Any])
METHODS = ("hybrid_search", "semantic_search", "full_text_search", "keyword_search")
QUOTE_CHARACTERS = 300


@click.group(epilog=EXIT_CODES)
def knowledge() -> None:
    """Work with knowledge bases.

    Set a key of the workspace's knowledge bases (ds-…) with TREELINE_KEY (or --key), and the server with TREELINE_URL
    (or --url). DATASET is the name or the ID of a knowledge base.
    """


def on_dataset(command: Command) -> Command:
    """The argument and the options of a command about one knowledge base."""
    return on_server(click.argument("dataset", type=Note())(command))


def on_server(command: Command) -> Command:
    """The options of every command."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print only one JSON object to stdout."),
        click.option("--key", envvar="TREELINE_KEY", default="",
                     help="A key of the knowledge bases. Other users of this machine can see options, so prefer "
                          "TREELINE_KEY."),
        click.option("--url", envvar="TREELINE_URL", default="http://localhost:5001", show_default=True,
                     help="The server's URL. Or set TREELINE_URL."),
    ):  # fmt: skip
        command = option(command)
    return command


class KnowledgeSession(Session):
    """One command at work on one knowledge base, or, without one, in the workspace of the key."""

    knowledge: "KnowledgeApi"

    def __init__(self, url: str, key: str, dataset: str | None, *, as_json: bool):
        from treeline.client.knowledge.service import KnowledgeApi, KnowledgeRemote
        from treeline.client.progress import Progress

        self.as_json, self.progress = as_json, Progress()
        self.remote = KnowledgeRemote(url, key, self.progress.say)
        try:
            if dataset is not None:
                self.remote.choose(dataset)
        except BaseException:
            self.remote.close()
            raise
        self.knowledge = KnowledgeApi(self.remote)


def session(
    url: str, key: str, dataset: str | None, *, as_json: bool, interrupted: str = "Interrupted."
) -> AbstractContextManager[KnowledgeSession]:
    return working(
        lambda: KnowledgeSession(url, key, dataset, as_json=as_json), as_json=as_json, interrupted=interrupted
    )


_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False, readable=False)
_NEW_FOLDER = click.Path(path_type=Path, file_okay=False, readable=False)


@knowledge.command(epilog=EXIT_CODES)
@click.option("--under", default="", metavar="PATH", help="Put the documents into this folder of the knowledge base.")
@click.option("--delete", is_flag=True, help="Delete documents of earlier pushes that are not in FOLDER any more.")
@click.option("--yes", is_flag=True, help="With --delete: don't ask for confirmation.")
@click.option("--confirm", is_flag=True, help="With --delete: even if more than half of the documents are deleted.")
@click.option("--dry-run", is_flag=True, help="Only show what would change. Always exits with 0.")
@on_dataset
@click.argument("folder", default=".", type=_FOLDER)
def push(dataset: str, folder: Path, under: str, delete: bool, yes: bool, confirm: bool, dry_run: bool, url: str,
         key: str, as_json: bool) -> None:  # fmt: skip
    """Update the documents of DATASET to match FOLDER, in one transaction.

    Only content that the server doesn't have is sent, and only new and changed files are indexed. A file that was moved
    or renamed keeps its segments. Files listed in .treelineignore are skipped; so are images, audio, video and
    archives. Without --delete, documents whose files are gone are kept.
    """
    safe = "Interrupted. The documents are either unchanged or fully synced; the next push sends only the rest."
    with session(url, key, dataset, as_json=as_json, interrupted=safe) as at:
        from treeline.client.knowledge import push as pushing

        at.knowledge.confirmed = confirm
        if dry_run:
            found = pushing.plan(at.knowledge, folder, under, at.progress, delete=delete)
            at.end(found.as_json(), found.lines())

        def agree(paths: list[str]) -> None:
            confirm_removal(paths, "--delete deletes documents whose files are not in the folder: {count} documents.")
            at.knowledge.confirmed = True

        going = pushing.KnowledgePush(at.knowledge, folder, under, at.progress)
        going.run(delete=delete, confirm=None if yes else agree)
        at.end(asdict(going.outcome), going.outcome.lines())


@knowledge.command(epilog=EXIT_CODES)
@click.option("--under", default="", metavar="PATH", help="Only documents in this folder of the knowledge base.")
@click.option("--delete", is_flag=True, help="Remove from FOLDER what is no document, except ignored files.")
@click.option("--force", is_flag=True, help="Also replace and remove content that the server doesn't have.")
@on_dataset
@click.argument("folder", default=".", type=_NEW_FOLDER)
def pull(dataset: str, folder: Path, under: str, delete: bool, force: bool, url: str, key: str, as_json: bool) -> None:
    """Download the files of all documents of DATASET into FOLDER. Fetches only what differs and verifies every file.

    Of documents with the same path, the second one gets a number.
    """
    safe = "Interrupted. Each local file is either unchanged or complete and verified. Pull again for the rest."
    with session(url, key, dataset, as_json=as_json, interrupted=safe) as at:
        from treeline.client.knowledge.pull import KnowledgePull

        done = KnowledgePull(at.knowledge, folder, under, at.progress).pull(delete=delete, force=force)
        at.end(asdict(done), done.lines())


@knowledge.command(epilog=EXIT_CODES)
@click.option("--top-k", type=click.IntRange(1, 100), help="How many passages to list.")
@click.option("--method", type=click.Choice(METHODS), help="How to search, instead of the knowledge base's setting.")
@on_dataset
@click.argument("query", type=Note())
def search(dataset: str, query: str, top_k: int | None, method: str | None, url: str, key: str, as_json: bool) -> None:
    """Search DATASET and list the passages that answer QUERY best, each with its source."""
    with session(url, key, dataset, as_json=as_json) as at:
        given = {"top_k": top_k, "search_method": method}
        found = at.knowledge.search(query, {name: value for name, value in given.items() if value is not None})
        for warning in found["warnings"]:
            at.progress.warn(warning["message"])
        at.end(found, _passages(found["records"]) or ["No results."])


@knowledge.command(epilog=EXIT_CODES)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@on_dataset
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(dataset: str, file: Path, force: bool, url: str, key: str, as_json: bool) -> None:
    """Download DATASET as one zip into FILE: documents, segments, vectors and files, for `import` elsewhere."""
    with session(url, key, dataset, as_json=as_json, interrupted="Interrupted. FILE is unchanged.") as at:
        from treeline.client.knowledge import bundle

        size = bundle.export(at.knowledge, file, force=force)
        at.end({"file": str(file), "bytes": size}, [f"Exported to {file}: {size:,} bytes."])


@knowledge.command("import", epilog=EXIT_CODES)
@click.option("--name", default="", help="The new knowledge base's name, if not the one in FILE.")
@on_server
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(file: Path, name: str, url: str, key: str, as_json: bool) -> None:
    """Create a knowledge base from FILE, an export. With the same embedding model, nothing is embedded again."""
    with session(url, key, None, as_json=as_json) as at:
        from treeline.client.knowledge import bundle

        made = bundle.bring(at.knowledge, file, name)
        told = f"Imported {made['dataset']['name']}: {made['documents']:,} documents, {made['segments']:,} segments."
        more = [f"{made['to_index']:,} documents are being indexed."] if made["to_index"] else []
        at.end(made, [told, made["message"], *more])


def _passages(records: list[dict[str, Any]]) -> list[str]:
    lines = list[str]()
    for number, record in enumerate(records, 1):
        lines.append(f"{number}. {record['score']:.3f}  {_source(record['citation'])}")
        text = " ".join(record["content"].split())
        lines.append(f"   {text[:QUOTE_CHARACTERS]}{'…' if len(text) > QUOTE_CHARACTERS else ''}")
    return lines


def _source(citation: dict[str, Any]) -> str:
    path = "/".join(filter(None, (citation["folder"], citation["document"])))
    first, last = citation["page_from"], citation["page_to"]
    pages = "" if first is None else f", page {first}" if last in (None, first) else f", pages {first}–{last}"
    return " › ".join((path, *citation["heading"])) + pages
