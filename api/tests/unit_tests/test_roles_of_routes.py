"""What each route takes that changes something. Whether it asks for that is tried by the isolation matrix."""

from tests.unit_tests.test_deeds import operations

# In the console, by what a role must be able to do. Whatever stands in none of these takes `curate` where it is about
# knowledge, and `edit` elsewhere.
TAKES: dict[str, dict[str, set[str]]] = {
    "operate": {
        "installation_audit_log": {"export_installation_events"},
        "allowed_hosts": {"allow_host", "remove_allowed_host"},
        "mails": {"send_test_mail", "resend_mail", "reveal_mail"},
    },
    "own": {
        "owner_transfers": {"ask_transfer", "transfer_workspace"},
        "two_step_policy": {"change_two_step_policy"},
    },
    "manage": {
        "api_keys": {"delete_key"},
        "api_tools": {"add_api", "change_api", "confirm_changes", "delete_api", "refresh_api"},
        "app": {"enable_api"},
        "app_site": {"reset_site_code"},
        "audit_log": {"export_audit_events"},
        "datasets": {"take_over_dataset"},
        "external_api": {"change_external_api", "delete_external_api"},
        "external_apis": {"add_external_api"},
        "invitations": {"invite", "resend_invitation", "revoke_invitation"},
        "mcp_servers": {"add_server", "change_server", "delete_server"},
        "members": {"change_role", "remove_member"},
        "model_provider": {
            *("add_credentials", "change_credentials", "delete_credentials", "switch_credentials"),
            *("choose_provider_type", "set_model", "enable_model", "disable_model", "delete_model"),
        },
        "model_providers": {"choose_default_models"},
        "workspaces": {"rename_workspace"},
    },
    "curate": {"tags": {"create_tag", "rename_tag", "delete_tag"}, "tag_bindings": {"bind_tags", "unbind_tags"}},
    # What is one's own, or may be had by all.
    "belong": {
        "account": {"change_name", "change_password"},
        "account_address": {"ask_new_email", "change_email"},
        "account_closing": {"delete_account"},
        "avatar": {"change_avatar"},
        "dataset_export": {"export_dataset"},
        "identities": {"disconnect_identity"},
        "joining": {"join_workspace"},
        "login_sessions": {"end_session", "end_other_sessions"},
        "members": {"leave_workspace"},
        "new_passkeys": {"register_passkey"},
        "passkeys": {"rename_passkey", "remove_passkey"},
        "personal_tokens": {"create_token", "delete_token"},
        "two_step": {"confirm_two_step", "disable_two_step", "renew_recovery_codes"},
        "workspaces": {"create_workspace"},
    },
    "read": {"human_input_forms": {"answer_form"}},
}


def test_what_changes_something_takes_what_stands_here():
    changing = {
        name: operation
        for name, operation in operations()
        if operation.deed is not None and operation.routes.access.name == "console"
    }
    listed = {f"{name}.{view}": can for can, of in TAKES.items() for name, views in of.items() for view in views}
    usual = {
        name: "curate" if operation.view.__module__.startswith("treeline.datasets.") else "edit"
        for name, operation in changing.items()
    }
    assert {name: operation.can for name, operation in changing.items()} == usual | listed
    assert len(changing) > 150
