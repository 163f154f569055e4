"""Downloads content by its hash, and verifies it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256

from treeline.client.errors import Refused
from treeline.client.packs import PACK_BYTES, BrokenFrames, frames
from treeline.client.remote import ConnectionBroke, Remote
from treeline.client.threads import in_threads

AT_ONCE = 3
# The server takes 10,000 in one request.
MOST_TOGETHER = 5_000

# Gets the hash and the bytes. What it made of them counts only when it returns; bytes that are wrong raise inside it.
Keep = Callable[[str, Iterator[bytes]], None]


def download(remote: Remote, wanted: dict[str, int], keep: Keep) -> None:
    """`wanted`: {SHA-256: size}. Raises Refused where the server has not what it said, Unreachable."""
    for _ in in_threads(partial(_fetch, remote, wanted, keep), _groups(wanted), AT_ONCE):
        pass


def _groups(wanted: dict[str, int]) -> Iterator[list[str]]:
    group, size = list[str](), 0
    for digest, length in wanted.items():
        if group and (size + length > PACK_BYTES or len(group) >= MOST_TOGETHER):
            yield group
            group, size = [], 0
        group.append(digest)
        size += length
    if group:
        yield group


def _fetch(remote: Remote, wanted: dict[str, int], keep: Keep, group: list[str]) -> None:
    left = dict.fromkeys(group)

    def take(asked: list[str], chunks: Iterator[bytes]) -> None:
        try:
            for index, length, content in frames(chunks):
                digest = asked[index] if index < len(asked) else ""
                if digest not in left or length != wanted[digest]:
                    raise Refused("The server sent content that was not requested.", 200)
                keep(digest, checked(digest, content))
                del left[digest]
        except BrokenFrames as error:
            raise ConnectionBroke(str(error)) from error
        if left:
            raise ConnectionBroke(f"The response ended with {len(left)} files missing.")

    remote.contents(lambda: list(left), take)


def checked(digest: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes; raises Refused at their end where they are not those of the hash."""
    found = sha256()
    for chunk in chunks:
        found.update(chunk)
        yield chunk
    if found.hexdigest() != digest:
        raise WrongBytes(digest, found.hexdigest())


class WrongBytes(Refused):
    """Storage or network have spoiled something."""

    def __init__(self, digest: str, found: str):
        super().__init__(f"The server's bytes for {digest} have the hash {found}, so they were rejected.", 200)
        self.code, self.digest = "wrong_bytes", digest
