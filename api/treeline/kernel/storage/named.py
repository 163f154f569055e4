"""Objects by name in a bucket of S3: for what is not content of the product, such as backups."""

from io import BytesIO
from typing import Any

from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage.s3 import connect, translated


class NamedObjects:
    """All under one prefix. Small enough to be held in memory. Any call may raise StorageUnavailable."""

    def __init__(self, settings: KernelSettings, bucket: str, prefix: str):
        # With the address and keys of the settings, whatever STORAGE_TYPE says.
        self._client = connect(settings.model_copy(update={"s3_bucket_name": bucket})).client
        self._bucket, self._prefix = bucket, f"{prefix.strip('/')}/".lstrip("/")

    def names(self) -> set[str]:
        found = set[str]()
        with translated():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                found.update(each["Key"].removeprefix(self._prefix) for each in page.get("Contents", ()))
        return found

    def read(self, name: str) -> bytes:
        """Raises ObjectMissing."""
        with translated(missing=name):
            return self._client.get_object(**self._place(name))["Body"].read()

    def write(self, name: str, data: bytes) -> None:
        with translated():
            self._client.put_object(**self._place(name), Body=BytesIO(data))

    def remove(self, name: str) -> None:
        with translated():
            self._client.delete_object(**self._place(name))

    def _place(self, name: str) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{name}"}
