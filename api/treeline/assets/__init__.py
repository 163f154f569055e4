"""The asset tree of an app: folders and files, created many at a time, read and changed one at a time."""
