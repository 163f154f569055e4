from treeline.apps.keys.uses import KeyUses
from treeline.kernel import current
from treeline.kernel.tasks import task


@task("apps.flush_key_uses", queue="api_token", every=60, transactional=False)
def flush_key_uses() -> None:
    """Write to the table when API keys were last used."""
    KeyUses(current.redis()).flush()
