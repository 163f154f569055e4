"""What `flask run`, gunicorn and `celery -A app.celery` find."""

import gc

from treeline import create_app

# What is loaded lives for ever. The collector need not look at it, neither now nor later, nor copy its pages.
gc.disable()
app = create_app()
gc.freeze()
gc.enable()
celery = app.extensions["celery"]
