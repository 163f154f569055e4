"""What `flask run`, gunicorn and `celery -A app.celery` find."""

from treeline import create_app

app = create_app()
celery = app.extensions["celery"]
