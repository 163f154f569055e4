"""How the API serves HTTP: an event loop reads requests and follows streams, threads answer.

A thread is taken for a request that is there, with its body up to 1 MiB, and given back when its answer is ready.
Larger bodies and answers pass through a lane of threads of their own, at a minimum rate; open streams and answers that
are still being made wait in the loop. No client's patience holds a request thread.
"""
