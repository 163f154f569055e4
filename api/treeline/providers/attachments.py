"""Attachments by URL: fetched before the model is called.

They are fetched here, with the guarded client, and never by the library or the provider: the library would bypass the
guard, and the provider can't reach hosts that only we can. The URL comes from an end user, so the exceptions for models
don't apply.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from treeline.files.errors import BytesTooMany
from treeline.kernel.addresses import checked_address
from treeline.kernel.errors import ApiError
from treeline.kernel.http import (
    AddressRefused,
    HttpError,
    NamedBy,
    ResponseTooLarge,
    TookTooLong,
    causes,
    outbound,
)
from treeline.kernel.settings import MIB
from treeline.providers.errors import CompletionRequestError
from treeline.providers.port import Attachment, Turn, User
from treeline.providers.settings import AttachmentSettings

SECONDS = 60
SILENCE_SECONDS = 20
# Of earlier questions' attachments: they are held in memory, and sent once more with each question.
PAST_BYTES = 20 * MIB


async def with_bytes(turns: Sequence[Turn], settings: AttachmentSettings) -> list[Turn]:
    """The turns with the bytes of remote attachments; those of earlier questions are left out where they fail.

    Raises CompletionRequestError and BytesTooMany for those of the newest question.
    """
    told = list(turns)
    questions = [(at, turn) for at, turn in enumerate(told) if isinstance(turn, User)]
    if questions:
        at, asked = questions.pop()
        told[at] = replace(asked, attachments=tuple([await _fetched(each, settings) for each in asked.attachments]))
    room = PAST_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            for at, before in reversed(questions):
                shown, room = await _remembered(before.attachments, room, settings)
                told[at] = replace(before, attachments=tuple(shown))
    return told


async def _remembered(
    attachments: Sequence[Attachment], room: int, settings: AttachmentSettings
) -> tuple[list[Attachment], int]:
    """As many as there is room for and can still be had; and the room that is left, in bytes."""
    found: list[Attachment] = []
    for attachment in attachments:
        if attachment.url and room <= 0:
            continue
        with suppress(ApiError):
            shown = await _fetched(attachment, settings, room)
            room -= len(shown.data or b"") if shown.url else 0
            found.append(shown)
    return found, room


async def _fetched(attachment: Attachment, settings: AttachmentSettings, room: int | None = None) -> Attachment:
    if attachment.data is not None or not attachment.url:
        return attachment
    most = settings.upload_most_bytes(attachment.media_type)
    most = most if room is None else min(most, room)
    try:
        url = checked_address(attachment.url)
        async with asyncio.timeout(SECONDS):
            return await _read(attachment, url, most, settings)
    except (HttpError, TimeoutError, ValueError) as error:
        raise _refusal(attachment, most, error) from error


async def _read(attachment: Attachment, url: str, most: int, settings: AttachmentSettings) -> Attachment:
    async with (
        outbound(settings, NamedBy.END_USER, silence=SILENCE_SECONDS, most=most) as client,
        client.stream("GET", url, follow_redirects=True) as reply,
    ):
        if reply.status_code != 200:
            raise _failed(attachment, f"the server returned {reply.status_code}")
        media_type = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        # Whatever else it is that answers there, its words are not for the model.
        if media_type.partition("/")[0] != attachment.media_type.partition("/")[0]:
            raise _failed(attachment, f"expected {attachment.media_type}, got {media_type or 'no content type'}")
        return replace(attachment, data=await reply.aread(), media_type=media_type)


def _refusal(attachment: Attachment, most: int, error: Exception) -> ApiError:
    came_from = tuple(causes(error))
    if isinstance(error, ResponseTooLarge):
        return BytesTooMany(f"{_name(attachment)} is larger than {most // MIB} MiB, the limit for its file type.")
    # Not which address it was: names of our own network are not for end users to resolve.
    if any(isinstance(each, AddressRefused) for each in came_from):
        return _failed(attachment, "its URL is in a private network or redirects there")
    if any(isinstance(each, TookTooLong) for each in came_from):
        return _failed(attachment, "the download timed out")
    return _failed(attachment, str(error) or type(error).__name__)


def _name(attachment: Attachment) -> str:
    """By its host: the rest of an address may be a secret."""
    with suppress(ValueError):
        return f"The attachment at {urlsplit(attachment.url or '').hostname}"
    return "The attachment"


def _failed(attachment: Attachment, reason: str) -> CompletionRequestError:
    return CompletionRequestError(f"{_name(attachment)} can't be downloaded: {reason[:300].rstrip('.')}.")
