"""Treeline: a self-hosted platform for LLM apps and their files."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treeline.kernel.features import Feature
    from treeline.kernel.web import FlaskApp
    from treeline.settings import Settings

# In dependency order: a feature imports only from those before it, and from the kernel.
FEATURES = (
    "mail",
    "accounts",
    "apps",
    "files",
    "assets",
    "providers",
    "tools",
    "runs",
    "datasets",
    "conversations",
    "workflows",
    "triggers",
    "tracing",
    "retention",
    "operations",
)


def create_app(settings: "Settings | None" = None, more: "Sequence[Feature]" = ()) -> "FlaskApp":
    """The Flask object; its `extensions` hold settings, celery, redis and storage.

    Without settings, those of this machine: environment and env files, and embedded servers where none are named.
    `more`: features that stand to the right of the product's own.
    """
    # Imported here, so that `treeline --help` starts without Flask, SQLAlchemy and Celery.
    from flask_cors import CORS
    from werkzeug.middleware.proxy_fix import ProxyFix

    from treeline.embedded.attach import with_servers
    from treeline.kernel import redis, returning
    from treeline.kernel.connections import warn_of_a_shortage
    from treeline.kernel.db import MIGRATIONS, db, engine_options, migrations_are_wanted
    from treeline.kernel.errors import register_errors
    from treeline.kernel.features import collect
    from treeline.kernel.log import configure_logging
    from treeline.kernel.mysql import is_mysql_url
    from treeline.kernel.storage import create_storage
    from treeline.kernel.tasks import create_celery
    from treeline.kernel.web import FlaskApp, register_web
    from treeline.settings import load_settings

    settings = settings or with_servers(load_settings())
    configure_logging(settings)
    flask_app = FlaskApp(__name__, static_folder=None)
    flask_app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings)
    )
    flask_app.extensions.update(
        settings=settings,
        redis=redis.connect(settings),
        storage=create_storage(settings),
    )
    db.init_app(flask_app)
    if is_mysql_url(settings.sqlalchemy_url):
        returning.emulate(db.session)
    if migrations_are_wanted():
        from flask_migrate import Migrate

        Migrate(flask_app, db, directory=str(MIGRATIONS), render_as_batch=False)
    register_web(flask_app)
    register_errors(flask_app)
    collect(flask_app, [*(import_module(f"treeline.{name}.feature").FEATURE for name in FEATURES), *more])
    create_celery(flask_app, settings)
    if settings.console_cors_allow_origins:
        told = ["X-Request-Id", "X-Tree-Revision", "ETag", "Content-Range", "Content-Disposition", "Retry-After"]
        CORS(flask_app, origins=settings.console_cors_allow_origins, supports_credentials=True, expose_headers=told)
    if settings.respect_xforward_headers_enabled:
        flask_app.wsgi_app = ProxyFix(flask_app.wsgi_app, x_for=1, x_proto=1, x_host=1)
    warn_of_a_shortage(flask_app)
    return flask_app
