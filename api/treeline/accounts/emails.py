"""The one normal form of an email address: what accounts and invitations are stored and found by."""

import unicodedata

from treeline.kernel.validation import invalid

EMAIL_LENGTH = 254


def normal_email(text: str) -> str:
    """Lower case, Unicode in its compatible form (NFKC, so that full-width letters are plain ones), the domain as
    Unicode: `Zoë@XN--BCHER-KVA.example` is `zoë@bücher.example`.

    Raises PydanticCustomError, which is a ValueError: it says what is wrong with the address.
    """
    # Loaded when there is an address: that takes as long as a few of our packages.
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

    # A team's own network may have names, such as .local, that the world does not know.
    SPECIAL_USE_DOMAIN_NAMES.clear()
    given = unicodedata.normalize("NFKC", text).strip()
    try:
        checked = validate_email(given, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise invalid("email", "not a valid email address: {reason}", reason=str(error)) from error
    email = checked.normalized.lower()
    if len(email) > EMAIL_LENGTH:
        raise invalid("email_long", "an email address can have up to {most} characters", most=EMAIL_LENGTH)
    return email
