"""Texts become vectors: in batches, at the pace that the provider allows, checked, each batch kept as it comes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite
from typing import TYPE_CHECKING, TypeVar

from treeline.datasets.indexing.rate import Bucket, Turn
from treeline.datasets.stores.errors import InvalidEmbedding
from treeline.kernel.errors import ApiError
from treeline.providers.errors import Failure, ProviderError
from treeline.providers.port import ModelRuntime, Usage

if TYPE_CHECKING:
    import numpy as np

BATCH = 32
# Of one request: more than that has too many tokens for some. What a provider finds too much is divided anyway.
BATCH_CHARACTERS = 200_000
SHOWN_CHARACTERS = 80

T = TypeVar("T")
# Vectors of texts by their hashes, to be kept now. It may raise.
Keep = Callable[["Mapping[str, np.ndarray]"], None]


class TextRejected(ApiError):
    """The provider takes the others, and not this text; `text_hash` says which."""

    code = "embedding_rejected"

    def __init__(self, text_hash: str, text: str, reason: str):
        shown = " ".join(text.split())
        shown = f"{shown[:SHOWN_CHARACTERS]}…" if len(shown) > SHOWN_CHARACTERS else shown
        super().__init__(f"{reason} The text begins with: {shown}")
        self.text_hash = text_hash


@dataclass(frozen=True)
class Patience:
    """`answer_seconds`: how long one request may take. `tries`: how often, if the provider is in trouble.
    `turn_seconds`: how long it may take until a request may be made at all.
    """

    answer_seconds: float = 60
    tries: int = 4
    turn_seconds: float = inf


@dataclass
class Embedding:
    """Has texts embedded by one model. `dims`: of its vectors, once that is known.

    `keep` is called after each batch. No database connection is held while the model is asked. What `keep` raises ends
    the work, and so does cancelling it.
    """

    runtime: ModelRuntime
    bucket: Bucket
    keep: Keep
    dims: int | None = None
    patience: Patience = field(default_factory=Patience)
    usage: Usage = field(default_factory=Usage)
    # Texts a request; fewer where the provider turned out to take no more.
    size: int = BATCH

    async def of(self, texts: Mapping[str, str]) -> None:
        """By their hashes; none may be empty.

        Raises InvalidEmbedding, TextRejected and, when it is of no use to go on, what the provider said.
        """
        left = list(texts.items())
        while left:
            batch = self._next(left)
            await self._divided(batch)
            left = left[len(batch) :]

    def _next(self, left: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        batch, characters = list[tuple[str, str]](), 0
        for text_hash, text in left[: self.size]:
            characters += len(text)
            if batch and characters > BATCH_CHARACTERS:
                break
            batch.append((text_hash, text))
        return batch

    async def _divided(self, batch: Sequence[tuple[str, str]]) -> None:
        """The batch; if the provider does not like it, each half of it, down to the text that is to blame."""
        try:
            vectors = await self._answered([text for _, text in batch])
        except ProviderError as error:
            if error.failure is not Failure.INPUT:
                raise
            if len(batch) == 1:
                raise TextRejected(*batch[0], error.message) from None
        else:
            self.keep({text_hash: vector for (text_hash, _), vector in zip(batch, vectors, strict=True)})
            return
        half = (len(batch) + 1) // 2
        rejected: TextRejected | None = None
        for part in (batch[:half], batch[half:]):
            try:
                await self._divided(part)
            except TextRejected as error:
                rejected = rejected or error
        if rejected is not None:
            raise rejected
        # There was nothing wrong with any of them: they were too many.
        self.size = min(self.size, half)

    async def _answered(self, texts: list[str]) -> "np.ndarray":
        reply = await answered(self.bucket, self.patience, self.runtime.model, lambda: self.runtime.embed(texts))
        vectors = checked(reply.vectors, len(texts), self.dims, self.runtime.model)
        self.dims, self.usage = vectors.shape[1], self.usage + reply.usage
        return vectors


async def answered(bucket: Bucket, patience: Patience, model: str, ask: Callable[[], Awaitable[T]]) -> T:
    """Asks until there is an answer, or none is to be expected: what the provider said is raised then."""
    troubles = 0
    while True:
        turn, waited = await _turn(bucket, patience, model)
        try:
            async with asyncio.timeout(patience.answer_seconds):
                reply = await ask()
        except TimeoutError:
            error = ProviderError(f"{model} took more than {patience.answer_seconds:g} seconds.")
            error.failure = Failure.TIMEOUT
        except ProviderError as said:
            error = said
        else:
            bucket.succeeded(turn, waited=waited)
            return reply
        if error.failure is Failure.RATE:
            bucket.refused(turn, error.again_in)
        elif error.failure in (Failure.AWAY, Failure.TIMEOUT):
            bucket.failed(turn, error.again_in)
            troubles += 1
        else:
            raise error
        if troubles >= patience.tries:
            raise error


async def _turn(bucket: Bucket, patience: Patience, model: str) -> tuple[Turn, bool]:
    """Raises ProviderError if it would take too long."""
    waited = 0.0
    while (turn := bucket.take()).wait:
        waited += turn.wait
        if waited > patience.turn_seconds:
            error = ProviderError(f"{model} is busy, or has failed just now. Try again in a minute.")
            error.failure, error.again_in = Failure.RATE, turn.wait
            raise error
        await asyncio.sleep(turn.wait)
    return turn, waited > 0


def checked(vectors: Sequence[Sequence[float]], texts: int, dims: int | None, model: str) -> "np.ndarray":
    """As float16 of length one, one row a text. Raises InvalidEmbedding."""
    import numpy as np

    if len(vectors) != texts:
        raise InvalidEmbedding(f"{model} returned {len(vectors)} vectors for {texts} texts.")
    for vector in vectors:
        if len(vector) != (dims or len(vectors[0])) or not vector:
            known = dims or len(vectors[0])
            raise InvalidEmbedding(f"{model} returned a vector of {len(vector)} numbers; the others have {known}.")
        if not all(map(isfinite, vector)):
            raise InvalidEmbedding(f"{model} returned a vector with something in it that is not a number.")
    made = np.array(vectors, dtype=np.float64)
    # First by the largest: its square may be more than there is room for, or nothing.
    most = np.abs(made).max(axis=1, keepdims=True)
    if not most.all():
        raise InvalidEmbedding(f"{model} returned a vector of zeros.")
    made /= most
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)
