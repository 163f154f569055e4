"""How the API serves HTTP: an event loop reads requests and follows streams, threads call the application.

A request takes a thread once it is complete, with a body up to 1 MiB, and releases it when its response is ready.
Larger bodies and responses use a separate lane of threads, at a minimum rate; open streams and answers in progress wait
in the loop. No slow client holds a request thread.
"""
