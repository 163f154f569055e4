"""Email addresses as mail servers take them: the domain in ASCII (IDNA), the rest as it is."""

import re
from email.headerregistry import Address

_NAMED = re.compile(r"(.*)<([^<>]*)>")


def address_of(text: str, name: str = "") -> Address:
    """Raises ValueError, which says what is wrong with it."""
    # Loaded when there is an address: that takes as long as a few of our packages.
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

    # A team's own network may have names, such as .local, that the world does not know.
    SPECIAL_USE_DOMAIN_NAMES.clear()
    try:
        checked = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    return Address(name, checked.local_part, checked.ascii_domain)


def sender_of(text: str) -> Address:
    """`treeline@example.com` or `Treeline <treeline@example.com>`. Raises ValueError."""
    found = _NAMED.fullmatch(text.strip()) if text.isprintable() else None
    name, address = found.groups() if found else ("", text.strip())
    return address_of(address, name.strip('" '))
