"""How gunicorn serves `app:app`: an event loop before threads; one origin for API and console, on both their ports."""

import gc
import resource

from treeline.kernel.mysql import say_what_is_replaced
from treeline.kernel.schema import refuse_wrong_schema
from treeline.settings import load_settings

settings = load_settings()

bind = [f"{settings.api_host}:{settings.api_port}", f"{settings.api_host}:{settings.web_port}"]
workers = settings.api_workers
worker_class = "treeline.kernel.server.worker.LoopWorker"
worker_connections = 4000
preload_app = True
timeout = 120
graceful_timeout = 5
keepalive = 30
# Instances would share one control socket in the home folder.
control_socket_disable = True
proc_name = "treeline-api"


def on_starting(server):
    refuse_wrong_schema(server.app.wsgi())
    say_what_is_replaced(settings)
    server.app.wsgi().prepare()
    # As in app.py.
    gc.freeze()
    # Each stream is an open file, and 1024 is what many systems begin with.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def post_fork(server, worker):
    gc.set_threshold(50_000, 20, 20)


def post_worker_init(worker):
    # Told to stop, a process waits for what runs. A stream would run on: it ends at once, and its client comes back.
    from app import app

    worker.on_stop = app.extensions["relay"].close
