from treeline.accounts.schemas import Email, Language, Password
from treeline.kernel.schemas import ContractBody


class ChangeEmailIn(ContractBody):
    """`email` is the new address, `password` the current password; omit it if the account has none."""

    email: Email
    password: Password | None = None
    language: Language | None = None
