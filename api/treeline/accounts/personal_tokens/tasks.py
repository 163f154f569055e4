from treeline.accounts.personal_tokens.uses import TokenUses
from treeline.kernel import current
from treeline.kernel.tasks import task


@task("accounts.flush_token_uses", queue="api_token", every=60, transactional=False)
def flush_token_uses() -> None:
    """Write to the table when personal access tokens were last used."""
    TokenUses(current.redis()).flush()
