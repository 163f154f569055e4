from treeline.accounts.access import allow, current_member
from treeline.kernel import current
from treeline.triggers.events.service import Subscriptions
from treeline.triggers.settings import TriggerSettings


def workspace_subscriptions(can: str) -> Subscriptions:
    """Raises Forbidden."""
    allow(current_member(), can)
    return Subscriptions(current_member(), current.settings(TriggerSettings))
