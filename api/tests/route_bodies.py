"""Bodies that routes of accounts and workspaces would take, by endpoint: for tests that walk all routes."""

from typing import Any

from tests.conftest import PASSWORD

ACCOUNT_BODIES: dict[str, dict[str, Any]] = {
    "passkeys.rename_passkey": {"name": "x"},
    "avatar.change_avatar": {"avatar": None},
    "account_address.ask_new_email": {"email": "new@example.com", "password": PASSWORD},
    "account_address.change_email": {"token": "x", "code": "x"},
    "account_closing.delete_account": {"token": "x", "code": "x"},
    "members.change_role": {"role": "editor"},
    "owner_transfers.check_transfer": {"token": "x", "code": "x"},
    "owner_transfers.transfer_workspace": {"token": "x"},
    "invitations.invite": {"emails": ["x@example.com"], "role": "editor"},
}
