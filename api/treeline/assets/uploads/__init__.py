"""Bytes of files, in and out: through us, or straight to the object store."""
