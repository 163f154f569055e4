"""Upload and download of file content: through the API, or directly to the object store."""
