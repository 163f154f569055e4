"""Many files in one request, in and out: each framed, hashed and checked on its own."""
