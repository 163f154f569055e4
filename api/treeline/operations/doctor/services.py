"""The vector store, the mail server, and where requests may go."""

import ipaddress
import re
from collections.abc import Iterator

from treeline.datasets.stores.probing import probe
from treeline.kernel.errors import ApiError
from treeline.kernel.http import AllowedHosts, NamedBy
from treeline.mail.links import ConsoleUrlUnknown, console_link
from treeline.mail.settings import is_configured
from treeline.mail.smtp import NotSent, Rejected, rehearse
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.findings import Finding, found

# Where clouds hand out credentials to whoever asks.
METADATA = ("169.254.169.254", "fd00:ec2::254", "metadata.google.internal", "169.254.170.2", "100.100.100.200")
WIDEST_IPV4, WIDEST_IPV6 = 16, 48
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?", re.IGNORECASE)


def vectors(case: Case) -> Iterator[Finding]:
    try:
        probe(case.settings, case.engine)
    except ApiError as error:
        yield found("vectors.unavailable", reason=error.message)


def mail(case: Case) -> Iterator[Finding]:
    if not is_configured(case.settings):
        return
    try:
        console_link(case.settings, "")
    except ConsoleUrlUnknown:
        yield found("mail.no_links")
    if not case.settings.smtp_use_tls and case.settings.smtp_server not in ("127.0.0.1", "localhost", "::1"):
        yield found("mail.unencrypted", server=case.settings.smtp_server)
    try:
        rehearse(case.settings)
    except (NotSent, Rejected) as error:
        yield found("mail.failing", reason=error)


def outbound(case: Case) -> Iterator[Finding]:
    for named_by in NamedBy:
        for entry in named_by.listed(case.settings):
            yield from _entry(named_by.value, entry)


def _entry(key: str, entry: str) -> Iterator[Finding]:
    allowed = AllowedHosts([entry])
    if any(not _NAME.fullmatch(name) for name in (*allowed.names, *(host for host, _ in allowed.ports))):
        if not _is_address(entry):
            yield found("outbound.unreadable", key=key, entry=entry)
    elif _reaches_metadata(allowed):
        yield found("outbound.metadata", key=key, entry=entry)
    elif any(_is_wide(network) for network in allowed.networks):
        yield found("outbound.wide", key=key, entry=entry)


def _reaches_metadata(allowed: AllowedHosts) -> bool:
    for host in METADATA:
        if allowed.host(host, 80):
            return True
        if host[0].isdigit() or ":" in host:
            address = ipaddress.ip_address(host)
            if any(address in network and not _is_wide(network) for network in allowed.networks):
                return True
    return False


def _is_wide(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return network.prefixlen < (WIDEST_IPV4 if network.version == 4 else WIDEST_IPV6)


def _is_address(entry: str) -> bool:
    try:
        ipaddress.ip_address(entry.rpartition(":")[0].strip("[]"))
    except ValueError:
        return False
    return True
