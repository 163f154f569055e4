from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.web import Routes
from treeline.operations.hosts.errors import HostNotAllowed, TooManyHosts
from treeline.operations.hosts.schemas import HostIn, HostOut, HostQuery, HostsOut
from treeline.operations.hosts.service import AllowedHosts
from treeline.operations.settings import OperationSettings


def allowed_hosts(can: str) -> AllowedHosts:
    member = current_member()
    allow(member, can)
    return AllowedHosts(db.session, member.account_id, current.settings(OperationSettings))


hosts = Routes(
    "allowed_hosts", "/console/api/operations/allowed-hosts", group="Operations", access=CONSOLE, scope=allowed_hosts
)


@hosts.get("", can="operate")
def list_allowed_hosts(hosts: AllowedHosts) -> HostsOut:
    """List the private hosts that outbound requests to model providers and MCP servers can reach, with ports."""
    data = [HostOut.model_validate(host) for host in hosts.all()]
    return HostsOut(data=data, settings=hosts.settings.outbound_allowed_hosts)


@hosts.post("", can="operate", deed="allowed_host.create", status=201, refusals=[TooManyHosts])
def allow_host(hosts: AllowedHosts, body: HostIn) -> HostOut:
    """Allow outbound requests to a private host. Takes effect immediately, without a restart."""
    return HostOut.model_validate(hosts.allow(body.host, body.port))


@hosts.delete("", can="operate", deed="allowed_host.delete", status=204, refusals=[HostNotAllowed])
def remove_allowed_host(hosts: AllowedHosts, query: HostQuery) -> None:
    """Remove an allowed host."""
    hosts.remove(query.host, query.port)
