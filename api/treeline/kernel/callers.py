"""The client's IP address, as far as it can be trusted: limits by address use it."""

import ipaddress

# What proxies add.
PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


def place_of(address: str, *, proxied: bool) -> str | None:
    """An address, or a network of IPv6, which is one customer's. `proxied`: by a proxy whose headers are not trusted.

    None where the address says nothing, since many share it: this machine's own, where a proxy may stand in front, and
    that of such a proxy. Whoever comes from the internet cannot pass for the latter.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0].removeprefix("::ffff:"))
    except ValueError:
        return None
    if parsed.is_loopback or (proxied and not parsed.is_global):
        return None
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
