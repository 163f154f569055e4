from treeline.assets.errors import ABSENT
from treeline.kernel.errors import ApiError


class PackListNotFound(ApiError):
    status, code = 404, "app_asset_pack_list_not_found"

    def __init__(self, message: str = "This pack_url is no longer valid. Request a new one."):
        super().__init__(message)


class PackIncomplete(ApiError):
    code = "app_asset_pack_incomplete"

    def __init__(self, ready: int):
        super().__init__(
            f"The pack ends in the middle of a file. {ready} files before it were saved; check what is still missing."
        )


class NotInList(ApiError):
    code = "app_asset_not_in_list"

    def __init__(self, entries: int):
        super().__init__(f"Index out of range: this pack_url has {entries} entries, starting at 0.")


class SentTwice(ApiError):
    code = "app_asset_sent_twice"

    def __init__(self) -> None:
        super().__init__("Duplicate index: this pack already contains it, and the first one was used.")


class ContentNotFound(ApiError):
    status, code = 404, "app_asset_content_not_found"

    @classmethod
    def of(cls, hashes: list[str]) -> "ContentNotFound":
        details = [ABSENT.at(sha256) for sha256 in hashes[:100]]
        return cls(f"{len(hashes)} of these hashes were not found in this app.", details)


class BadDigest(ApiError):
    code = "app_asset_bad_digest"

    def __init__(self) -> None:
        super().__init__("Content-Digest must be sha-256=:<base64 of 32 bytes>: (RFC 9530).")


class DigestMismatch(ApiError):
    code = "app_asset_digest_mismatch"

    def __init__(self) -> None:
        super().__init__("The body doesn't match Content-Digest. Nothing was saved; send the pack again.")
