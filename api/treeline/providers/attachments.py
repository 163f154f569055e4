from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from treeline.providers.errors import CompletionRequestError
from treeline.providers.port import Attachment, Turn, User

if TYPE_CHECKING:
    from treeline.kernel.http import Client


async def with_bytes(client: "Client", turns: Sequence[Turn]) -> list[Turn]:
    """The turns with the bytes of remote attachments.

    Fetched here, through the guarded client, and never by the library or the provider: one would go past the guard, and
    the other cannot see what is only reachable from here. Raises CompletionRequestError.
    """
    return [await _shown(client, turn) if isinstance(turn, User) else turn for turn in turns]


async def _shown(client: "Client", turn: User) -> User:
    return replace(turn, attachments=tuple([await _fetched(client, each) for each in turn.attachments]))


async def _fetched(client: "Client", attachment: Attachment) -> Attachment:
    if attachment.data is not None or not attachment.url:
        return attachment
    reply = await client.get(attachment.url, follow_redirects=True)
    if reply.status_code != 200:
        raise CompletionRequestError(f"The attachment {attachment.url} cannot be read: {reply.status_code}.")
    media_type = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    # The address is an end user's: whatever else it is that answers there, its words are not for the model.
    if media_type.partition("/")[0] != attachment.media_type.partition("/")[0]:
        raise CompletionRequestError(
            f"The attachment {attachment.url} should be {attachment.media_type} and is {media_type or 'of no type'}."
        )
    return replace(attachment, data=reply.content, media_type=media_type)
