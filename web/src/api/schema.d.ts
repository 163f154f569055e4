// Made by `pnpm api` from the API's OpenAPI document. Do not edit.

export interface paths {
    "/console/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether setup is complete. */
        get: operations["entrance_read_setup"];
        put?: never;
        /** Set up Treeline: create the first account, which owns the first workspace. */
        post: operations["entrance_set_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether INIT_PASSWORD has been validated, if it is set. */
        get: operations["entrance_read_init"];
        put?: never;
        /**
         * Validate INIT_PASSWORD.
         * @description Complete setup within 30 minutes.
         */
        post: operations["entrance_validate_init"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in.
         * @description Sets the cookies access_token, refresh_token and csrf_token.
         */
        post: operations["entrance_log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/refresh-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh the three cookies.
         * @description Requires only the refresh_token cookie. The previous refresh_token stays valid for 60 seconds and returns the same new cookies. Using it later ends the session.
         */
        post: operations["entrance_refresh_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log out: end this session and clear its cookies. */
        post: operations["entrance_log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the current account. */
        get: operations["account_read_profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your name. */
        post: operations["account_change_name"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/interface-language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the interface language. */
        post: operations["account_change_interface_language"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/interface-theme": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the interface theme: light or dark. */
        post: operations["account_change_interface_theme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/timezone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your time zone. */
        post: operations["account_change_timezone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password.
         * @description Ends all other sessions of the account, and with `delete_tokens` its personal tokens.
         */
        post: operations["account_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your workspaces. */
        get: operations["workspaces_list_workspaces"];
        put?: never;
        /**
         * Create a workspace that you own.
         * @description Switch to it to work in it.
         */
        post: operations["workspaces_create_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the current workspace. */
        get: operations["workspaces_read_current_workspace"];
        put?: never;
        /** Get the current workspace, for clients that use POST. */
        post: operations["workspaces_read_current_workspace_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch to another workspace. */
        post: operations["workspaces_switch_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rename the current workspace. */
        post: operations["workspaces_rename_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of the current workspace, by name. */
        get: operations["members_list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members/{account_id}/update-role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a member's role.
         * @description It takes effect with their next request, and ends streams that it doesn't allow.
         */
        put: operations["members_change_role"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member from the workspace.
         * @description Ends their sessions in it, and revokes the invitations they sent.
         */
        delete: operations["members_remove_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave the current workspace, and switch to another of yours. */
        post: operations["members_leave_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members/send-owner-transfer-confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a code to your own address, to confirm that you want to transfer the workspace. */
        post: operations["owner_transfers_ask_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members/owner-transfer-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the code from the mail.
         * @description Returns the token to transfer the workspace with.
         */
        post: operations["owner_transfers_check_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members/{account_id}/owner-transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make another member the owner of the workspace.
         * @description You become an admin.
         */
        post: operations["owner_transfers_transfer_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations that haven't been accepted, the newest first. */
        get: operations["invitations_list_invitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/members/invite-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite people to the workspace, with a role.
         * @description They get a mail with a link. Without a mail server, each result has the link for you to pass on. Inviting an address again sends a new link; the old one stops working.
         */
        post: operations["invitations_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/invitations/{invitation_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again, with a new link.
         * @description The old one stops working.
         */
        post: operations["invitations_resend_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an invitation.
         * @description Its link stops working.
         */
        delete: operations["invitations_revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation with the account you are logged in with, and switch to its workspace. */
        post: operations["joining_join_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/activate/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check an invitation's token, without using it. */
        get: operations["activation_check_invitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation with a new account, and log in.
         * @description Sets the same cookies as a login. Whoever has an account logs in with `invite_token`, or accepts while logged in.
         */
        post: operations["activation_activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/activate/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new invitation, with the token of one that has expired.
         * @description The members page shows it, and the inviter is mailed; if they can no longer invite, the workspace's owners and admins are. Asking again within a day changes nothing.
         */
        post: operations["activation_ask_for_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a mail with a link and a code to set a new password.
         * @description The reply is the same whether or not an account has this address.
         */
        post: operations["recovery_forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same as `POST /console/api/forgot-password`, for clients that use this path. */
        post: operations["recovery_forgot_password_by_its_other_name"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/forgot-password/validity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether the token of a reset mail is still valid.
         * @description It stays unused.
         */
        get: operations["recovery_check_reset_link"];
        put?: never;
        /**
         * Verify the code of a reset mail.
         * @description Returns a token to set a new password with.
         */
        post: operations["recovery_prove_reset_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/forgot-password/resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password.
         * @description Ends all sessions of the account; log in afterwards.
         */
        post: operations["recovery_reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/email-code-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a mail with a code and a link to log in without a password.
         * @description The reply is the same whether or not an account has this address.
         */
        post: operations["recovery_ask_login_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/email-code-login/validity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether the token of a login mail is still valid.
         * @description It stays unused.
         */
        get: operations["recovery_check_login_link"];
        put?: never;
        /**
         * Log in with the code of a login mail.
         * @description Sets the cookies access_token, refresh_token and csrf_token.
         */
        post: operations["recovery_log_in_by_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/change-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a mail with a code to a new address.
         * @description The reply is the same whether or not another account has this address.
         */
        post: operations["account_address_ask_new_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/change-email/validity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your email address, with the code of the mail to the new one. */
        post: operations["account_address_change_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspaces that would be deleted with your account, and those that you must transfer first. */
        get: operations["account_closing_preview_deletion"];
        put?: never;
        /** Delete your account, and the workspaces that have no other member. */
        post: operations["account_closing_delete_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/delete/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Request a mail with the code that deletes your account. */
        get: operations["account_closing_ask_deletion_code"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done in the workspace, newest first, and who signed in. */
        get: operations["audit_log_list_audit_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the workspace's audit log as CSV, newest first. */
        get: operations["audit_log_export_audit_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done to the installation, newest first, and failed sign-ins to no account. */
        get: operations["installation_audit_log_list_installation_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the installation's audit log as CSV, newest first. */
        get: operations["installation_audit_log_export_installation_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the OpenID Connect providers to sign in with. */
        get: operations["oidc_list_oidc_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/oidc/{provider}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start to sign in with an OpenID Connect provider.
         * @description Open the URL in this browser within 10 minutes.
         */
        post: operations["oidc_start_oidc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/oidc/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finish signing in: the provider sends the browser here.
         * @description Redirects to the console, also after an error.
         */
        get: operations["oidc_end_oidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sign-in providers that your account is connected to. */
        get: operations["identities_list_identities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/identities/{provider}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start to connect your account to a sign-in provider.
         * @description Open the URL in this browser within 10 minutes.
         */
        post: operations["identities_connect_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnect your account from a sign-in provider. */
        delete: operations["identities_disconnect_identity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your passkeys, oldest first. */
        get: operations["passkeys_list_passkeys"];
        put?: never;
        /** Register the passkey that the browser has created. */
        post: operations["new_passkeys_register_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a passkey.
         * @description It can no longer be used to sign in; sessions that began with it go on.
         */
        delete: operations["passkeys_remove_passkey"];
        options?: never;
        head?: never;
        /** Rename a passkey. */
        patch: operations["passkeys_rename_passkey"];
        trace?: never;
    };
    "/console/api/account/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the options to create a passkey with in the browser.
         * @description Requires your password.
         */
        post: operations["new_passkeys_ask_for_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/login/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get the options to sign in with a passkey in the browser. */
        post: operations["passkey_login_ask_for_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/login/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a passkey, without a password or a second step.
         * @description Sets the same cookies as POST /login.
         */
        post: operations["passkey_login_log_in_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/two-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether two-step verification is on. */
        get: operations["two_step_read_two_step"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/two-step/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start the setup of two-step verification: get a secret for your authenticator app.
         * @description Requires your password.
         */
        post: operations["two_step_start_two_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/two-step/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn on two-step verification with a code from the app.
         * @description Ends all other sessions of the account.
         */
        post: operations["two_step_confirm_two_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/two-step/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace your recovery codes.
         * @description The old ones stop working.
         */
        post: operations["two_step_renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/two-step/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn off two-step verification.
         * @description Requires a code.
         */
        post: operations["two_step_disable_two_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/login/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a login that returned `second_factor_required`.
         * @description Sets the same cookies as POST /login.
         */
        post: operations["second_factor_log_in_with_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/two-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether the current workspace requires two-step verification. */
        get: operations["two_step_policy_read_two_step_policy"];
        put?: never;
        /**
         * Require two-step verification of all members of the current workspace, or no longer.
         * @description Members without it are asked to turn it on before they can go on. Signing in with a passkey also counts.
         */
        post: operations["two_step_policy_change_two_step_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your login sessions, the last seen first. */
        get: operations["login_sessions_list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a login session.
         * @description Its next request returns 401.
         */
        delete: operations["login_sessions_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all your login sessions but this one. */
        post: operations["login_sessions_end_other_sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your personal access tokens in the current workspace, oldest first.
         * @description Tokens are masked.
         */
        get: operations["personal_tokens_list_tokens"];
        put?: never;
        /**
         * Create a personal access token for the current workspace.
         * @description Only this response contains the full token. Send it to the console API as `Authorization: Bearer tlp-…`. It can never do more than your role, whatever its scopes, and it ends when you leave the workspace.
         */
        post: operations["personal_tokens_create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a personal access token.
         * @description It stops working immediately.
         */
        delete: operations["personal_tokens_delete_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspace's apps, newest first. */
        get: operations["apps_list_apps"];
        put?: never;
        /** Create an app with an empty file tree. */
        post: operations["apps_create_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an app. */
        get: operations["app_read_app"];
        /**
         * Update an app.
         * @description Omitted fields keep their values.
         */
        put: operations["app_update_app"];
        post?: never;
        /**
         * Delete an app.
         * @description It disappears at once; its data is removed in the background.
         */
        delete: operations["app_delete_app"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rename an app. */
        post: operations["app_rename_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/icon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change an app's icon. */
        post: operations["app_change_icon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/site-enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn the app's public page on or off. */
        post: operations["app_enable_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/api-enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn API access on or off.
         * @description While off, API keys are rejected.
         */
        post: operations["app_enable_api"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/model-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the app's current config, or the defaults if none was published. */
        get: operations["model_configs_read_config"];
        put?: never;
        /**
         * Publish a config.
         * @description It applies from the next message on; omitted fields get their defaults.
         */
        post: operations["model_configs_publish_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/model-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the app's configs, newest first. */
        get: operations["model_configs_list_configs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/model-configs/{config_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore an earlier config as a new one. */
        post: operations["model_configs_restore_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the app's API keys, oldest first.
         * @description Keys are masked.
         */
        get: operations["api_keys_list_keys"];
        put?: never;
        /**
         * Create an API key.
         * @description Only this response contains the full key.
         */
        post: operations["api_keys_create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an API key.
         * @description It stops working immediately.
         */
        delete: operations["api_keys_delete_key"];
        options?: never;
        head?: never;
        /** Rename an API key. */
        patch: operations["api_keys_rename_key"];
        trace?: never;
    };
    "/console/api/apps/{app_id}/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Update the app's site. */
        post: operations["app_site_update_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/site/access-token-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reset the URL of the app's public page. */
        post: operations["app_site_reset_site_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tags of apps or of knowledge bases, by name. */
        get: operations["tags_list_tags"];
        put?: never;
        /** Create a tag. */
        post: operations["tags_create_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/tags/{tag_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a tag.
         * @description It is removed from everything that has it.
         */
        delete: operations["tags_delete_tag"];
        options?: never;
        head?: never;
        /** Rename a tag. */
        patch: operations["tags_rename_tag"];
        trace?: never;
    };
    "/console/api/tag-bindings/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put tags on an app or a knowledge base. */
        post: operations["tag_bindings_bind_tags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/tag-bindings/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take tags off an app or a knowledge base. */
        post: operations["tag_bindings_unbind_tags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/files/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the limits for uploads to messages. */
        get: operations["uploads_read_upload_rules"];
        put?: never;
        /**
         * Upload a file to test an app with, or to add to a knowledge base.
         * @description Only you can use it.
         */
        post: operations["uploads_upload_own_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/uploads/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a file attached to a message, by its signed URL. */
        get: operations["upload_links_show_linked_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/remote-files/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Download a file from a URL and keep it as if you had uploaded it. */
        post: operations["remote_files_upload_remote_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/remote-files/{url}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the type and size of the file at a URL.
         * @description Encode the URL, as it is a part of the path.
         */
        get: operations["remote_files_look_at_remote_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/account/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or remove your picture. */
        post: operations["avatar_change_avatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/accounts/{account_id}/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the picture of a member of your workspace. */
        get: operations["avatars_show_avatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the whole tree or a folder, nested or as a flat list.
         * @description `depth` limits the number of levels; deeper folders have null `children`. The ETag is the revision; there is none while uploads are pending. If-None-Match returns 304.
         */
        get: operations["assets_read_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the limits of trees, batches and files. */
        get: operations["assets_read_limits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a file or folder. */
        get: operations["assets_read_node"];
        put?: never;
        post?: never;
        /** Delete a file, or a folder and everything in it. */
        delete: operations["assets_delete_node"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/{node_id}/children": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the children of a folder in order, in pages. */
        get: operations["assets_read_children"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/children": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the children of the root in order, in pages. */
        get: operations["assets_read_top"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/path/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the file or folder at a path. */
        get: operations["assets_read_path"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search files and folders by name, ignoring case, in pages. */
        get: operations["assets_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a folder. */
        post: operations["assets_create_folder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/files/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a file.
         * @description Upload its content to `upload_url`, which is null if the content already exists.
         */
        post: operations["assets_create_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/batch-upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a nested tree of folders and files under `parent_id`, in one transaction.
         * @description The response has the same shape and order, with an id for every node and an `upload_url` for each file to upload; `upload` has one URL to upload many files in one request. `on_conflict`: `error` rejects names that exist, `rename` numbers the new node (`notes (1).md`, with `renamed_from`), `merge` merges folders and replaces files. `Idempotency-Key` makes retries safe; `If-Match: "<revision>"` rejects the request if the tree has changed. `direct_upload` uploads straight to S3, if that is the storage: PUT to the URLs, then call `uploads/complete`.
         */
        post: operations["assets_batch_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get new upload URLs for pending files: for some nodes, a folder or the whole tree. */
        post: operations["assets_renew_uploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move several nodes, in this order, to the end of a folder or after `after_node_id` (null: first). */
        post: operations["assets_move_nodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete several nodes and everything in them. */
        post: operations["assets_delete_nodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy several nodes and everything in them into a folder.
         * @description Copies are numbered if their name exists.
         */
        post: operations["assets_copy_nodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/{node_id}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rename a file or folder. */
        post: operations["assets_rename_node"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/{node_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a file or folder to the end of another folder (null: the root). */
        post: operations["assets_move_node"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/nodes/{node_id}/reorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a node after one of its siblings (null: first). */
        post: operations["assets_reorder_node"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/files/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the content of a text file. */
        get: operations["asset_contents_read_text"];
        /**
         * Replace a file's content: `{content}` as JSON, or a multipart form with the part `file`.
         * @description `If-Match: "<sha256>"` rejects the request if the content has changed.
         */
        put: operations["asset_contents_write_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/files/{node_id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file.
         * @description Supports Range and conditional requests.
         */
        get: operations["asset_contents_read_raw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/files/{node_id}/download-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a signed download URL that works without authentication for a limited time. */
        get: operations["asset_contents_read_download_url"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/uploads/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete direct uploads: verify the content and mark the files as ready. */
        post: operations["asset_uploads_complete_uploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/assets/{token}/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload a file's content.
         * @description It is checked against the declared size and hash.
         */
        put: operations["asset_links_put_bytes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/assets/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file by its signed URL.
         * @description Supports Range and conditional requests.
         */
        get: operations["asset_links_get_bytes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the tree, or one file or folder of it, as a zip. */
        get: operations["asset_archives_export_archive"];
        put?: never;
        /** Download several files and folders as a zip, with paths relative to their common folder. */
        post: operations["asset_archives_export_some"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/import-archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a zip under `parent_id`, names and content, in one transaction.
         * @description Send the zip as the body, or as the part `file` of a multipart form. Links, encrypted or overlapping members and paths outside the archive are rejected; `__MACOSX`, `.DS_Store` and bytes around the archive are skipped with a warning. `on_conflict`, `Idempotency-Key` and `If-Match` work as in `batch-upload`.
         */
        post: operations["asset_archives_import_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/contents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Download the content of many files in one stream, by their SHA-256.
         * @description Each is framed as in a pack: 4 bytes for its index in the request, 8 for its length, then its content. The order is not defined.
         */
        post: operations["asset_many_contents_read_contents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/packs/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload many files in one request.
         * @description Each file is preceded by 12 bytes, big endian: 4 for its index in `missing`, 8 for its length. You can split files over several packs. Each file is verified on its own; verified files are kept if the connection breaks. With `Content-Digest: sha-256=:…:`, a pack of up to 64 MiB is verified and saved as a whole or not at all.
         */
        put: operations["asset_packs_put_pack"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync a folder with a list of files, names and content, in one transaction.
         * @description If content is missing, nothing changes and the response is 409 `app_asset_bytes_missing` with `upload`: send packs to its `pack_url`, then call again. Interrupted uploads resume the same way. `delete_extraneous` deletes what is not in the list; `dry_run` only lists the changes, path by path.
         */
        post: operations["asset_sync_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the app's versions, newest first, in pages. */
        get: operations["asset_versions_list_versions"];
        put?: never;
        /**
         * Publish the draft as a new, immutable version.
         * @description Rejected while uploads are pending; `details` lists the first 100. `If-Match: "<revision>"` rejects the request if the draft has changed; `Idempotency-Key` makes retries safe. Activate the version to make agents use it.
         */
        post: operations["asset_versions_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a version by its number, or the `active` one. */
        get: operations["asset_versions_read_version"];
        put?: never;
        post?: never;
        /**
         * Delete a version that is neither active nor pinned by the config.
         * @description Its number is not reused. Content that nothing else uses is removed later.
         */
        delete: operations["asset_versions_delete_version"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the tree of a version or of a folder in it, in the format of the draft's tree.
         * @description The ETag is the tree hash, prefixed with the number for `active`. If-None-Match returns 304.
         */
        get: operations["asset_versions_read_version_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/path/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the file or folder at a path in a version. */
        get: operations["asset_versions_read_version_path"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare a version with `against`: a number, `active` or `draft`; by default, the previous version.
         * @description Returns what was added, removed, changed and moved: the first 1,000 of each, by path, and totals. A file removed in one place and added in another with the same content counts as moved if the match is unique. In the first version, everything is added.
         */
        get: operations["asset_versions_read_version_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore the draft to a version in one transaction: names, content, order and node ids.
         * @description Nodes that are not in the version are deleted, and pending uploads are canceled. `If-Match: "<revision>"` rejects the request if the draft has changed. Publish first to keep the current draft.
         */
        post: operations["asset_versions_restore_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate a version: agents, MCP clients and requests for `active` use it from now on. */
        post: operations["asset_versions_activate_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/files/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the content of a text file in a version. */
        get: operations["asset_version_files_read_version_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/versions/{version}/files/{node_id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file of a version.
         * @description Supports Range and conditional requests.
         */
        get: operations["asset_version_files_read_version_raw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every folder with a SKILL.md, by path, with its validation problems by the Agent Skills specification.
         * @description Lists the draft's skills, or those of a `version` (a number or `active`): the first 1,000. `total` is the total number.
         */
        get: operations["asset_skills_list_skills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/assets/search/contents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the lines of the draft's text files, ignoring case: 50 hits per call, 20 per file.
         * @description Files over 1 MiB and files that are not UTF-8 are skipped. One call covers at most 2,000 files, 32 MiB or 2 seconds and can be empty: continue with `next_cursor` until it is null.
         */
        get: operations["asset_search_search_contents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the model providers, their credential fields, and whether each is configured. */
        get: operations["model_providers_list_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/models/model-types/{model_type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the available models of a type: `llm`, `text-embedding` or `rerank`. */
        get: operations["model_providers_list_models_of_type"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/default-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the default model. */
        get: operations["model_providers_read_default_model"];
        put?: never;
        /**
         * Set the default models.
         * @description Without a model, clears the default.
         */
        post: operations["model_providers_choose_default_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the active credential, or the one given by `credential_id`.
         * @description Secrets are masked.
         */
        get: operations["model_provider_read_credentials"];
        /**
         * Update credentials.
         * @description They are checked with the provider before saving. Masked secrets keep their values.
         */
        put: operations["model_provider_change_credentials"];
        /**
         * Add credentials.
         * @description They are checked with the provider before saving. The first ones become active.
         */
        post: operations["model_provider_add_credentials"];
        /**
         * Delete credentials.
         * @description If they were active, the oldest remaining ones become active.
         */
        delete: operations["model_provider_delete_credentials"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/credentials/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check credentials with the provider without saving them. */
        post: operations["model_provider_validate_credentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/credentials/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch to other credentials. */
        post: operations["model_provider_switch_credentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/preferred-provider-type": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the provider type.
         * @description Only `custom` is supported.
         */
        post: operations["model_provider_choose_provider_type"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the provider's models: those it lists, and those added in this workspace. */
        get: operations["model_provider_list_models"];
        put?: never;
        /** Add a model that the provider doesn't list, or set a model's prices and context size. */
        post: operations["model_provider_set_model"];
        /**
         * Remove a model and its settings.
         * @description Models the provider lists return the next time credentials are saved.
         */
        delete: operations["model_provider_delete_model"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/models/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Enable a model. */
        patch: operations["model_provider_enable_model"];
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/models/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Disable a model. */
        patch: operations["model_provider_disable_model"];
        trace?: never;
    };
    "/console/api/workspaces/current/model-providers/{provider}/models/parameter-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the parameters of the provider's models and their ranges. */
        get: operations["model_provider_read_parameter_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspace's MCP servers by name, with the tools each returned last. */
        get: operations["mcp_servers_list_servers"];
        put?: never;
        /**
         * Add an MCP server (Streamable HTTP).
         * @description Its tools are fetched before saving; if that fails, it is not added.
         */
        post: operations["mcp_servers_add_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/mcp/{server_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update an MCP server.
         * @description If the URL or headers change, its tools are fetched before saving.
         */
        put: operations["mcp_servers_change_server"];
        post?: never;
        /**
         * Delete an MCP server.
         * @description Apps lose its tools but keep working.
         */
        delete: operations["mcp_servers_delete_server"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/mcp/{server_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an MCP server: connect and list its tools.
         * @description If it fails, the response says why.
         */
        post: operations["mcp_servers_test_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/mcp/{server_id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tools a server returned last, with their schemas. */
        get: operations["mcp_servers_list_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspace's OpenAPI tools by name. */
        get: operations["api_tools_list_apis"];
        put?: never;
        /** Add OpenAPI tools: a document, the server, the credentials and the operations that become tools. */
        post: operations["api_tools_add_api"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read an OpenAPI document (3.0, 3.1 or Swagger 2) and return what it offers, without saving anything. */
        post: operations["api_tools_preview_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get OpenAPI tools. */
        get: operations["api_tools_read_api_tools"];
        /**
         * Update OpenAPI tools.
         * @description What a new document changes waits for confirmation.
         */
        put: operations["api_tools_change_api"];
        post?: never;
        /**
         * Delete OpenAPI tools.
         * @description Apps lose them but keep working.
         */
        delete: operations["api_tools_delete_api"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what the document that was read last offers, to choose from. */
        get: operations["api_tools_read_document_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the confirmed operations, with the schemas of their arguments. */
        get: operations["api_tools_list_api_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a tool with these arguments.
         * @description It is a real request: a write writes.
         */
        post: operations["api_tools_test_api_tool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch the document again.
         * @description If that fails, `error` says why; what differs waits for confirmation.
         */
        post: operations["api_tools_refresh_api"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how the document differs from what was confirmed. */
        get: operations["api_tools_list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/api/{api_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the changes: from now on calls are made as the document says.
         * @description Operations that are gone are dropped.
         */
        post: operations["api_tools_confirm_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/builtin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the built-in tools, which nodes and agents can call without any setup. */
        get: operations["builtin_tools_list_builtin_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/runs/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run: its status, config and version. */
        get: operations["runs_read_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/runs/{task_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream a run's events as server-sent events.
         * @description Last-Event-ID resumes after that event.
         */
        get: operations["runs_follow_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the knowledge bases you can read, newest first. */
        get: operations["datasets_list_datasets"];
        put?: never;
        /** Create an empty knowledge base. */
        post: operations["datasets_create_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Become the owner of a knowledge base whose owner has left the workspace.
         * @description It is noted and logged.
         */
        post: operations["datasets_take_over_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/retrieval-setting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the available search methods. */
        get: operations["datasets_read_retrieval_setting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a knowledge base. */
        get: operations["dataset_read_dataset"];
        put?: never;
        post?: never;
        /**
         * Delete a knowledge base.
         * @description It is gone at once; its data is removed in the background.
         */
        delete: operations["dataset_delete_dataset"];
        options?: never;
        head?: never;
        /**
         * Update a knowledge base.
         * @description Omitted fields keep their values.
         */
        patch: operations["dataset_update_dataset"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/use-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether an app uses the knowledge base. */
        get: operations["dataset_check_use"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/related-apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the apps that use the knowledge base. */
        get: operations["dataset_list_related_apps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/permission-part-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members that a knowledge base is shared with. */
        get: operations["dataset_list_part_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was asked of the knowledge base, newest first. */
        get: operations["dataset_list_queries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of knowledge bases, oldest first.
         * @description Keys are masked.
         */
        get: operations["dataset_keys_list_dataset_keys"];
        put?: never;
        /**
         * Create an API key of knowledge bases.
         * @description Only this response contains the full key.
         */
        post: operations["dataset_keys_create_dataset_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an API key of knowledge bases.
         * @description It stops working immediately.
         */
        delete: operations["dataset_keys_delete_dataset_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of knowledge bases, oldest first.
         * @description Keys are masked.
         */
        get: operations["keys_of_dataset_list_dataset_keys"];
        put?: never;
        /**
         * Create an API key of knowledge bases.
         * @description Only this response contains the full key.
         */
        post: operations["keys_of_dataset_create_dataset_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an API key of knowledge bases.
         * @description It stops working immediately.
         */
        delete: operations["keys_of_dataset_delete_dataset_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/process-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the rule a document was split by, or the usual one. */
        get: operations["dataset_setup_read_process_rule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/indexing-estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview how uploaded files would be split, and what it would take. */
        post: operations["dataset_setup_estimate_indexing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a knowledge base out of uploaded files.
         * @description They are indexed in the background.
         */
        post: operations["dataset_setup_set_up_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List documents, newest first unless sorted otherwise. */
        get: operations["documents_list_documents"];
        put?: never;
        /**
         * Add uploaded files as documents.
         * @description They are indexed in the background.
         */
        post: operations["documents_add_documents"];
        /** Delete documents, given by `document_id` in the query. */
        delete: operations["documents_delete_documents"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the folders that documents are in, by path. */
        get: operations["documents_list_folders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a document. */
        get: operations["documents_read_document"];
        put?: never;
        post?: never;
        /**
         * Delete a document.
         * @description Nothing of it is found any more.
         */
        delete: operations["documents_delete_document"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/status/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Enable, disable, archive or unarchive documents: `enable`, `disable`, `archive`, `un_archive`. */
        patch: operations["documents_change_status"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move documents, or a folder with all that is in it, to a folder.
         * @description Nothing is indexed again.
         */
        post: operations["documents_move_documents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/status/{action}/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Enable, disable, archive or unarchive documents, given by `document_id` in the query. */
        patch: operations["documents_change_status_of_some"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rename a document. */
        post: operations["documents_rename_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/processing/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Pause or resume the indexing of a document: `pause` or `resume`. */
        patch: operations["documents_change_processing"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Index failed documents again. */
        post: operations["documents_retry_documents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/indexing-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how far the indexing of a document is. */
        get: operations["documents_read_indexing_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/batch/{batch}/indexing-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how far the indexing of documents is that were added together. */
        get: operations["documents_read_batch_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/indexing-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the documents that are being indexed. */
        get: operations["documents_list_indexing_statuses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/error-docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the documents that could not be indexed, with the reasons. */
        get: operations["documents_list_failed_documents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/auto-disable-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List documents that were disabled automatically.
         * @description There are never any.
         */
        get: operations["documents_list_auto_disable_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/original": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a document as it was added. */
        get: operations["documents_download_original"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a document's text as it was indexed, or a part of it: bytes `start` to `end`. */
        get: operations["documents_read_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/tree/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all documents, or those in a folder, with what a sync compares: path, size and SHA-256. */
        get: operations["document_tree_list_tree_documents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/contents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Download the files of many documents in one stream, by their SHA-256.
         * @description Each is framed as in a pack: 4 bytes for its index in the request, 8 for its length, then its content.
         */
        post: operations["document_tree_read_document_contents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sources that documents are kept in step with, and how their last syncs ended. */
        get: operations["sources_list_sources"];
        put?: never;
        /**
         * Add an app's files or a list of URLs as a source, and sync it in the background.
         * @description API keys can only add lists of URLs.
         */
        post: operations["sources_create_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/sources/{source_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a source. */
        get: operations["sources_read_source"];
        put?: never;
        post?: never;
        /**
         * Delete a source.
         * @description Its documents stay, unless `documents=delete`.
         */
        delete: operations["sources_delete_source"];
        options?: never;
        head?: never;
        /**
         * Update a source.
         * @description Omitted fields keep their values; the next sync follows the new ones.
         */
        patch: operations["sources_update_source"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/sources/{source_id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync an app's files or a list of URLs in the background; `dry_run` only lists the changes.
         * @description If more than half of the documents would be deleted, the sync ends with the error `sync_would_delete`, unless `confirm` is set.
         */
        post: operations["sources_sync_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/sources/{source_id}/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last syncs of a source, newest first.
         * @description The newest 100 are kept.
         */
        get: operations["sources_list_syncs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/sources/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync documents with the files in a zip.
         * @description Send the zip as the body, or as the part `file` of a multipart form. Only files that are new or changed are stored and indexed; a file that was moved keeps its segments. `source_id` names the source that an earlier zip has made.
         */
        post: operations["sources_sync_from_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync documents with a list of files, in one transaction.
         * @description If content is missing, nothing changes and the response is 409 `sync_bytes_missing` with `upload`: send packs to its `pack_url`, then call again. Only files that are new or changed are indexed; a file that was moved keeps its segments. `dry_run` only lists the changes.
         */
        post: operations["sources_sync_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/knowledge-packs/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload many files for a knowledge base in one request.
         * @description The format is that of `PUT /files/packs/{token}`: each file is preceded by 12 bytes, big endian, 4 for its index in `missing`, 8 for its length. Each file is verified on its own; verified files are kept if the connection breaks.
         */
        put: operations["dataset_packs_put_knowledge_pack"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a document's segments in the order of the text. */
        get: operations["segments_list_segments"];
        put?: never;
        post?: never;
        /** Delete segments, given by `segment_id` in the query. */
        delete: operations["segments_delete_segments"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segments/{segment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a segment.
         * @description It is not found any more.
         */
        delete: operations["segments_delete_segment"];
        options?: never;
        head?: never;
        /**
         * Change a segment's text, answer or keywords.
         * @description The new text is found at once.
         */
        patch: operations["segments_change_segment"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segments/{segment_id}/child_chunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the child chunks of a segment. */
        get: operations["segments_list_child_chunks"];
        put?: never;
        /**
         * Add a child chunk to a segment.
         * @description It is found at once.
         */
        post: operations["segments_add_child_chunk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segments/{segment_id}/child_chunks/{child_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a child chunk. */
        delete: operations["segments_delete_child_chunk"];
        options?: never;
        head?: never;
        /** Change the text of a child chunk. */
        patch: operations["segments_change_child_chunk"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a segment at the end of a document.
         * @description It is found at once.
         */
        post: operations["segments_add_segment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segment/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Enable or disable segments, given by `segment_id` in the query: `enable` or `disable`. */
        patch: operations["segments_change_segment_status"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/{document_id}/segments/batch_import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how far an import of segments is. */
        get: operations["segment_imports_read_segment_import"];
        put?: never;
        /**
         * Add segments from an uploaded CSV file, one a row: columns `content` and `answer`.
         * @description All of them, or none.
         */
        post: operations["segment_imports_import_segments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/batch_import_status/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how far an import of segments is, by its ID. */
        get: operations["segment_import_read_import_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/hit-testing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search a knowledge base, and see where each result stands and how its score came about. */
        post: operations["hit_testing_test_hits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search several knowledge bases at once. */
        post: operations["knowledge_search_search_several"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/indexes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the indexes of a knowledge base, newest first, with the progress of those being built. */
        get: operations["indexes_list_indexes"];
        put?: never;
        /**
         * Build an index for another model, language or process rule.
         * @description Searches go on as before until it is ready.
         */
        post: operations["indexes_build_index"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/indexes/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Estimate what it takes to switch to an embedding model. */
        get: operations["indexes_estimate_index"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/indexes/{index_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel an index that is being built.
         * @description The knowledge base keeps what it is searched by.
         */
        delete: operations["indexes_cancel_index"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the metadata fields of a knowledge base. */
        get: operations["metadata_list_metadata"];
        put?: never;
        /** Add a metadata field. */
        post: operations["metadata_create_metadata"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/metadata/{metadata_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a metadata field with its values. */
        delete: operations["metadata_delete_metadata"];
        options?: never;
        head?: never;
        /** Rename a metadata field. */
        patch: operations["metadata_rename_metadata"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/metadata/built-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the fields every document has. */
        get: operations["metadata_list_built_in_metadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/metadata/built-in/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show the built-in fields of documents. */
        post: operations["metadata_enable_built_in_metadata"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/metadata/built-in/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Don't show the built-in fields of documents. */
        post: operations["metadata_disable_built_in_metadata"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/documents/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set metadata values of documents. */
        post: operations["metadata_set_metadata"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a knowledge base as a zip: documents, segments, vectors and files, for import into another workspace. */
        get: operations["dataset_export_export_dataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a knowledge base from an export.
         * @description Send the zip as the body, or as the part `file` of a form. It is checked whole before anything is written; IDs are new. If this workspace has the embedding model of the bundle, its vectors are kept and nothing is embedded.
         */
        post: operations["dataset_import_import_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/files/support-type": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the file extensions that text can be extracted from, for knowledge bases.
         * @description Other text files work too.
         */
        get: operations["document_uploads_read_support_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/files/{file_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Preview a file you uploaded: the first 3,000 characters of its text, as a knowledge base would read it. */
        get: operations["document_uploads_preview_own_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare the search tables of a knowledge base with its documents, as is done every night. */
        post: operations["dataset_checks_check_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the knowledge bases that an app uses, and whether the members who chose them can still read them. */
        get: operations["app_datasets_list_app_datasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the evaluation sets of a knowledge base, by name. */
        get: operations["evaluation_sets_list_evaluation_sets"];
        put?: never;
        /** Create an evaluation set: questions with the documents or segments that answer them. */
        post: operations["evaluation_sets_create_evaluation_set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an evaluation set. */
        get: operations["evaluation_set_read_evaluation_set"];
        put?: never;
        post?: never;
        /** Delete an evaluation set with its runs. */
        delete: operations["evaluation_set_delete_evaluation_set"];
        options?: never;
        head?: never;
        /** Rename an evaluation set. */
        patch: operations["evaluation_set_rename_evaluation_set"];
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the questions of an evaluation set. */
        get: operations["evaluation_set_list_evaluation_questions"];
        put?: never;
        /**
         * Add questions.
         * @description A question that the set has already is replaced if other answers are expected now.
         */
        post: operations["evaluation_set_add_evaluation_questions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/questions/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import questions from a CSV file, or from JSON lines.
         * @description A CSV file has the columns `question` and `document` or `segment_id`, and may have `grade` (1 to 4); a question with several answers has several rows. A line of JSON is as in the body of `questions`. Send the file as the part `file` of a form, or as the body. Nothing is added if something is wrong.
         */
        post: operations["evaluation_set_import_evaluation_questions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/questions/{question_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a question.
         * @description Runs keep their answers to it.
         */
        delete: operations["evaluation_set_delete_evaluation_question"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs over an evaluation set, newest first. */
        get: operations["evaluation_set_list_evaluation_runs"];
        put?: never;
        /** Ask all questions of an evaluation set in the background, with these retrieval settings. */
        post: operations["evaluation_set_start_evaluation_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run: how far it is, and its figures. */
        get: operations["evaluation_set_read_evaluation_run"];
        put?: never;
        post?: never;
        /**
         * Delete a run with its answers.
         * @description One that is in progress ends.
         */
        delete: operations["evaluation_set_delete_evaluation_run"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/runs/{run_id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a run found for each question. */
        get: operations["evaluation_set_list_evaluation_answers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/evaluation-sets/{set_id}/runs/{run_id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare a run with another, the baseline, question by question: what became worse, better, or stayed the same. */
        get: operations["evaluation_set_compare_evaluation_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/external-knowledge-api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the external knowledge APIs of the workspace, newest first. */
        get: operations["external_apis_list_external_apis"];
        put?: never;
        /**
         * Add an external knowledge API.
         * @description Its key is stored encrypted and never returned.
         */
        post: operations["external_apis_add_external_api"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/external-knowledge-api/{external_api_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an external knowledge API. */
        get: operations["external_api_read_external_api"];
        put?: never;
        post?: never;
        /** Delete an external knowledge API that no knowledge base uses. */
        delete: operations["external_api_delete_external_api"];
        options?: never;
        head?: never;
        /**
         * Update an external knowledge API.
         * @description A masked key keeps its value unless the endpoint changes.
         */
        patch: operations["external_api_change_external_api"];
        trace?: never;
    };
    "/console/api/datasets/external-knowledge-api/{external_api_id}/use-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check how many knowledge bases use an external knowledge API. */
        get: operations["external_api_check_external_api_use"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/external": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a knowledge base that is searched through an external knowledge API. */
        post: operations["external_datasets_create_external_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/external-hit-testing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search an external knowledge base. */
        post: operations["external_hit_testing_test_external_hits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the pipeline, newest first. */
        get: operations["pipelines_list_pipelines"];
        put?: never;
        /**
         * Save a pipeline as a new version.
         * @description New documents get it; to index others again, apply it.
         */
        post: operations["pipelines_create_pipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/pipelines/{pipeline_id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Index documents again with a version.
         * @description Until a document is done, it answers as before.
         */
        post: operations["pipelines_apply_pipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/pipelines/{pipeline_id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Estimate what its steps that ask a model would take if it was applied to all documents. */
        get: operations["pipelines_estimate_pipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/pipeline-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a pipeline on up to 3 documents, in the background.
         * @description Nothing about the documents changes.
         */
        post: operations["pipelines_try_pipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/datasets/{dataset_id}/pipeline-runs/{pipeline_run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a trial of a pipeline, with its result once there is one.
         * @description It is kept for a day.
         */
        get: operations["pipelines_read_pipeline_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/feedbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate an answer as a member.
         * @description Without a rating, removes the feedback.
         */
        post: operations["console_feedbacks_rate_as_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/chat-conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the app's conversations of all users, most recently updated first. */
        get: operations["chat_logs_list_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/chat-conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a conversation; its messages are at /chat-messages. */
        get: operations["chat_logs_read_log"];
        put?: never;
        post?: never;
        /**
         * Delete a conversation, also for its end user.
         * @description It disappears at once; its data is removed in the background.
         */
        delete: operations["chat_logs_delete_log"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/completion-conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the app's conversations of all users, most recently updated first. */
        get: operations["completion_logs_list_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/completion-conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a conversation; its messages are at /chat-messages. */
        get: operations["completion_logs_read_log"];
        put?: never;
        post?: never;
        /**
         * Delete a conversation, also for its end user.
         * @description It disappears at once; its data is removed in the background.
         */
        delete: operations["completion_logs_delete_log"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/chat-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the newest messages of a conversation, or those before `first_id`; oldest first on each page. */
        get: operations["message_logs_list_log_messages"];
        put?: never;
        /** Test a chat or agent app, optionally with an unsaved `model_config` and any `asset_version`. */
        post: operations["tried_chat_try_chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a message with its details. */
        get: operations["message_logs_read_log_message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/message-files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file attached to a message, by its `id`.
         * @description Supports Range and conditional requests.
         */
        get: operations["message_logs_read_log_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/chat-messages/{message_id}/suggested-questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get suggested follow-up questions from the app's model, if turned on in its config. */
        get: operations["console_suggested_suggest_questions_to_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/daily-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get messages per day. */
        get: operations["statistics_count_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/daily-conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get conversations per day. */
        get: operations["statistics_count_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/daily-end-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get end users per day. */
        get: operations["statistics_count_end_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/token-costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get tokens and costs per day. */
        get: operations["statistics_count_costs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/average-session-interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get average messages per conversation. */
        get: operations["statistics_average_interactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/user-satisfaction-rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get likes per 1,000 messages. */
        get: operations["statistics_average_satisfaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/average-response-time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the average response time in milliseconds. */
        get: operations["statistics_average_response_time"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/statistics/tokens-per-second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get output tokens per second. */
        get: operations["statistics_average_speed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/conversation-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the variables of any end user's conversation. */
        get: operations["console_variables_list_all_variables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/chat-messages/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an answer you requested. */
        post: operations["tried_chat_stop_tried_chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/completion-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Test a completion app, optionally with an unsaved `model_config`. */
        post: operations["tried_completion_try_completion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/completion-messages/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an answer you requested. */
        post: operations["tried_completion_stop_tried_completion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the draft of a workflow, and in `issues` what can't run yet.
         * @description Values of secret variables are hidden.
         */
        get: operations["workflow_drafts_read_draft"];
        put?: never;
        /**
         * Save the draft.
         * @description With `hash`, only if nobody has saved another one since; `issues` says what can't run yet.
         */
        post: operations["workflow_drafts_save_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save only the draft's features. */
        post: operations["workflow_drafts_save_features"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/default-workflow-block-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the node types, each with the data a new node starts with. */
        get: operations["workflow_blocks_list_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/default-workflow-block-configs/{node_type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the data a new node of a type starts with. */
        get: operations["workflow_blocks_read_block"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/convert-to-workflow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Convert a chat or completion app to a workflow, as a new app. */
        post: operations["workflow_conversion_convert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the published workflow; null if none was published. */
        get: operations["workflow_versions_read_published"];
        put?: never;
        /**
         * Publish the draft together with the app's files as they are now.
         * @description With `hash`, only if nobody has saved since.
         */
        post: operations["workflow_versions_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the published versions, newest first. */
        get: operations["workflow_versions_list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a published version. */
        get: operations["workflow_versions_read_version"];
        put?: never;
        post?: never;
        /**
         * Delete a version.
         * @description The published one, and one with unfinished runs, can't be deleted.
         */
        delete: operations["workflow_versions_delete_version"];
        options?: never;
        head?: never;
        /** Change a version's name and comment. */
        patch: operations["workflow_versions_rename_version"];
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/{workflow_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a published version the draft. */
        post: operations["workflow_versions_restore_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the draft with the app's files as they are now.
         * @description Returns server-sent events.
         */
        post: operations["workflow_tries_run_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run one node of the draft, with the values in the request and in the variable inspector. */
        post: operations["workflow_tries_run_node"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/iteration/nodes/{node_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run one iteration of the draft.
         * @description Returns server-sent events.
         */
        post: operations["workflow_tries_run_iteration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/loop/nodes/{node_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run one loop of the draft.
         * @description Returns server-sent events.
         */
        post: operations["workflow_tries_run_loop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/last-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the result of a node when you last ran it. */
        get: operations["workflow_tries_read_last_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/tasks/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a run you started. */
        post: operations["workflow_tries_stop_tried"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of a workflow, newest first. */
        get: operations["workflow_runs_list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the runs by status. */
        get: operations["workflow_runs_count_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run with its graph, inputs and outputs. */
        get: operations["workflow_runs_read_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/{run_id}/node-executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of a run, in order.
         * @description Large values are previews.
         */
        get: operations["workflow_runs_list_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/{run_id}/node-executions/{step_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a step with its values in full. */
        get: operations["workflow_runs_read_step"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/{run_id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the items of an iteration or the rounds of a loop, in order.
         * @description Of more than 100, steps are kept for the first 50, the last 50 and those that failed.
         */
        get: operations["workflow_runs_list_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/{run_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a run, whoever started it.
         * @description Finished runs don't change.
         */
        post: operations["workflow_runs_stop_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/advanced-chat/workflow-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of a workflow, newest first. */
        get: operations["chatflow_runs_list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/advanced-chat/workflow-runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the runs by status. */
        get: operations["chatflow_runs_count_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/advanced-chat/workflow-runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run with its graph, inputs and outputs. */
        get: operations["chatflow_runs_read_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/advanced-chat/workflow-runs/{run_id}/node-executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of a run, in order.
         * @description Large values are previews.
         */
        get: operations["chatflow_runs_list_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-app-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of all users, newest first. */
        get: operations["workflow_logs_list_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow/statistics/daily-conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get runs per day. */
        get: operations["workflow_statistics_count_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow/statistics/daily-terminals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get end users per day. */
        get: operations["workflow_statistics_count_run_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow/statistics/token-costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get tokens and costs per day. */
        get: operations["workflow_statistics_count_run_costs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow/statistics/average-app-interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get average runs per end user. */
        get: operations["workflow_statistics_average_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflow-runs/{run_id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a finished run again from one of its nodes; results of the nodes before it are reused.
         * @description Returns server-sent events.
         */
        post: operations["workflow_reruns_rerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/advanced-chat/workflows/draft/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to the draft of a chatflow.
         * @description Returns server-sent events.
         */
        post: operations["tried_chatflows_try_chatflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import an app from YAML.
         * @description `report` lists by line what was converted and what was lost. Returns 202 if the file's version is newer than supported: confirm the import within 10 minutes. Returns 400 with the status `failed` if the file can't be imported; nothing is created then.
         */
        post: operations["app_imports_import_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/imports/{import_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a file whose version is newer than supported, as far as possible. */
        post: operations["app_imports_confirm_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/imports/{app_id}/check-dependencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the model providers and tools that an app uses and this workspace doesn't have. */
        get: operations["imported_app_check_dependencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export an app as YAML.
         * @description Secrets and credentials are left out unless `include_secret` is true.
         */
        get: operations["app_exports_export_app"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workflow-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates for workflows and chatflows.
         * @description Import the `yaml` of one as an app, or into the draft of one.
         */
        get: operations["workflow_templates_list_workflow_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the values that you see in the variable inspector. */
        get: operations["workflow_variables_list_values"];
        put?: never;
        post?: never;
        /** Clear the variable inspector. */
        delete: operations["workflow_variables_forget_values"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the values of one node. */
        get: operations["workflow_variables_list_node_values"];
        put?: never;
        post?: never;
        /** Clear the values of one node. */
        delete: operations["workflow_variables_forget_node_values"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/inputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the values that a node reads when you run it by itself; null for those that are still missing. */
        get: operations["workflow_variables_list_inputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/variables/{variable_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a value. */
        get: operations["workflow_variables_read_value"];
        put?: never;
        post?: never;
        /** Remove a value. */
        delete: operations["workflow_variables_forget_value"];
        options?: never;
        head?: never;
        /** Change a value, for the nodes that you run next. */
        patch: operations["workflow_variables_change_value"];
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/variables/{variable_id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Reset a value to what the node last returned; null, and removed, if that is gone. */
        put: operations["workflow_variables_reset_value"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/system-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the system variables of your last run. */
        get: operations["workflow_variables_list_system_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/conversation-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the conversation variables, with their values of your last run. */
        get: operations["workflow_variables_list_conversation_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/environment-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the environment variables.
         * @description Values of secret ones are hidden.
         */
        get: operations["workflow_variables_list_environment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy an app with its config or workflow draft, its files and its site.
         * @description API keys, earlier versions and logs are not copied.
         */
        post: operations["app_copies_copy_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/tool-provider/workflow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspace's published workflows, which other workflows and agents can call as tools. */
        get: operations["workflow_tools_list_workflow_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/human-input-forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the forms that workflows of the workspace ask people to fill in, those that wait longest first. */
        get: operations["human_input_forms_list_forms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/human-input-forms/{form_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a form, its answer, and the token of its public page. */
        get: operations["human_input_forms_read_form"];
        put?: never;
        /**
         * Answer a form; its run goes on.
         * @description The first answer counts.
         */
        post: operations["human_input_forms_answer_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/form/human_input/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the form of a link, without signing in.
         * @description Reading it answers nothing.
         */
        get: operations["linked_forms_read_linked_form"];
        put?: never;
        /**
         * Answer the form of a link, without signing in.
         * @description The first answer counts.
         */
        post: operations["linked_forms_answer_linked_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/form/human_input/{token}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file for a field of the form of a link. */
        post: operations["linked_forms_upload_form_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the triggers of the published workflow, newest first, each with its last event and its failures. */
        get: operations["app_triggers_list_triggers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trigger-enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch a trigger on or off.
         * @description It stays so when the workflow is published again.
         */
        post: operations["app_triggers_enable_trigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/triggers/{trigger_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events of a trigger, newest first, each with its run. */
        get: operations["app_triggers_list_trigger_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/triggers/{trigger_id}/events/{event_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the published workflow again with an event that came before. */
        post: operations["app_triggers_repeat_trigger_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/triggers/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the addresses of a webhook node: of what is published, and of the draft. */
        get: operations["webhook_addresses_read_webhook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/triggers/webhook/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the last requests to the debug address of a webhook node, newest first. */
        get: operations["webhook_addresses_list_webhook_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/webhook/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send a webhook by GET.
         * @description Starts a run of the published workflow.
         */
        get: operations["webhooks_receive_get"];
        /**
         * Send a webhook by PUT.
         * @description Starts a run of the published workflow.
         */
        put: operations["webhooks_receive_put"];
        /**
         * Send a webhook by POST.
         * @description Starts a run of the published workflow.
         */
        post: operations["webhooks_receive_post"];
        /**
         * Send a webhook by DELETE.
         * @description Starts a run of the published workflow.
         */
        delete: operations["webhooks_receive_delete"];
        /**
         * Send a webhook by OPTIONS.
         * @description Starts a run of the published workflow.
         */
        options: operations["webhooks_receive_options"];
        head?: never;
        /**
         * Send a webhook by PATCH.
         * @description Starts a run of the published workflow.
         */
        patch: operations["webhooks_receive_patch"];
        trace?: never;
    };
    "/triggers/webhook-debug/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send a webhook by GET to whoever tests the draft. */
        get: operations["debug_webhooks_receive_get"];
        /** Send a webhook by PUT to whoever tests the draft. */
        put: operations["debug_webhooks_receive_put"];
        /** Send a webhook by POST to whoever tests the draft. */
        post: operations["debug_webhooks_receive_post"];
        /** Send a webhook by DELETE to whoever tests the draft. */
        delete: operations["debug_webhooks_receive_delete"];
        /** Send a webhook by OPTIONS to whoever tests the draft. */
        options: operations["debug_webhooks_receive_options"];
        head?: never;
        /** Send a webhook by PATCH to whoever tests the draft. */
        patch: operations["debug_webhooks_receive_patch"];
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/trigger/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the draft with the next event of a trigger.
         * @description Returns `waiting` until one comes, then server-sent events.
         */
        post: operations["trigger_tries_run_on_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/trigger/run-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same with whichever of several triggers hears of an event first. */
        post: operations["trigger_tries_run_on_any_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/trigger/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run only the trigger with its next event.
         * @description Returns `waiting` until one comes, then the result of the node.
         */
        post: operations["trigger_tries_run_node_on_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the schedules of all published workflows of the workspace; those that are due next come first. */
        get: operations["schedules_list_schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/schedules/times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List the next five times of a schedule as its node would have it. 400 with all that is wrong with it. */
        post: operations["app_schedules_list_schedule_times"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/schedules/{trigger_id}/firings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what has come of a schedule's times, newest first. */
        get: operations["app_schedules_list_firings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/schedules/{trigger_id}/firings/{firing_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a run for a time of a schedule: one that was skipped, or whose run has ended. */
        post: operations["app_schedules_run_firing_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/trigger-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspace's subscriptions by name. */
        get: operations["trigger_subscriptions_list_subscriptions"];
        put?: never;
        /**
         * Subscribe to what happens in a GitHub repository, a feed, a mailbox, an app or a knowledge base.
         * @description The source is asked before saving; if that fails, nothing is added. Events from then on start workflows.
         */
        post: operations["trigger_subscriptions_add_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/trigger-subscriptions/{subscription_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a subscription. */
        get: operations["trigger_subscriptions_read_subscription"];
        put?: never;
        post?: never;
        /** Delete a subscription that no published workflow listens to. */
        delete: operations["trigger_subscriptions_delete_subscription"];
        options?: never;
        head?: never;
        /**
         * Update, pause or resume a subscription.
         * @description What happens during a pause is not told afterwards.
         */
        patch: operations["trigger_subscriptions_change_subscription"];
        trace?: never;
    };
    "/console/api/workspaces/current/trigger-subscriptions/{subscription_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the source now, and return its newest event as a sample.
         * @description Starts no workflow.
         */
        post: operations["trigger_subscriptions_test_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/workspaces/current/trigger-subscriptions/{subscription_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events of a subscription, newest first, with the runs that each started. */
        get: operations["trigger_subscriptions_list_subscription_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get whether runs are traced, and with which provider. */
        get: operations["tracing_read_tracing"];
        put?: never;
        /** Turn tracing on with one provider, or off. */
        post: operations["tracing_switch_tracing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tracing providers of the app, with how many traces were delivered, wait or have failed. */
        get: operations["tracing_list_trace_configs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the configuration of a tracing provider.
         * @description Secrets are masked.
         */
        get: operations["tracing_read_trace_config"];
        put?: never;
        /**
         * Set up tracing with a provider.
         * @description Runs that end from then on are sent.
         */
        post: operations["tracing_add_trace_config"];
        /** Remove a tracing provider, with the traces that wait to be sent there. */
        delete: operations["tracing_delete_trace_config"];
        options?: never;
        head?: never;
        /**
         * Change the configuration of a tracing provider.
         * @description It applies to traces that wait, too.
         */
        patch: operations["tracing_change_trace_config"];
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the traces of the app's runs, newest first, with what became of them. */
        get: operations["tracing_list_trace_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace-deliveries/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send all failed traces of a provider again. */
        post: operations["tracing_resend_traces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace-deliveries/{delivery_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a failed trace again. */
        post: operations["tracing_resend_trace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/apps/{app_id}/trace-config/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test span to a tracing provider, and say whether it was accepted. */
        post: operations["trace_tests_send_test_span"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check health: 200 if database, schema, Redis and storage are healthy, otherwise 503.
         * @description Also reports workers and Beat.
         */
        get: operations["public_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the OpenAPI 3.1 document of the whole API, the service API or the console API.
         * @description The ETag changes only when the application restarts. If-None-Match returns 304.
         */
        get: operations["public_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open the API reference, or the OpenAPI document if the console is not built. */
        get: operations["public_docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open the console, or a list of links if the console is not built. */
        get: operations["public_index"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the 18 queues with depth, consumers, the age of the oldest message and the tasks that use them. */
        get: operations["operations_read_queues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the whole installation, as `treeline doctor` does.
         * @description Takes a few seconds.
         */
        post: operations["doctor_examine_installation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/allowed-hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the private hosts that outbound requests to model providers and MCP servers can reach, with ports. */
        get: operations["allowed_hosts_list_allowed_hosts"];
        put?: never;
        /**
         * Allow outbound requests to a private host.
         * @description Takes effect immediately, without a restart.
         */
        post: operations["allowed_hosts_allow_host"];
        /** Remove an allowed host. */
        delete: operations["allowed_hosts_remove_allowed_host"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the emails of this installation, the newest first, and how they are delivered. */
        get: operations["mails_list_mails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/mails/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test email.
         * @description Its `state` shows whether the mail server accepted it.
         */
        post: operations["mails_send_test_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/mails/{mail_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an email again that failed, waits, or was written before there was a mail server. */
        post: operations["mails_resend_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/operations/mails/{mail_id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show an email that was not delivered, with its link, to pass it on.
         * @description The audit log records it.
         */
        post: operations["mails_reveal_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccountOut */
        AccountOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Avatar
             * @default null
             */
            avatar?: string | null;
            /**
             * Avatar Url
             * @default null
             */
            avatar_url?: string | null;
            /** Email */
            email: string;
            /** Is Password Set */
            is_password_set: boolean;
            /** Is Instance Admin */
            is_instance_admin: boolean;
            /**
             * Two Step Missing
             * @description Whether two-step verification must be turned on before this session can go on.
             * @default false
             */
            two_step_missing?: boolean;
            /** Interface Language */
            interface_language: string;
            /**
             * Interface Theme
             * @enum {string}
             */
            interface_theme: "light" | "dark";
            /** Timezone */
            timezone: string;
            /** Last Login At */
            last_login_at: number | null;
            /** Last Login Ip */
            last_login_ip: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** ActivateIn */
        ActivateIn: {
            /** Token */
            token: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /**
             * Interface Language
             * @default en-US
             */
            interface_language?: string;
            /**
             * Timezone
             * @default UTC
             */
            timezone?: string;
        };
        /** ActivationCheck */
        ActivationCheck: {
            /**
             * Is Valid
             * @default true
             * @constant
             */
            is_valid?: true;
            data: components["schemas"]["ActivationData"];
        };
        /**
         * ActivationData
         * @description `account_exists`: log in to accept, instead of creating an account.
         */
        ActivationData: {
            /**
             * Workspace Id
             * Format: uuid
             */
            workspace_id: string;
            /** Workspace Name */
            workspace_name: string;
            /** Email */
            email: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
            /** Inviter */
            inviter: string | null;
            /** Account Exists */
            account_exists: boolean;
        };
        /**
         * AdviceOut
         * @description `code` is `area.kind`; `params` are the values in `message` and `remedy`.
         */
        AdviceOut: {
            /** Code */
            code: string;
            /**
             * Level
             * @enum {string}
             */
            level: "ok" | "warning" | "error";
            /** Message */
            message: string;
            /** Remedy */
            remedy: string;
            /** Params */
            params: {
                [key: string]: string;
            };
        };
        /** AgentMode */
        AgentMode: {
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Strategy
             * @default function_call
             * @enum {string}
             */
            strategy?: "function_call" | "function-calling" | "react" | "router";
            /**
             * Max Iteration
             * @default 10
             */
            max_iteration?: number;
            /**
             * Max Seconds
             * @default 300
             */
            max_seconds?: number;
            /**
             * Max Tokens
             * @default 200000
             */
            max_tokens?: number;
            /**
             * Assets
             * @default true
             */
            assets?: boolean;
            /**
             * Skills
             * @default true
             */
            skills?: boolean;
            /**
             * Tools
             * @default []
             */
            tools?: components["schemas"]["AgentTool"][];
        };
        /**
         * AgentTool
         * @description A tool of one of the workspace's MCP servers (`mcp`) or OpenAPI documents (`api`) that the agent can call.
         */
        AgentTool: {
            /**
             * Provider Type
             * @enum {string}
             */
            provider_type: "mcp" | "api";
            /** Provider Id */
            provider_id: string;
            /** Tool Name */
            tool_name: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
        };
        /** AllVariablesOut */
        AllVariablesOut: {
            /** Data */
            data: components["schemas"]["VariableOut"][];
        };
        /**
         * AnswerOut
         * @description The complete answer in blocking mode.
         */
        AnswerOut: {
            /**
             * Event
             * @default message
             * @constant
             */
            event?: "message";
            /**
             * Task Id
             * Format: uuid
             */
            task_id: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Message Id
             * Format: uuid
             */
            message_id: string;
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /** Mode */
            mode: string;
            /** Answer */
            answer: string;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /**
         * ApiDocumentOut
         * @description What a document offers. `skipped`: operations that can't be tools, at most 100, and why.
         */
        ApiDocumentOut: {
            /** Title */
            title: string;
            /** Version */
            version: string;
            /** Servers */
            servers: components["schemas"]["Server"][];
            /** Auth Schemes */
            auth_schemes: components["schemas"]["AuthScheme"][];
            /** Operations */
            operations: components["schemas"]["OperationOut"][];
            /** Skipped */
            skipped: components["schemas"]["Skipped"][];
        };
        /** ApiKeyIn */
        ApiKeyIn: {
            /**
             * Name
             * @description What the key is for. Omit it to use a generated name.
             * @default null
             */
            name?: string | null;
            /**
             * Scopes
             * @description `read`: its files and settings. `write`: change its files. `run`: send messages and run workflows for end users, with their conversations, attachments and forms.
             * @default [
             *       "read",
             *       "write",
             *       "run"
             *     ]
             */
            scopes?: ("read" | "write" | "run")[];
            /**
             * Expires At
             * @description When it stops working, in Unix seconds. Omit it for never.
             * @default null
             */
            expires_at?: number | null;
        };
        /**
         * ApiKeyOut
         * @description `token` is the full key in the response that created it, and masked after that.
         */
        ApiKeyOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Token */
            token: string;
            /** Expires At */
            expires_at: number | null;
            /** Last Used At */
            last_used_at: number | null;
            /** Last Used Ip */
            last_used_ip: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Type
             * @default app
             * @constant
             */
            type?: "app";
            /** Scopes */
            scopes: ("read" | "write" | "run")[];
        };
        /** ApiKeyRename */
        ApiKeyRename: {
            /** Name */
            name: string;
        };
        /** ApiKeysOut */
        ApiKeysOut: {
            /** Data */
            data: components["schemas"]["ApiKeyOut"][];
        };
        /** ApiSwitch */
        ApiSwitch: {
            /** Enable Api */
            enable_api: boolean;
        };
        /**
         * ApiTestOut
         * @description `text`: what a model would get. `status`: null if there was no reply.
         */
        ApiTestOut: {
            /** Ok */
            ok: boolean;
            /** Status */
            status: number | null;
            /** Text */
            text: string;
        };
        /** ApiToolListOut */
        ApiToolListOut: {
            /** Data */
            data: components["schemas"]["ApiToolOut"][];
        };
        /** ApiToolOut */
        ApiToolOut: {
            /** Name */
            name: string;
            /** Method */
            method: string;
            /** Path */
            path: string;
            /** Description */
            description: string;
            /**
             * Server
             * @default null
             */
            server?: string | null;
            /** Input Schema */
            input_schema: {
                [key: string]: unknown;
            };
        };
        /**
         * ApiToolsConfirm
         * @description `digest`: that of the changes you looked at.
         */
        ApiToolsConfirm: {
            /** Digest */
            digest: string;
        };
        /**
         * ApiToolsCreate
         * @description `server_url`: one of the document's by default. `operations`: the names of those that become tools.
         */
        ApiToolsCreate: {
            /**
             * Document
             * @default null
             */
            document?: string | null;
            /**
             * Document Url
             * @default null
             */
            document_url?: string | null;
            /** Name */
            name: string;
            /**
             * Server Url
             * @default null
             */
            server_url?: string | null;
            auth?: components["schemas"]["Auth"];
            /** Operations */
            operations: string[];
        };
        /**
         * ApiToolsOut
         * @description `tools`: the chosen operations. `changes`: how many differences to the document wait for confirmation.
         *
         *     `error`: why the last refresh failed.
         */
        ApiToolsOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Title */
            title: string;
            /** Document Url */
            document_url: string | null;
            /** Server Url */
            server_url: string;
            auth: components["schemas"]["AuthOut"];
            /** Tools */
            tools: components["schemas"]["OperationOut"][];
            /** Changes */
            changes: number;
            /** Error */
            error: string | null;
            /** Checked At */
            checked_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** ApiToolsTest */
        ApiToolsTest: {
            /** Tool Name */
            tool_name: string;
            /** Arguments */
            arguments?: {
                [key: string]: unknown;
            };
        };
        /**
         * ApiToolsUpdate
         * @description Omitted fields keep their values, as do secrets with the value [__HIDDEN__].
         *
         *     A new document is compared with what was confirmed: what differs waits as changes.
         */
        ApiToolsUpdate: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Document
             * @default null
             */
            document?: string | null;
            /**
             * Document Url
             * @default null
             */
            document_url?: string | null;
            /**
             * Server Url
             * @default null
             */
            server_url?: string | null;
            /** @default null */
            auth?: components["schemas"]["Auth"] | null;
            /**
             * Operations
             * @default null
             */
            operations?: string[] | null;
        };
        /**
         * AppConfig
         * @description An app's config.
         */
        AppConfig: {
            /** @default null */
            model?: components["schemas"]["ModelChoice"] | null;
            /**
             * Pre Prompt
             * @default
             */
            pre_prompt?: string;
            /**
             * Prompt Type
             * @default simple
             * @constant
             */
            prompt_type?: "simple";
            /**
             * User Input Form
             * @default []
             */
            user_input_form?: components["schemas"]["FormField"][];
            /**
             * Opening Statement
             * @default
             */
            opening_statement?: string;
            /**
             * Suggested Questions
             * @default []
             */
            suggested_questions?: string[];
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            suggested_questions_after_answer?: components["schemas"]["Switch"];
            /**
             * @default {
             *       "enabled": false,
             *       "allowed_file_types": [
             *         "image",
             *         "document"
             *       ],
             *       "allowed_file_extensions": [],
             *       "allowed_file_upload_methods": [
             *         "remote_url",
             *         "local_file"
             *       ],
             *       "number_limits": 3,
             *       "image": {
             *         "detail": "low",
             *         "enabled": false,
             *         "number_limits": 3,
             *         "transfer_methods": [
             *           "remote_url",
             *           "local_file"
             *         ]
             *       }
             *     }
             */
            file_upload?: components["schemas"]["FileUpload"];
            /**
             * @default {
             *       "enabled": true,
             *       "strategy": "function_call",
             *       "max_iteration": 10,
             *       "max_seconds": 300,
             *       "max_tokens": 200000,
             *       "assets": true,
             *       "skills": true,
             *       "tools": []
             *     }
             */
            agent_mode?: components["schemas"]["AgentMode"];
            /**
             * Conversation Variables
             * @default []
             */
            conversation_variables?: components["schemas"]["DeclaredVariable"][];
            /**
             * Asset Version
             * @default null
             */
            asset_version?: number | null;
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            speech_to_text?: components["schemas"]["Unavailable"];
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            text_to_speech?: components["schemas"]["Unavailable"];
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            more_like_this?: components["schemas"]["Unavailable"];
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            sensitive_word_avoidance?: components["schemas"]["Unavailable"];
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            annotation_reply?: components["schemas"]["Unavailable"];
            /**
             * @default {
             *       "enabled": false
             *     }
             */
            retriever_resource?: components["schemas"]["Switch"];
            /**
             * @default {
             *       "datasets": {}
             *     }
             */
            dataset_configs?: components["schemas"]["Retrieval"];
            /**
             * Dataset Query Variable
             * @default
             */
            dataset_query_variable?: string;
        };
        /**
         * AppCopy
         * @description What the copy has otherwise.
         */
        AppCopy: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Icon Type
             * @default null
             */
            icon_type?: ("emoji" | "image" | "link") | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
        };
        /** AppCreate */
        AppCreate: {
            /** Name */
            name: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "chat" | "agent-chat" | "advanced-chat" | "workflow" | "completion";
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Icon Type
             * @default null
             */
            icon_type?: ("emoji" | "image" | "link") | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
        };
        /**
         * AppDatasetOut
         * @description A knowledge base that an app uses. `name`: null if you can't see it. `bound_by`: who lets the app use it;
         *     `lost_access`: that member can't read it any more, while the app still does.
         */
        AppDatasetOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            bound_by: components["schemas"]["BindingOwner"] | null;
            /** Lost Access */
            lost_access: boolean;
        };
        /** AppDatasets */
        AppDatasets: {
            /** Data */
            data: components["schemas"]["AppDatasetOut"][];
        };
        /**
         * AppDetail
         * @description An app with its config and site.
         */
        AppDetail: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "chat" | "agent-chat" | "advanced-chat" | "workflow" | "completion";
            /** Icon Type */
            icon_type: ("emoji" | "image" | "link") | null;
            /** Icon */
            icon: string | null;
            /** Icon Background */
            icon_background: string | null;
            /** Use Icon As Answer Icon */
            use_icon_as_answer_icon: boolean;
            /** Max Active Requests */
            max_active_requests: number | null;
            /** Author Name */
            author_name: string | null;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Updated By */
            updated_by: string | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Changed At
             * @description When the app's settings, config or files last changed.
             */
            changed_at: number;
            /** Tags */
            tags: components["schemas"]["TagOut"][];
            /** Model Config */
            model_config: {
                [key: string]: unknown;
            } | null;
            /** Enable Site */
            enable_site: boolean;
            /** Enable Api */
            enable_api: boolean;
            /** Api Base Url */
            api_base_url: string;
            site: components["schemas"]["SiteOut"];
            /** Deleted Tools */
            deleted_tools?: string[];
        };
        /** AppIcon */
        AppIcon: {
            /**
             * Icon Type
             * @default null
             */
            icon_type?: ("emoji" | "image" | "link") | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
        };
        /**
         * AppInfo
         * @description Basic information about the app.
         */
        AppInfo: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Tags */
            tags?: string[];
            /**
             * Mode
             * @enum {string}
             */
            mode: "chat" | "agent-chat" | "advanced-chat" | "workflow" | "completion";
            /** Author Name */
            author_name: string | null;
        };
        /**
         * AppMeta
         * @description `tool_icons`: an emoji or icon URL for each tool the app's agent can call.
         */
        AppMeta: {
            /** Tool Icons */
            tool_icons: {
                [key: string]: string | {
                    [key: string]: string;
                };
            };
        };
        /**
         * AppOut
         * @description An app, as shown in a list.
         */
        AppOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "chat" | "agent-chat" | "advanced-chat" | "workflow" | "completion";
            /** Icon Type */
            icon_type: ("emoji" | "image" | "link") | null;
            /** Icon */
            icon: string | null;
            /** Icon Background */
            icon_background: string | null;
            /** Use Icon As Answer Icon */
            use_icon_as_answer_icon: boolean;
            /** Max Active Requests */
            max_active_requests: number | null;
            /** Author Name */
            author_name: string | null;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Updated By */
            updated_by: string | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Changed At
             * @description When the app's settings, config or files last changed.
             */
            changed_at: number;
            /** Tags */
            tags: components["schemas"]["TagOut"][];
        };
        /**
         * AppParameters
         * @description What a client needs to know to send messages to the app.
         */
        AppParameters: {
            /** Opening Statement */
            opening_statement: string;
            /** Suggested Questions */
            suggested_questions: string[];
            /** Suggested Questions After Answer */
            suggested_questions_after_answer: {
                [key: string]: unknown;
            };
            /** Speech To Text */
            speech_to_text: {
                [key: string]: unknown;
            };
            /** Text To Speech */
            text_to_speech: {
                [key: string]: unknown;
            };
            /** Retriever Resource */
            retriever_resource: {
                [key: string]: unknown;
            };
            /** Annotation Reply */
            annotation_reply: {
                [key: string]: unknown;
            };
            /** More Like This */
            more_like_this: {
                [key: string]: unknown;
            };
            /** User Input Form */
            user_input_form: {
                [key: string]: unknown;
            }[];
            /** Sensitive Word Avoidance */
            sensitive_word_avoidance: {
                [key: string]: unknown;
            };
            /** File Upload */
            file_upload: {
                [key: string]: unknown;
            };
            system_parameters: components["schemas"]["UploadLimits"];
        };
        /** AppRename */
        AppRename: {
            /** Name */
            name: string;
        };
        /**
         * AppUpdate
         * @description Omitted fields keep their values.
         */
        AppUpdate: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Icon Type
             * @default null
             */
            icon_type?: ("emoji" | "image" | "link") | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
            /**
             * Use Icon As Answer Icon
             * @default null
             */
            use_icon_as_answer_icon?: boolean | null;
            /**
             * Max Active Requests
             * @default null
             */
            max_active_requests?: number | null;
        };
        /**
         * AskAgainIn
         * @description `token` of an invitation that has expired.
         */
        AskAgainIn: {
            /** Token */
            token: string;
        };
        /** Asked */
        Asked: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /**
             * Data
             * @description The token that the code in the mail goes with. Alone it proves nothing.
             */
            data: string;
            /**
             * Mailed
             * @description Whether this installation sends mail. If not, its instance admin finds the link on the page Mail.
             */
            mailed: boolean;
        };
        /** AskedField */
        AskedField: {
            /** Type */
            type: string;
            /** Output Variable Name */
            output_variable_name: string;
            /** Label */
            label: string;
            /** Required */
            required: boolean;
            /** Max Length */
            max_length: number | null;
            /** Options */
            options: string[];
            /** Allowed File Types */
            allowed_file_types: string[];
            /** Allowed File Extensions */
            allowed_file_extensions: string[];
        };
        /**
         * AssertionIn
         * @description What `navigator.credentials.get` returns, by `toJSON`.
         */
        AssertionIn: {
            /** Id */
            id: string;
            /** Rawid */
            rawId: string;
            /** Type */
            type: string;
            response: components["schemas"]["AssertionResponse"];
        };
        /** AssertionResponse */
        AssertionResponse: {
            /** Clientdatajson */
            clientDataJSON: string;
            /** Authenticatordata */
            authenticatorData: string;
            /** Signature */
            signature: string;
            /**
             * Userhandle
             * @default null
             */
            userHandle?: string | null;
        };
        /**
         * AttestationIn
         * @description What `navigator.credentials.create` returns, by `toJSON`.
         */
        AttestationIn: {
            /** Id */
            id: string;
            /** Rawid */
            rawId: string;
            /** Type */
            type: string;
            response: components["schemas"]["AttestationResponse"];
        };
        /** AttestationResponse */
        AttestationResponse: {
            /** Clientdatajson */
            clientDataJSON: string;
            /** Attestationobject */
            attestationObject: string;
        };
        /**
         * AuditActorOut
         * @description `name`: an account's email address, or an API key's name, at that time.
         */
        AuditActorOut: {
            /** Kind */
            kind: string;
            /** Id */
            id: string | null;
            /** Name */
            name: string;
        };
        /**
         * AuditEventOut
         * @description `details`: `fields` that were given, `values` where there are few, `related` objects, and what else is known.
         */
        AuditEventOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Action */
            action: string;
            actor: components["schemas"]["AuditActorOut"];
            object: components["schemas"]["AuditObjectOut"];
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Ip */
            ip: string;
            /** Request Id */
            request_id: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** AuditEventsOut */
        AuditEventsOut: {
            /** Data */
            data: components["schemas"]["AuditEventOut"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /** AuditObjectOut */
        AuditObjectOut: {
            /** Kind */
            kind: string;
            /** Id */
            id: string | null;
            /** Name */
            name: string;
        };
        /**
         * Auth
         * @description `header` and `query` send `value` under `name`; `basic` sends `username` and `password`.
         */
        Auth: {
            /**
             * Type
             * @default none
             * @enum {string}
             */
            type?: "none" | "header" | "query" | "basic";
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Value
             * @default
             */
            value?: string;
            /**
             * Username
             * @default
             */
            username?: string;
            /**
             * Password
             * @default
             */
            password?: string;
        };
        /**
         * AuthOut
         * @description `value` and `password`: [__HIDDEN__] where there is one; they are never returned.
         */
        AuthOut: {
            /**
             * Type
             * @enum {string}
             */
            type: "none" | "header" | "query" | "basic";
            /** Name */
            name: string;
            /** Value */
            value: string;
            /** Username */
            username: string;
            /** Password */
            password: string;
        };
        /**
         * AuthScheme
         * @description How a document says that callers authenticate. `type` `other` can't be done here, such as OAuth flows.
         */
        AuthScheme: {
            /**
             * Type
             * @enum {string}
             */
            type: "header" | "query" | "basic" | "other";
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Prefix
             * @default
             */
            prefix?: string;
            /**
             * Title
             * @default
             */
            title?: string;
        };
        /**
         * AutoDisableLogs
         * @description Nothing is disabled by itself here: for clients that ask.
         */
        AutoDisableLogs: {
            /** Document Ids */
            document_ids?: string[];
            /**
             * Count
             * @default 0
             */
            count?: number;
        };
        /**
         * AvatarIn
         * @description `avatar`: the id of a picture that you uploaded with `POST /console/api/files/upload`; null removes it.
         */
        AvatarIn: {
            /** Avatar */
            avatar: string | null;
        };
        /**
         * BatchIn
         * @description A nested tree to create under `parent_id` (null: the root) in one transaction.
         */
        BatchIn: {
            /** Children */
            children: components["schemas"]["BatchNodeIn"][];
            /**
             * Parent Id
             * @default null
             */
            parent_id?: string | null;
            /**
             * On Conflict
             * @default error
             * @enum {string}
             */
            on_conflict?: "error" | "rename" | "merge";
            /**
             * Direct Upload
             * @default false
             */
            direct_upload?: boolean;
        };
        /**
         * BatchNodeIn
         * @description A folder with its children, or a file. `id` and `upload_url` are ignored.
         */
        BatchNodeIn: {
            /** Name */
            name: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
            /**
             * Size
             * @default 0
             */
            size?: number;
            /**
             * Sha256
             * @default null
             */
            sha256?: string | null;
            /** Children */
            children?: components["schemas"]["BatchNodeIn"][];
        };
        /**
         * BatchNodeOut
         * @description `upload_url` is set for each file to upload: PUT its content there.
         */
        BatchNodeOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
            /** Name */
            name: string;
            /** Size */
            size: number;
            /**
             * Sha256
             * @default null
             */
            sha256?: string | null;
            /**
             * Upload Url
             * @default null
             */
            upload_url?: string | null;
            /**
             * Renamed From
             * @default null
             */
            renamed_from?: string | null;
            /** Children */
            children: components["schemas"]["BatchNodeOut"][];
        };
        /** BatchOut */
        BatchOut: {
            /** Children */
            children: components["schemas"]["BatchNodeOut"][];
            upload: components["schemas"]["Upload"];
            /** Warnings */
            warnings: components["schemas"]["BatchWarning"][];
        };
        /** BatchWarning */
        BatchWarning: {
            /** Path */
            path: string;
            /** Message */
            message: string;
        };
        /** BeatOut */
        BeatOut: {
            /** Alive */
            alive: boolean;
        };
        /** BindingOwner */
        BindingOwner: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * BlockConfig
         * @description The data that a new node of a type begins with.
         */
        BlockConfig: {
            /** Type */
            type: string;
            /** Config */
            config: {
                [key: string]: unknown;
            };
        };
        /** BoundTag */
        BoundTag: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /** BoundTags */
        BoundTags: {
            /** Data */
            data?: components["schemas"]["BoundTag"][];
            /**
             * Total
             * @default 0
             */
            total?: number;
        };
        /** BuiltIn */
        BuiltIn: {
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /** BuiltInsOut */
        BuiltInsOut: {
            /** Fields */
            fields: components["schemas"]["BuiltIn"][];
        };
        /**
         * BuiltinToolOut
         * @description For a tool node: `provider_type` builtin, `provider_id` the provider, `tool_name`.
         */
        BuiltinToolOut: {
            /** Provider */
            provider: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Parameters
             * @description JSON Schema of what it is called with.
             */
            parameters: {
                [key: string]: unknown;
            };
        };
        /** BuiltinToolsOut */
        BuiltinToolsOut: {
            /** Data */
            data: components["schemas"]["BuiltinToolOut"][];
        };
        /**
         * BundleImported
         * @description `vectors`: kept as they came, made `again` by the workspace's model, or none. `to_index`: documents that wait.
         */
        BundleImported: {
            dataset: components["schemas"]["DatasetOut"];
            /** Documents */
            documents: number;
            /** Segments */
            segments: number;
            /**
             * Vectors
             * @enum {string}
             */
            vectors: "kept" | "again" | "none";
            /** To Index */
            to_index: number;
            /** Message */
            message: string;
        };
        /**
         * Change
         * @description `field` None: the operation is not in the document any more. `before`, `after`: values of that field.
         */
        Change: {
            /**
             * Subject
             * @enum {string}
             */
            subject: "server" | "auth" | "operation";
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Field
             * @default null
             */
            field?: string | null;
            /**
             * Before
             * @default null
             */
            before?: unknown;
            /**
             * After
             * @default null
             */
            after?: unknown;
        };
        /**
         * ChangeEmailIn
         * @description `email` is the new address, `password` the current password; omit it if the account has none.
         */
        ChangeEmailIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Password
             * @default null
             */
            password?: string | null;
            /**
             * Language
             * @default null
             */
            language?: string | null;
        };
        /**
         * ChangesOut
         * @description `digest` goes back with the confirmation.
         */
        ChangesOut: {
            /** Digest */
            digest: string;
            /** Data */
            data: components["schemas"]["Change"][];
        };
        /** ChatIn */
        ChatIn: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /**
             * Files
             * @default null
             */
            files?: components["schemas"]["FileIn"][] | null;
            /**
             * Response Mode
             * @description Defaults to blocking.
             * @default null
             */
            response_mode?: ("blocking" | "streaming") | null;
            /** Query */
            query: string;
            /**
             * Conversation Id
             * @description Omit or leave empty to start a new conversation.
             * @default null
             */
            conversation_id?: string | null;
            /**
             * Parent Message Id
             * @description Defaults to the newest message of the conversation.
             * @default null
             */
            parent_message_id?: string | null;
            /**
             * Auto Generate Name
             * @description By default, the model names a new conversation.
             * @default null
             */
            auto_generate_name?: boolean | null;
        };
        /** CheckOut */
        CheckOut: {
            /**
             * Result
             * @enum {string}
             */
            result: "success" | "error";
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /**
             * Details
             * @default null
             */
            details?: {
                [key: string]: unknown;
            }[] | null;
        };
        /** ChildIn */
        ChildIn: {
            /** Content */
            content: string;
        };
        /** ChildOut */
        ChildOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Segment Id
             * Format: uuid
             */
            segment_id: string;
            /** Position */
            position: number;
            /** Content */
            content: string;
            /** Word Count */
            word_count: number;
            /** Tokens */
            tokens: number;
            /** Type */
            type: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** ChildPage */
        ChildPage: {
            /** Data */
            data: components["schemas"]["ChildOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Total Pages */
            total_pages: number;
            /** Has More */
            has_more: boolean;
        };
        /** CitationOut */
        CitationOut: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Document */
            document: string;
            /** Folder */
            folder: string;
            /** Page From */
            page_from: number | null;
            /** Page To */
            page_to: number | null;
            /** Heading */
            heading: string[];
            /** Start */
            start: number | null;
            /** End */
            end: number | null;
            /** Quote */
            quote: string;
            /** Url */
            url: string;
        };
        /** CleanStep */
        CleanStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "clean";
            /**
             * Remove Extra Spaces
             * @default true
             */
            remove_extra_spaces?: boolean;
            /**
             * Remove Urls Emails
             * @default false
             */
            remove_urls_emails?: boolean;
        };
        /** CodeLoginIn */
        CodeLoginIn: {
            /** Token */
            token: string;
            /**
             * Code
             * @description The six digits in the mail.
             */
            code: string;
            /**
             * Email
             * @default null
             */
            email?: string | null;
            /**
             * Remember Me
             * @default false
             */
            remember_me?: boolean;
            /**
             * Language
             * @default null
             */
            language?: string | null;
            /**
             * Invite Token
             * @description Accepts this invitation with the login.
             * @default null
             */
            invite_token?: string | null;
        };
        /**
         * ComparedQuestion
         * @description `change`: of nDCG@10, from the baseline to the run.
         */
        ComparedQuestion: {
            /**
             * Question Id
             * Format: uuid
             */
            question_id: string;
            /** Question */
            question: string;
            /**
             * Change
             * @enum {string}
             */
            change: "better" | "worse" | "same" | "unjudged";
            before: components["schemas"]["EvaluationAnswerOut"];
            after: components["schemas"]["EvaluationAnswerOut"];
        };
        /** CompleteIn */
        CompleteIn: {
            /** Node Ids */
            node_ids: string[];
        };
        /**
         * CompleteOut
         * @description Each file is verified on its own: it is in `ready`, or in `failed` with the reason.
         */
        CompleteOut: {
            /** Ready */
            ready: string[];
            /** Failed */
            failed: components["schemas"]["Failure"][];
        };
        /**
         * ConfigOut
         * @description A published config. `current`: whether the app uses it now.
         */
        ConfigOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Config */
            config: {
                [key: string]: unknown;
            };
            /** Current */
            current: boolean;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Created By */
            created_by: string | null;
        };
        /** ConfigPublished */
        ConfigPublished: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /** ContentsIn */
        ContentsIn: {
            /** Sha256 */
            sha256: string[];
        };
        /** ContentsOfDocuments */
        ContentsOfDocuments: {
            /** Sha256 */
            sha256: string[];
        };
        /**
         * ContextStep
         * @description Says in a sentence where in its document a segment stands; it is searched with it.
         */
        ContextStep: {
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Instructions
             * @default
             */
            instructions?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "context";
        };
        /** ConversationOut */
        ConversationOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Status */
            status: string;
            /** Introduction */
            introduction: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** ConversationsOn */
        ConversationsOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Conversation Count */
            conversation_count: number;
        };
        /** ConversationsOut */
        ConversationsOut: {
            /** Data */
            data: components["schemas"]["ConversationOut"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /** ConvertIn */
        ConvertIn: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Icon Type
             * @default null
             */
            icon_type?: string | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
        };
        /** Converted */
        Converted: {
            /**
             * New App Id
             * Format: uuid
             */
            new_app_id: string;
        };
        /** CopyMany */
        CopyMany: {
            /** Ids */
            ids: string[];
            /** Parent Id */
            parent_id: string | null;
        };
        /** CostsOn */
        CostsOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Token Count */
            token_count: number;
            /** Total Price */
            total_price: string;
            /** Currency */
            currency: string;
            /**
             * Price Known
             * @description Whether the price of any of these messages is known.
             */
            price_known: boolean;
        };
        /** CredentialAdded */
        CredentialAdded: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /**
             * Credential Id
             * Format: uuid
             */
            credential_id: string;
        };
        /** CredentialChoice */
        CredentialChoice: {
            /**
             * Credential Id
             * Format: uuid
             */
            credential_id: string;
        };
        /** CredentialSchemaOut */
        CredentialSchemaOut: {
            /** Credential Form Schemas */
            credential_form_schemas: components["schemas"]["FieldOut"][];
        };
        /** CredentialsChange */
        CredentialsChange: {
            /** Credentials */
            credentials: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Credential Id
             * Format: uuid
             */
            credential_id: string;
        };
        /** CredentialsCheck */
        CredentialsCheck: {
            /** Credentials */
            credentials: {
                [key: string]: unknown;
            };
            /**
             * Credential Id
             * @default null
             */
            credential_id?: string | null;
        };
        /**
         * CredentialsIn
         * @description `credentials`: values by the field names of the provider's schema.
         */
        CredentialsIn: {
            /** Credentials */
            credentials: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default null
             */
            name?: string | null;
        };
        /**
         * CredentialsOut
         * @description A credential with masked secrets. All fields are null if there is none.
         */
        CredentialsOut: {
            /**
             * Credentials
             * @default null
             */
            credentials?: {
                [key: string]: string;
            } | null;
            /**
             * Credential Id
             * @default null
             */
            credential_id?: string | null;
            /**
             * Credential Name
             * @default null
             */
            credential_name?: string | null;
        };
        /** CustomConfiguration */
        CustomConfiguration: {
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "no-configure";
            /** Current Credential Id */
            current_credential_id: string | null;
            /** Current Credential Name */
            current_credential_name: string | null;
            /** Available Credentials */
            available_credentials: components["schemas"]["NamedCredential"][];
        };
        /** DailyOut[ConversationsOn] */
        DailyOut_ConversationsOn_: {
            /** Data */
            data: components["schemas"]["ConversationsOn"][];
        };
        /** DailyOut[CostsOn] */
        DailyOut_CostsOn_: {
            /** Data */
            data: components["schemas"]["CostsOn"][];
        };
        /** DailyOut[EndUsersOn] */
        DailyOut_EndUsersOn_: {
            /** Data */
            data: components["schemas"]["EndUsersOn"][];
        };
        /** DailyOut[InteractionsOn] */
        DailyOut_InteractionsOn_: {
            /** Data */
            data: components["schemas"]["InteractionsOn"][];
        };
        /** DailyOut[MessagesOn] */
        DailyOut_MessagesOn_: {
            /** Data */
            data: components["schemas"]["MessagesOn"][];
        };
        /** DailyOut[ResponseTimeOn] */
        DailyOut_ResponseTimeOn_: {
            /** Data */
            data: components["schemas"]["ResponseTimeOn"][];
        };
        /** DailyOut[RunsOn] */
        DailyOut_RunsOn_: {
            /** Data */
            data: components["schemas"]["RunsOn"][];
        };
        /** DailyOut[SatisfactionOn] */
        DailyOut_SatisfactionOn_: {
            /** Data */
            data: components["schemas"]["SatisfactionOn"][];
        };
        /** DailyOut[SpeedOn] */
        DailyOut_SpeedOn_: {
            /** Data */
            data: components["schemas"]["SpeedOn"][];
        };
        /** DataSource */
        DataSource: {
            info_list: components["schemas"]["InfoList"];
        };
        /**
         * DatasetCheckIn
         * @description `fix`: remove orphans, and index incomplete documents again; otherwise they are only counted.
         */
        DatasetCheckIn: {
            /**
             * Fix
             * @default false
             */
            fix?: boolean;
        };
        /**
         * DatasetCheckOut
         * @description How the search tables compare with the documents, before anything was fixed.
         */
        DatasetCheckOut: {
            /**
             * Orphans
             * @description Entries in the search tables that belong to no segment.
             */
            orphans: number;
            /**
             * Incomplete
             * @description Documents of which entries are missing.
             */
            incomplete: number;
        };
        /** DatasetCreate */
        DatasetCreate: {
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * Permission
             * @default null
             */
            permission?: ("only_me" | "all_team_members" | "partial_members") | null;
            /**
             * Partial Member List
             * @default null
             */
            partial_member_list?: (components["schemas"]["PartialMember"] | string)[] | null;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /**
             * Icon Info
             * @default null
             */
            icon_info?: {
                [key: string]: unknown;
            } | null;
            /**
             * External Knowledge Api Id
             * @default null
             */
            external_knowledge_api_id?: string | null;
            /**
             * External Knowledge Id
             * @default null
             */
            external_knowledge_id?: string | null;
            /** @default null */
            external_retrieval_model?: components["schemas"]["ExternalRetrievalModel"] | null;
            /** Name */
            name: string;
            /**
             * Provider
             * @default vendor
             * @enum {string}
             */
            provider?: "vendor" | "external";
            /**
             * Doc Form
             * @default null
             */
            doc_form?: ("text_model" | "hierarchical_model" | "qa_model") | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
        };
        /** DatasetKeyIn */
        DatasetKeyIn: {
            /**
             * Name
             * @description What the key is for. Omit it to use a generated name.
             * @default null
             */
            name?: string | null;
            /**
             * Dataset Ids
             * @description Knowledge bases the key is limited to. Omit it for all.
             * @default null
             */
            dataset_ids?: string[] | null;
            /**
             * Scopes
             * @description `read`: read and search. `write`: make changes.
             * @default [
             *       "read",
             *       "write"
             *     ]
             */
            scopes?: ("read" | "write")[];
            /**
             * Expires At
             * @description When it stops working, in Unix seconds. Omit it for never.
             * @default null
             */
            expires_at?: number | null;
        };
        /**
         * DatasetKeyOut
         * @description `token` is the full key in the response that created it, and masked after that.
         */
        DatasetKeyOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Token */
            token: string;
            /** Expires At */
            expires_at: number | null;
            /** Last Used At */
            last_used_at: number | null;
            /** Last Used Ip */
            last_used_ip: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Type */
            type: string;
            /** Dataset Ids */
            dataset_ids: string[] | null;
            /** Scopes */
            scopes: ("read" | "write")[];
        };
        /** DatasetKeysOut */
        DatasetKeysOut: {
            /** Data */
            data: components["schemas"]["DatasetKeyOut"][];
        };
        /**
         * DatasetOut
         * @description A knowledge base. Of other members' private ones only the name and the owner are shown: `is_private`.
         */
        DatasetOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Provider
             * @default vendor
             * @enum {string}
             */
            provider?: "vendor" | "external";
            /**
             * Permission
             * @enum {string}
             */
            permission: "only_me" | "all_team_members" | "partial_members";
            /**
             * Data Source Type
             * @default null
             */
            data_source_type?: string | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * App Count
             * @default 0
             */
            app_count?: number;
            /**
             * Document Count
             * @default 0
             */
            document_count?: number;
            /**
             * Word Count
             * @default 0
             */
            word_count?: number;
            /**
             * Total Available Documents
             * @default 0
             */
            total_available_documents?: number;
            /** Created By */
            created_by: string | null;
            /**
             * Author Name
             * @default null
             */
            author_name?: string | null;
            /**
             * Owner Left
             * @description The owner is no member any more: an owner or admin can take it over.
             * @default false
             */
            owner_left?: boolean;
            /**
             * Taken Over At
             * @default null
             */
            taken_over_at?: number | null;
            /**
             * Taken Over From
             * @default null
             */
            taken_over_from?: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated By
             * @default null
             */
            updated_by?: string | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /**
             * Embedding Available
             * @description Whether the embedding model can be used; true where none is needed.
             * @default true
             */
            embedding_available?: boolean;
            /** Retrieval Model Dict */
            retrieval_model_dict?: {
                [key: string]: unknown;
            };
            /** @default null */
            external_knowledge_info?: components["schemas"]["ExternalKnowledgeInfo"] | null;
            /**
             * External Retrieval Model
             * @default null
             */
            external_retrieval_model?: {
                [key: string]: unknown;
            } | null;
            /** Tags */
            tags?: components["schemas"]["TagOut"][];
            /**
             * Doc Form
             * @default text_model
             * @enum {string}
             */
            doc_form?: "text_model" | "hierarchical_model" | "qa_model";
            /**
             * Doc Language
             * @default English
             */
            doc_language?: string;
            /** Partial Member List */
            partial_member_list?: string[];
            /**
             * Icon Info
             * @default null
             */
            icon_info?: {
                [key: string]: unknown;
            } | null;
            /**
             * Built In Field Enabled
             * @default false
             */
            built_in_field_enabled?: boolean;
            /**
             * Enable Api
             * @default true
             */
            enable_api?: boolean;
            /**
             * Is Private
             * @default false
             */
            is_private?: boolean;
        };
        /**
         * DatasetUpdate
         * @description Omitted fields keep their values.
         */
        DatasetUpdate: {
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * Permission
             * @default null
             */
            permission?: ("only_me" | "all_team_members" | "partial_members") | null;
            /**
             * Partial Member List
             * @default null
             */
            partial_member_list?: (components["schemas"]["PartialMember"] | string)[] | null;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /**
             * Icon Info
             * @default null
             */
            icon_info?: {
                [key: string]: unknown;
            } | null;
            /**
             * External Knowledge Api Id
             * @default null
             */
            external_knowledge_api_id?: string | null;
            /**
             * External Knowledge Id
             * @default null
             */
            external_knowledge_id?: string | null;
            /** @default null */
            external_retrieval_model?: components["schemas"]["ExternalRetrievalModel"] | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Built In Field Enabled
             * @default null
             */
            built_in_field_enabled?: boolean | null;
            /**
             * Enable Api
             * @default null
             */
            enable_api?: boolean | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
        };
        /**
         * DeclaredVariable
         * @description A variable with a value per conversation; `value` is the initial value.
         */
        DeclaredVariable: {
            /** Name */
            name: string;
            /**
             * Value Type
             * @default string
             * @enum {string}
             */
            value_type?: "string" | "number" | "boolean" | "object" | "array[string]" | "array[number]" | "array[object]";
            /**
             * Value
             * @default null
             */
            value?: unknown;
            /**
             * Description
             * @default
             */
            description?: string;
        };
        /** DefaultModelIn */
        DefaultModelIn: {
            /** Model Type */
            model_type: string;
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
        };
        /** DefaultModelOut */
        DefaultModelOut: {
            /** Model */
            model: string;
            /** Model Type */
            model_type: string;
            provider: components["schemas"]["ProviderName"];
        };
        /** DefaultModelReply */
        DefaultModelReply: {
            data: components["schemas"]["DefaultModelOut"] | null;
        };
        /** DefaultModelsIn */
        DefaultModelsIn: {
            /** Model Settings */
            model_settings: components["schemas"]["DefaultModelIn"][];
        };
        /** DeleteAccountIn */
        DeleteAccountIn: {
            /** Token */
            token: string;
            /**
             * Code
             * @description The six digits in the mail.
             */
            code: string;
        };
        /**
         * DeletionOut
         * @description What would come of it.
         */
        DeletionOut: {
            /**
             * Ends
             * @description Workspaces that have no other member: they're deleted, too.
             */
            ends: components["schemas"]["EndingWorkspace"][];
            /**
             * Blocks
             * @description Workspaces with other members that have no other owner: transfer them first.
             */
            blocks: components["schemas"]["EndingWorkspace"][];
        };
        /** DeliveryList */
        DeliveryList: {
            /** Data */
            data: components["schemas"]["DeliveryOut"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * DeliveryOut
         * @description An event at a trigger. `content`: what it told, secrets masked; null if it is too large to show.
         */
        DeliveryOut: {
            /**
             * Event Id
             * Format: uuid
             */
            event_id: string;
            /**
             * Received At
             * @description Unix seconds
             */
            received_at: number;
            /** Status */
            status: string;
            /** Run Id */
            run_id: string | null;
            /** Error */
            error: string | null;
            /** Size */
            size: number;
            /** Content */
            content: unknown;
        };
        /** DependenciesOut */
        DependenciesOut: {
            /** Leaked Dependencies */
            leaked_dependencies: components["schemas"]["DependencyOut"][];
        };
        /** DependencyOut */
        DependencyOut: {
            /** Type */
            type: string;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** Current Identifier */
            current_identifier: string | null;
        };
        /** DiagnosisOut */
        DiagnosisOut: {
            /** Data */
            data: components["schemas"]["ExaminedOut"][];
        };
        /**
         * DiffOut
         * @description Changes in version `number` compared with `against`: at most 1,000 of each kind, and totals.
         *
         *     `changed`: files with different content. A moved folder includes everything in it.
         */
        DiffOut: {
            /** Number */
            number: number;
            /** Against */
            against: number | "draft" | null;
            /** Added */
            added: components["schemas"]["Place"][];
            /** Removed */
            removed: components["schemas"]["Place"][];
            /** Changed */
            changed: components["schemas"]["Place"][];
            /** Moved */
            moved: components["schemas"]["MovedPlace"][];
            totals: components["schemas"]["Totals"];
        };
        /** DocumentAdded */
        DocumentAdded: {
            document: components["schemas"]["DocumentOut"];
            /** Batch */
            batch: string;
        };
        /** DocumentIds */
        DocumentIds: {
            /** Document Ids */
            document_ids: string[];
        };
        /**
         * DocumentMove
         * @description Documents, or all that is in `from_folder` and below it.
         */
        DocumentMove: {
            /** Document Ids */
            document_ids?: string[];
            /**
             * From Folder
             * @default null
             */
            from_folder?: string | null;
            /** Folder */
            folder: string;
        };
        /** DocumentOut */
        DocumentOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Position */
            position: number;
            /** Folder */
            folder: string;
            /** Name */
            name: string;
            /** Data Source Type */
            data_source_type: string;
            /** Data Source Info */
            data_source_info: {
                [key: string]: unknown;
            };
            /** Data Source Detail Dict */
            data_source_detail_dict: {
                [key: string]: unknown;
            };
            /** Dataset Process Rule Id */
            dataset_process_rule_id: string | null;
            /** Size */
            size: number;
            /** Extension */
            extension: string;
            /** Mime Type */
            mime_type: string;
            /** Created From */
            created_from: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /** Tokens */
            tokens: number;
            /** Word Count */
            word_count: number;
            /** Hit Count */
            hit_count: number;
            /** Segment Count */
            segment_count: number;
            /** Indexing Status */
            indexing_status: string;
            /**
             * Is Updating
             * @description Whether a new version is being made while the last one answers.
             */
            is_updating: boolean;
            /** Completed Segments */
            completed_segments: number;
            /** Total Segments */
            total_segments: number;
            /** Error */
            error: string | null;
            /** Error Code */
            error_code: string | null;
            /** Enabled */
            enabled: boolean;
            /** Disabled At */
            disabled_at: number | null;
            /** Disabled By */
            disabled_by: string | null;
            /** Archived */
            archived: boolean;
            /** Display Status */
            display_status: string;
            /**
             * Doc Form
             * @enum {string}
             */
            doc_form: "text_model" | "hierarchical_model" | "qa_model";
            /** Doc Language */
            doc_language: string;
            /** Batch */
            batch: string;
            /** Doc Metadata */
            doc_metadata?: {
                [key: string]: unknown;
            }[];
        };
        /**
         * DocumentPreview
         * @description A document to look into; nothing is saved.
         */
        DocumentPreview: {
            /**
             * Document
             * @default null
             */
            document?: string | null;
            /**
             * Document Url
             * @default null
             */
            document_url?: string | null;
        };
        /** DocumentRename */
        DocumentRename: {
            /** Name */
            name: string;
        };
        /** DocumentTextOut */
        DocumentTextOut: {
            /** Text */
            text: string;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * DocumentValues
         * @description `partial_update`: fields that are not in the list keep their values.
         */
        DocumentValues: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Metadata List */
            metadata_list: components["schemas"]["MetadataValueIn"][];
            /**
             * Partial Update
             * @default false
             */
            partial_update?: boolean;
        };
        /** DocumentsAdded */
        DocumentsAdded: {
            /** Documents */
            documents: components["schemas"]["DocumentOut"][];
            /** Batch */
            batch: string;
        };
        /** Done */
        Done: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
        };
        /** DownloadUrl */
        DownloadUrl: {
            /** Download Url */
            download_url: string;
        };
        /**
         * DraftIn
         * @description The whole draft. `hash` is that of the draft it was made from; omit it to overwrite whatever is there.
         */
        DraftIn: {
            /** Graph */
            graph: {
                [key: string]: unknown;
            };
            /** Features */
            features?: {
                [key: string]: unknown;
            };
            /**
             * Hash
             * @default null
             */
            hash?: string | null;
            /** Environment Variables */
            environment_variables?: {
                [key: string]: unknown;
            }[];
            /** Conversation Variables */
            conversation_variables?: {
                [key: string]: unknown;
            }[];
        };
        /** DraftOut */
        DraftOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Graph */
            graph: {
                [key: string]: unknown;
            };
            /** Features */
            features: {
                [key: string]: unknown;
            };
            /** Hash */
            hash: string;
            /** Version */
            version: string;
            /** Marked Name */
            marked_name: string;
            /** Marked Comment */
            marked_comment: string;
            created_by: components["schemas"]["PersonOut"] | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            updated_by: components["schemas"]["PersonOut"] | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Tool Published
             * @default false
             */
            tool_published?: boolean;
            /** Environment Variables */
            environment_variables: {
                [key: string]: unknown;
            }[];
            /** Conversation Variables */
            conversation_variables: {
                [key: string]: unknown;
            }[];
            /** Rag Pipeline Variables */
            rag_pipeline_variables?: {
                [key: string]: unknown;
            }[];
            /** Asset Version Id */
            asset_version_id: string | null;
            /** Issues */
            issues?: {
                [key: string]: unknown;
            }[];
        };
        /** EndUsersOn */
        EndUsersOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Terminal Count */
            terminal_count: number;
        };
        /** EndedRun */
        EndedRun: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Status */
            status: string;
            /** Outputs */
            outputs: {
                [key: string]: unknown;
            } | null;
            /** Error */
            error: string | null;
            /** Elapsed Time */
            elapsed_time: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Steps */
            total_steps: number;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
        };
        /** EndingWorkspace */
        EndingWorkspace: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * ErrorDetail
         * @description What is wrong with what stands at `path`; `type` and `params` are for whoever says it in words of their own.
         */
        ErrorDetail: {
            /** Path */
            path: string;
            /** Message */
            message: string;
            /** Type */
            type: string;
            /** Params */
            params: {
                [key: string]: number | string;
            };
        } & {
            [key: string]: unknown;
        };
        /** ErrorDocs */
        ErrorDocs: {
            /** Data */
            data: components["schemas"]["IndexingStatus"][];
            /** Total */
            total: number;
        };
        /**
         * Error
         * @description What every refusal looks like.
         */
        ErrorOut: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Status */
            status: number;
            /**
             * Details
             * @default null
             */
            details?: components["schemas"]["ErrorDetail"][] | null;
        };
        /**
         * EstimateIn
         * @description `info_list`: the uploaded files.
         */
        EstimateIn: {
            /** @default null */
            process_rule?: components["schemas"]["ProcessRule"] | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * Doc Form
             * @default null
             */
            doc_form?: ("text_model" | "hierarchical_model" | "qa_model") | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            info_list: components["schemas"]["InfoList"];
            /**
             * Dataset Id
             * @default null
             */
            dataset_id?: string | null;
        };
        /**
         * EstimateOut
         * @description `tokens`: what embedding would take; 0 for a knowledge base without vectors. `total_price`: what these would
         *     cost, if `price_known`. `preview_text`: what was read, up to the end of the last piece of the preview.
         *     `model_steps`: what steps of the pipeline would take besides.
         */
        EstimateOut: {
            /** Total Segments */
            total_segments: number;
            /** Tokens */
            tokens: number;
            /**
             * Total Price
             * @default 0
             */
            total_price?: string;
            /**
             * Currency
             * @default USD
             */
            currency?: string;
            /**
             * Price Known
             * @default false
             */
            price_known?: boolean;
            /** Preview */
            preview: components["schemas"]["PreviewPiece"][];
            /**
             * Preview Text
             * @default
             */
            preview_text?: string;
            /** Qa Preview */
            qa_preview: components["schemas"]["PreviewPair"][];
            /** Model Steps */
            model_steps?: components["schemas"]["ModelStepEstimate"][];
        };
        /**
         * EvaluationAnswerOut
         * @description Scores are null where nothing that is expected can be found any more.
         */
        EvaluationAnswerOut: {
            /**
             * Question Id
             * Format: uuid
             */
            question_id: string;
            /** Question */
            question: string;
            /** Ndcg */
            ndcg: number | null;
            /** Recall */
            recall: number | null;
            /** Reciprocal Rank */
            reciprocal_rank: number | null;
            /** Milliseconds */
            milliseconds: number;
            /** Results */
            results: components["schemas"]["JudgedResult"][];
            /** Missing */
            missing: components["schemas"]["MissingAnswer"][];
            /** Warnings */
            warnings: string[];
        };
        /**
         * EvaluationComparison
         * @description `counts`: of all questions that both have asked; `only_before`, `only_after`: of those that one has.
         */
        EvaluationComparison: {
            baseline: components["schemas"]["EvaluationRunOut"];
            run: components["schemas"]["EvaluationRunOut"];
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Only Before */
            only_before: number;
            /** Only After */
            only_after: number;
            /** Data */
            data: components["schemas"]["ComparedQuestion"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * EvaluationFigures
         * @description Means over the questions that were judged, and how long a question took: half of them, and 95 %, no longer.
         */
        EvaluationFigures: {
            /** Ndcg */
            ndcg: number | null;
            /** Recall */
            recall: number | null;
            /** Mrr */
            mrr: number | null;
            /** P50 Ms */
            p50_ms: number;
            /** P95 Ms */
            p95_ms: number;
            /** Judged */
            judged: number;
            /** Skipped */
            skipped: number;
            /** Warnings */
            warnings?: {
                [key: string]: number;
            };
            /**
             * Missing
             * @description Expected answers that can't be found any more, 100 at most.
             */
            missing?: components["schemas"]["MissingAnswer"][];
        };
        /** EvaluationQuestionOut */
        EvaluationQuestionOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Position */
            position: number;
            /** Question */
            question: string;
            /** Expected */
            expected: components["schemas"]["ExpectedOut"][];
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /**
         * EvaluationRunIn
         * @description Without `retrieval_model`: as the knowledge base is searched. Whatever `top_k` says, ten results are judged.
         */
        EvaluationRunIn: {
            /**
             * Name
             * @default
             */
            name?: string;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
        };
        /** EvaluationRunOut */
        EvaluationRunOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "completed" | "error";
            /** Retrieval Model */
            retrieval_model: {
                [key: string]: unknown;
            };
            /**
             * Searched
             * @description What was searched: technique, model, language, documents, segments.
             */
            searched: {
                [key: string]: unknown;
            };
            /** Total */
            total: number;
            /** Completed */
            completed: number;
            figures: components["schemas"]["EvaluationFigures"] | null;
            /** Error Code */
            error_code: string | null;
            /** Error */
            error: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Created By */
            created_by: string | null;
            /** Started At */
            started_at: number | null;
            /** Finished At */
            finished_at: number | null;
        };
        /** EvaluationSetIn */
        EvaluationSetIn: {
            /** Name */
            name: string;
        };
        /** EvaluationSetOut */
        EvaluationSetOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Question Count */
            question_count: number;
            /** Run Count */
            run_count: number;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Created By */
            created_by: string | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** EvaluationSetsOut */
        EvaluationSetsOut: {
            /** Data */
            data: components["schemas"]["EvaluationSetOut"][];
        };
        /**
         * ExaminedOut
         * @description One area; `skipped` because an area that it depends on has an error.
         */
        ExaminedOut: {
            /** Name */
            name: string;
            /**
             * Level
             * @enum {string}
             */
            level: "ok" | "warning" | "error" | "skipped";
            /** Findings */
            findings: components["schemas"]["AdviceOut"][];
        };
        /**
         * ExpectedIn
         * @description `document`: its ID, its folder and name, as `guides/rivers.md`, or its name. `segment_id`: only that passage.
         */
        ExpectedIn: {
            /**
             * Document
             * @default null
             */
            document?: string | null;
            /**
             * Segment Id
             * @default null
             */
            segment_id?: string | null;
            /**
             * Grade
             * @description How good an answer it is: 1 to 4.
             * @default 1
             */
            grade?: number;
        };
        /** ExpectedOut */
        ExpectedOut: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Document */
            document: string;
            /**
             * Segment Id
             * @default null
             */
            segment_id?: string | null;
            /**
             * Quote
             * @default null
             */
            quote?: string | null;
            /** Grade */
            grade: number;
        };
        /**
         * ExplanationOut
         * @description How one score came about; `removed`: what kept it from the results.
         */
        ExplanationOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Segment Id
             * Format: uuid
             */
            segment_id: string;
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /**
             * Dataset Id
             * Format: uuid
             */
            dataset_id: string;
            /** Vectors */
            vectors: {
                [key: string]: unknown;
            } | null;
            /** Words */
            words: {
                [key: string]: unknown;
            } | null;
            /** Fused */
            fused: number;
            /** Fused Rank */
            fused_rank: number | null;
            /** Rerank Score */
            rerank_score: number | null;
            /** Rerank Rank */
            rerank_rank: number | null;
            /** Score */
            score: number;
            /** Removed */
            removed: string | null;
        };
        /** ExportOut */
        ExportOut: {
            /**
             * Data
             * @description The app as YAML.
             */
            data: string;
        };
        /** Extensions */
        Extensions: {
            /** Allowed Extensions */
            allowed_extensions: string[];
        };
        /** ExternalApiIn */
        ExternalApiIn: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            settings: components["schemas"]["ExternalApiSettings"];
        };
        /**
         * ExternalApiOut
         * @description `dataset_bindings`: the knowledge bases that ask it, as far as you may see them.
         */
        ExternalApiOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Tenant Id
             * Format: uuid
             */
            tenant_id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            settings: components["schemas"]["ExternalApiSettingsOut"];
            /** Dataset Bindings */
            dataset_bindings: components["schemas"]["ExternalBinding"][];
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /**
         * ExternalApiSettings
         * @description `endpoint`: the URL before `/retrieval`. `api_key`: sent as a bearer token; empty for none.
         */
        ExternalApiSettings: {
            /** Endpoint */
            endpoint: string;
            /**
             * Api Key
             * @default
             */
            api_key?: string;
        };
        /** ExternalApiSettingsOut */
        ExternalApiSettingsOut: {
            /** Endpoint */
            endpoint: string;
            /**
             * Api Key
             * @description Masked; empty if there is none.
             */
            api_key: string;
        };
        /** ExternalBinding */
        ExternalBinding: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * ExternalDatasetIn
         * @description A knowledge base whose content stays in a service.
         */
        ExternalDatasetIn: {
            /**
             * External Knowledge Api Id
             * Format: uuid
             */
            external_knowledge_api_id: string;
            /** External Knowledge Id */
            external_knowledge_id: string;
            /** Name */
            name: string;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /** @default null */
            external_retrieval_model?: components["schemas"]["ExternalRetrievalModel"] | null;
        };
        /** ExternalHitTestIn */
        ExternalHitTestIn: {
            /** Query */
            query: string;
            /** @default null */
            external_retrieval_model?: components["schemas"]["ExternalRetrievalModel"] | null;
            /** @default null */
            metadata_filtering_conditions?: components["schemas"]["MetadataFilteringConditions"] | null;
        };
        /** ExternalHitTestOut */
        ExternalHitTestOut: {
            query: components["schemas"]["QueryText"];
            /** Records */
            records: components["schemas"]["ExternalRecordOut"][];
            /** Warnings */
            warnings?: components["schemas"]["WarningOut"][];
        };
        /**
         * ExternalKnowledgeInfo
         * @description Where an external knowledge base is answered from; without a service, it has to be given another.
         */
        ExternalKnowledgeInfo: {
            /** External Knowledge Id */
            external_knowledge_id: string | null;
            /** External Knowledge Api Id */
            external_knowledge_api_id: string | null;
            /** External Knowledge Api Name */
            external_knowledge_api_name: string | null;
            /** External Knowledge Api Endpoint */
            external_knowledge_api_endpoint: string | null;
        };
        /** ExternalRecordOut */
        ExternalRecordOut: {
            /** Content */
            content: string;
            /** Title */
            title: string;
            /** Score */
            score: number;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
        };
        /**
         * ExternalRetrievalModel
         * @description How an external knowledge base is searched.
         */
        ExternalRetrievalModel: {
            /**
             * Top K
             * @default null
             */
            top_k?: number | null;
            /**
             * Score Threshold
             * @default null
             */
            score_threshold?: number | null;
            /**
             * Score Threshold Enabled
             * @default null
             */
            score_threshold_enabled?: boolean | null;
        };
        /** ExternalUseCheck */
        ExternalUseCheck: {
            /** Is Using */
            is_using: boolean;
            /** Count */
            count: number;
        };
        /** ExtractStep */
        ExtractStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "extract";
        };
        /** Failure */
        Failure: {
            /**
             * Node Id
             * Format: uuid
             */
            node_id: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /** FeaturesIn */
        FeaturesIn: {
            /** Features */
            features: {
                [key: string]: unknown;
            };
        };
        /** FeedSource */
        FeedSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "feed";
            /** Url */
            url: string;
        };
        /** FeedbackOut */
        FeedbackOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
            /**
             * Message Id
             * Format: uuid
             */
            message_id: string;
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /**
             * Rating
             * @enum {string}
             */
            rating: "like" | "dislike";
            /** Content */
            content: string;
            /**
             * From Source
             * @enum {string}
             */
            from_source: "user" | "admin";
            /** From End User Id */
            from_end_user_id: string | null;
            /** From Account Id */
            from_account_id: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** FeedbacksOut */
        FeedbacksOut: {
            /** Data */
            data: components["schemas"]["FeedbackOut"][];
        };
        /** FieldOut */
        FieldOut: {
            /** Variable */
            variable: string;
            label: components["schemas"]["Text"];
            /**
             * Type
             * @enum {string}
             */
            type: "secret-input" | "text-input";
            /** Required */
            required: boolean;
            /**
             * Default
             * @default null
             */
            default?: string | null;
            /** @default null */
            placeholder?: components["schemas"]["Text"] | null;
        };
        /**
         * FileCreate
         * @description White space around the name is cut off: clients of the contract count on it, here only.
         */
        FileCreate: {
            /** Name */
            name: string;
            /** Size */
            size: number;
            /**
             * Sha256
             * @default null
             */
            sha256?: string | null;
            /**
             * Parent Id
             * @default null
             */
            parent_id?: string | null;
        };
        /** FileCreated */
        FileCreated: {
            node: components["schemas"]["NodeOut"];
            /** Upload Url */
            upload_url: string | null;
        };
        /**
         * FileIn
         * @description A file attached to a message: an uploaded file or a URL.
         */
        FileIn: {
            /**
             * Type
             * @enum {string}
             */
            type: "image" | "document" | "audio" | "video" | "custom";
            /**
             * Transfer Method
             * @enum {string}
             */
            transfer_method: "remote_url" | "local_file";
            /**
             * Url
             * @default null
             */
            url?: string | null;
            /**
             * Upload File Id
             * @default null
             */
            upload_file_id?: string | null;
        };
        /** FileInfoList */
        FileInfoList: {
            /** File Ids */
            file_ids: string[];
        };
        /**
         * FileOut
         * @description `url`: the URL of a remote file, or a signed link to an uploaded one. Null if the file was removed.
         */
        FileOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Type */
            type: string;
            /** Transfer Method */
            transfer_method: string;
            /** Url */
            url: string | null;
            /** Belongs To */
            belongs_to: string;
            /** Upload File Id */
            upload_file_id: string | null;
            /** Filename */
            filename: string | null;
            /** Mime Type */
            mime_type: string | null;
            /** Size */
            size: number | null;
        };
        /**
         * FileUpload
         * @description Which files can be attached to a message. `image` alone is the older format.
         */
        FileUpload: {
            /**
             * Enabled
             * @default false
             */
            enabled?: boolean;
            /**
             * Allowed File Types
             * @default [
             *       "image",
             *       "document"
             *     ]
             */
            allowed_file_types?: ("image" | "document" | "audio" | "video" | "custom")[];
            /** Allowed File Extensions */
            allowed_file_extensions?: string[];
            /**
             * Allowed File Upload Methods
             * @default [
             *       "remote_url",
             *       "local_file"
             *     ]
             */
            allowed_file_upload_methods?: ("local_file" | "remote_url")[];
            /**
             * Number Limits
             * @default 3
             */
            number_limits?: number;
            /**
             * @default {
             *       "enabled": false,
             *       "number_limits": 3,
             *       "detail": "low",
             *       "transfer_methods": [
             *         "remote_url",
             *         "local_file"
             *       ]
             *     }
             */
            image?: components["schemas"]["ImageUpload"];
        };
        /**
         * FindingOut
         * @description `info`: converted. `warning`: lost. `error`: why the file is not imported.
         */
        FindingOut: {
            /**
             * Severity
             * @enum {string}
             */
            severity: "info" | "warning" | "error";
            /** Code */
            code: string;
            /** Line */
            line: number | null;
            /** Path */
            path: string;
            /** What */
            what: string;
            /** Accepted */
            accepted: string;
        };
        /**
         * FiredOut
         * @description The last time: the status of the run, or `not_started` with the reason, or `deleted`.
         */
        FiredOut: {
            /**
             * At
             * @description Unix seconds
             */
            at: number;
            /** Status */
            status: string;
            /** Run Id */
            run_id: string | null;
            /** Error */
            error: string | null;
        };
        /** FiringOut */
        FiringOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Due At
             * @description Unix seconds
             */
            due_at: number;
            /**
             * Until
             * @description It stands for all times from `due_at` until then.
             */
            until: number | null;
            /**
             * Status
             * @description Of its run; `not_started`, `skipped`, `pending`, `waiting` or `deleted` else.
             */
            status: string;
            /**
             * Reason
             * @description Why it was skipped: `missed`, `too_late`, `too_many`, `paused`, `overlap`, `queue_full` or `unreadable`; or the code of the error that kept it from starting.
             */
            reason: string | null;
            /** Error */
            error: string | null;
            /** Run Id */
            run_id: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** FirstMessageOut */
        FirstMessageOut: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Query */
            query: string;
            /** Answer */
            answer: string;
        };
        /**
         * FlatNode
         * @description A node without its children; `parent_id` is its folder.
         */
        FlatNode: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
            /** Name */
            name: string;
            /** Parent Id */
            parent_id: string | null;
            /** Order */
            order: number;
            /** Path */
            path: string;
            /** Extension */
            extension: string;
            /** Size */
            size: number;
            /**
             * Status
             * @enum {string}
             */
            status: "ready" | "pending";
            /** Sha256 */
            sha256: string | null;
        };
        /** FlatTreeOut */
        FlatTreeOut: {
            /** Revision */
            revision: number;
            /** Nodes */
            nodes: components["schemas"]["FlatNode"][];
        };
        /** FlatVersionTreeOut */
        FlatVersionTreeOut: {
            /** Number */
            number: number;
            /** Tree Hash */
            tree_hash: string;
            /** Nodes */
            nodes: components["schemas"]["FlatNode"][];
        };
        /** FolderCreate */
        FolderCreate: {
            /** Name */
            name: string;
            /**
             * Parent Id
             * @default null
             */
            parent_id?: string | null;
        };
        /**
         * FolderOut
         * @description `document_count`: right in it, without those of the folders below.
         */
        FolderOut: {
            /** Path */
            path: string;
            /** Document Count */
            document_count: number;
        };
        /**
         * FolderTree
         * @description A folder exists while documents are in it, or below it. The top level has the path "".
         */
        FolderTree: {
            /** Data */
            data: components["schemas"]["FolderOut"][];
        };
        /** FormAction */
        FormAction: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** Button Style */
            button_style: string;
        };
        /**
         * FormAnswerIn
         * @description `inputs`: values by the names of the fields, as the inputs of a run. `action`: the id of a button.
         */
        FormAnswerIn: {
            /** Inputs */
            inputs?: {
                [key: string]: unknown;
            };
            /** Action */
            action: string;
        };
        /**
         * FormContent
         * @description What a person is shown. In `form_content`, `{{#$outputs.name#}}` is where a field stands.
         */
        FormContent: {
            /** App Name */
            app_name: string;
            /** Title */
            title: string;
            /** Form Content */
            form_content: string;
            /** Inputs */
            inputs: components["schemas"]["AskedField"][];
            /** Resolved Default Values */
            resolved_default_values: {
                [key: string]: unknown;
            };
            /** User Actions */
            user_actions: components["schemas"]["FormAction"][];
            /**
             * Expiration Time
             * @description Unix seconds
             */
            expiration_time: number;
        };
        /**
         * FormDetail
         * @description `form_token`: whoever has it can answer, at `/form/{form_token}` of the console.
         */
        FormDetail: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
            /** App Name */
            app_name: string;
            /** App Mode */
            app_mode: string;
            /**
             * Run Id
             * Format: uuid
             */
            run_id: string;
            /** Node Id */
            node_id: string;
            /** Title */
            title: string;
            /**
             * Text
             * @description How what is asked begins, without its fields.
             */
            text: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "submitted" | "expired" | "stopped";
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Expiration Time
             * @description Unix seconds
             */
            expiration_time: number;
            /** Action */
            action: string | null;
            /** Answered At */
            answered_at: number | null;
            /**
             * Answered By
             * @description The member's name; null if another person answered, or nobody.
             */
            answered_by: string | null;
            form: components["schemas"]["FormContent"];
            /** Answer */
            answer: {
                [key: string]: unknown;
            } | null;
            /** Form Token */
            form_token: string | null;
        };
        /**
         * FormField
         * @description A variable that whoever asks fills in.
         */
        FormField: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "text-input" | "paragraph" | "select" | "number" | "checkbox";
            /** Variable */
            variable: string;
            /**
             * Label
             * @default
             */
            label?: string;
            /**
             * Required
             * @default false
             */
            required?: boolean;
            /**
             * Max Length
             * @default null
             */
            max_length?: number | null;
            /**
             * Default
             * @default null
             */
            default?: string | number | boolean | null;
            /** Options */
            options?: string[];
            /**
             * Hide
             * @default false
             */
            hide?: boolean;
        };
        /** FormSummary */
        FormSummary: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
            /** App Name */
            app_name: string;
            /** App Mode */
            app_mode: string;
            /**
             * Run Id
             * Format: uuid
             */
            run_id: string;
            /** Node Id */
            node_id: string;
            /** Title */
            title: string;
            /**
             * Text
             * @description How what is asked begins, without its fields.
             */
            text: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "submitted" | "expired" | "stopped";
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Expiration Time
             * @description Unix seconds
             */
            expiration_time: number;
            /** Action */
            action: string | null;
            /** Answered At */
            answered_at: number | null;
            /**
             * Answered By
             * @description The member's name; null if another person answered, or nobody.
             */
            answered_by: string | null;
        };
        /** FoundChildOut */
        FoundChildOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Content */
            content: string;
            /** Position */
            position: number;
            /** Score */
            score: number;
        };
        /** FoundDocument */
        FoundDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Folder */
            folder: string;
            /** Data Source Type */
            data_source_type: string;
            /**
             * Doc Type
             * @default null
             */
            doc_type?: null;
            /** Doc Metadata */
            doc_metadata?: {
                [key: string]: unknown;
            };
        };
        /** FoundSegment */
        FoundSegment: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Position */
            position: number;
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Content */
            content: string;
            /** Sign Content */
            sign_content: string;
            /** Answer */
            answer: string | null;
            /** Word Count */
            word_count: number;
            /** Tokens */
            tokens: number;
            /** Keywords */
            keywords: string[];
            /**
             * Index Node Id
             * Format: uuid
             */
            index_node_id: string;
            /** Index Node Hash */
            index_node_hash: string;
            /** Hit Count */
            hit_count: number;
            /** Enabled */
            enabled: boolean;
            /** Disabled At */
            disabled_at: number | null;
            /**
             * Status
             * @enum {string}
             */
            status: "waiting" | "indexing" | "completed" | "error" | "re_segment";
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /** Edited */
            edited: boolean;
            enrichment: components["schemas"]["SegmentEnrichment"] | null;
            /** Heading */
            heading: string[];
            /** Page From */
            page_from: number | null;
            /** Page To */
            page_to: number | null;
            /** Text Start */
            text_start: number | null;
            /** Text End */
            text_end: number | null;
            /** Child Chunks */
            child_chunks?: components["schemas"]["ChildOut"][];
            /**
             * Dataset Id
             * Format: uuid
             */
            dataset_id: string;
            document: components["schemas"]["FoundDocument"];
        };
        /**
         * GithubSource
         * @description `token`: for private repositories, and for more than 60 requests an hour.
         */
        GithubSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "github";
            /** Repository */
            repository: string;
            /**
             * Token
             * @default
             */
            token?: string;
            /**
             * Api Url
             * @description Of GitHub Enterprise: https://HOST/api/v3.
             * @default https://api.github.com
             */
            api_url?: string;
        };
        /**
         * HealthCheckOut
         * @description `state`: `ok`; `low` is a warning; anything else is a failure; `full` means out of disk space. With
         *     `ok`, a failure limits one feature only: `vectors`, knowledge bases.
         */
        HealthCheckOut: {
            /** Ok */
            ok: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "ok" | "low" | "full" | "failing";
            /** Message */
            message: string;
        };
        /**
         * HealthOut
         * @description `status` covers what the API depends on; workers, Beat and the processes of `dev/up` are only reported.
         */
        HealthOut: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "failing";
            /** Instance */
            instance: string;
            /** Checks */
            checks: {
                [key: string]: components["schemas"]["HealthCheckOut"];
            };
            /** Workers */
            workers: components["schemas"]["WorkerOut"][];
            beat: components["schemas"]["BeatOut"];
            /** Parts */
            parts: components["schemas"]["PartOut"][];
        };
        /**
         * HeardRequest
         * @description What was sent to a debug address, as it is stored: secrets are masked.
         */
        HeardRequest: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Content */
            content: unknown;
        };
        /** Help */
        Help: {
            title: components["schemas"]["Text"];
            url: components["schemas"]["Text"];
        };
        /**
         * HitTestIn
         * @description `why`: segments to explain although they are not among the results.
         */
        HitTestIn: {
            /** Query */
            query: string;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /** @default null */
            external_retrieval_model?: components["schemas"]["ExternalRetrievalModel"] | null;
            /**
             * Explain
             * @default false
             */
            explain?: boolean;
            /** Why */
            why?: string[];
        };
        /** HitTestOut */
        HitTestOut: {
            query: components["schemas"]["QueryText"];
            /** Records */
            records: components["schemas"]["Record"][];
            /** Warnings */
            warnings?: components["schemas"]["WarningOut"][];
            /** Explanations */
            explanations?: components["schemas"]["ExplanationOut"][];
        };
        /** HostIn */
        HostIn: {
            /** Host */
            host: string;
            /** Port */
            port: number;
        };
        /**
         * HostOut
         * @description `created_by`: the id of the account that added it; null if the account was deleted.
         */
        HostOut: {
            /** Host */
            host: string;
            /** Port */
            port: number;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /**
         * HostsOut
         * @description `settings`: hosts from OUTBOUND_ALLOWED_HOSTS, which can only be changed on the server.
         */
        HostsOut: {
            /** Data */
            data: components["schemas"]["HostOut"][];
            /** Settings */
            settings: string[];
        };
        /** IdentitiesOut */
        IdentitiesOut: {
            /** Data */
            data: components["schemas"]["IdentityOut"][];
        };
        /** IdentityOut */
        IdentityOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Provider */
            provider: string | null;
            /** Label */
            label: string;
            /** Email */
            email: string | null;
            /** Last Used At */
            last_used_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** ImageUpload */
        ImageUpload: {
            /**
             * Enabled
             * @default false
             */
            enabled?: boolean;
            /**
             * Number Limits
             * @default 3
             */
            number_limits?: number;
            /**
             * Detail
             * @default low
             * @enum {string}
             */
            detail?: "low" | "high" | "auto";
            /**
             * Transfer Methods
             * @default [
             *       "remote_url",
             *       "local_file"
             *     ]
             */
            transfer_methods?: ("local_file" | "remote_url")[];
        };
        /** ImapSource */
        ImapSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "imap";
            /** Host */
            host: string;
            /**
             * Port
             * @default 993
             */
            port?: number;
            /** Username */
            username: string;
            /** Password */
            password: string;
            /**
             * Folder
             * @default INBOX
             */
            folder?: string;
            /**
             * Verify Certificate
             * @default true
             */
            verify_certificate?: boolean;
        };
        /**
         * ImportIn
         * @description An app's YAML, or where it is. What else is given replaces what the file says.
         */
        ImportIn: {
            /**
             * Mode
             * @enum {string}
             */
            mode: "yaml-content" | "yaml-url";
            /**
             * Yaml Content
             * @default null
             */
            yaml_content?: string | null;
            /**
             * Yaml Url
             * @default null
             */
            yaml_url?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Icon Type
             * @default null
             */
            icon_type?: ("emoji" | "image" | "link") | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
            /**
             * App Id
             * @description Overwrite the draft of this workflow or chatflow app.
             * @default null
             */
            app_id?: string | null;
        };
        /** ImportOut */
        ImportOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "completed" | "completed-with-warnings" | "pending" | "failed";
            /**
             * App Id
             * @default null
             */
            app_id?: string | null;
            /**
             * App Mode
             * @default null
             */
            app_mode?: string | null;
            /** Current Dsl Version */
            current_dsl_version: string;
            /**
             * Imported Dsl Version
             * @default
             */
            imported_dsl_version?: string;
            /**
             * Error
             * @default
             */
            error?: string;
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * Code
             * @default
             */
            code?: string;
            /** Report */
            report?: components["schemas"]["FindingOut"][];
            /**
             * Omitted
             * @default 0
             */
            omitted?: number;
        };
        /**
         * IndexBuild
         * @description What to build. Without a model and a language: the vectors anew, by the model that answers now.
         */
        IndexBuild: {
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
            /** @default null */
            process_rule?: components["schemas"]["ProcessRule"] | null;
        };
        /** IndexStep */
        IndexStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "index";
        };
        /** IndexingStatus */
        IndexingStatus: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Indexing Status */
            indexing_status: string;
            /** Processing Started At */
            processing_started_at: number | null;
            /** Parsing Completed At */
            parsing_completed_at: number | null;
            /** Cleaning Completed At */
            cleaning_completed_at: number | null;
            /** Splitting Completed At */
            splitting_completed_at: number | null;
            /** Completed At */
            completed_at: number | null;
            /** Paused At */
            paused_at: number | null;
            /** Error */
            error: string | null;
            /** Error Code */
            error_code: string | null;
            /** Stopped At */
            stopped_at: number | null;
            /** Completed Segments */
            completed_segments: number;
            /** Total Segments */
            total_segments: number;
        };
        /** IndexingStatuses */
        IndexingStatuses: {
            /** Data */
            data: components["schemas"]["IndexingStatus"][];
        };
        /** InfoList */
        InfoList: {
            /**
             * Data Source Type
             * @enum {string}
             */
            data_source_type: "upload_file" | "notion_import" | "website_crawl";
            /** @default null */
            file_info_list?: components["schemas"]["FileInfoList"] | null;
        };
        /** InitIn */
        InitIn: {
            /** Password */
            password: string;
        };
        /** InitOut */
        InitOut: {
            /**
             * Status
             * @enum {string}
             */
            status: "not_started" | "finished";
        };
        /** InspectedItems */
        InspectedItems: {
            /** Items */
            items: components["schemas"]["InspectedOut"][];
            /**
             * Total
             * @default null
             */
            total?: number | null;
        };
        /** InspectedOut */
        InspectedOut: {
            /** Id */
            id: string;
            /** Type */
            type: string;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Selector */
            selector: string[];
            /** Value Type */
            value_type: string;
            /** Value */
            value: unknown;
            /** Edited */
            edited: boolean;
            /**
             * Visible
             * @default true
             */
            visible?: boolean;
        };
        /** InteractionsOn */
        InteractionsOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Interactions */
            interactions: number;
        };
        /** InvitationOut */
        InvitationOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
            /** Language */
            language: string;
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "expired";
            /** Invited By */
            invited_by: string | null;
            /**
             * Sent At
             * @description Unix seconds
             */
            sent_at: number;
            /**
             * Expires At
             * @description Unix seconds
             */
            expires_at: number;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Asked At
             * @description When the invited person asked for a new link, since it expired.
             */
            asked_at: number | null;
        };
        /** InvitationResent */
        InvitationResent: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /**
             * Url
             * @description The new link, where mail isn't set up.
             */
            url: string | null;
        };
        /**
         * InvitationResult
         * @description `url`: the link, where mail isn't set up: pass it on yourself. `code` and `message`: why it failed.
         */
        InvitationResult: {
            /** Email */
            email: string;
            /**
             * Status
             * @enum {string}
             */
            status: "success" | "failed";
            /**
             * Url
             * @default null
             */
            url?: string | null;
            /**
             * Code
             * @default null
             */
            code?: string | null;
            /**
             * Message
             * @default null
             */
            message?: string | null;
        };
        /** InvitationResults */
        InvitationResults: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /** Invitation Results */
            invitation_results: components["schemas"]["InvitationResult"][];
            /**
             * Tenant Id
             * Format: uuid
             */
            tenant_id: string;
        };
        /**
         * InvitationsOut
         * @description Pending and expired invitations, the newest first. `mails`: whether they are sent by mail, or as links by you.
         */
        InvitationsOut: {
            /** Data */
            data: components["schemas"]["InvitationOut"][];
            /** Mails */
            mails: boolean;
        };
        /** InviteIn */
        InviteIn: {
            /** Emails */
            emails: string[];
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
            /**
             * Language
             * @description Of the mail.
             * @default en-US
             */
            language?: string;
        };
        /**
         * ItemOut
         * @description An item of an iteration, or a round of a loop. `kept`: whether its steps are there; its `frame` names them.
         */
        ItemOut: {
            /** Index */
            index: number;
            /** Frame */
            frame: string;
            /** Status */
            status: string;
            /** Error */
            error: string | null;
            /** Kept */
            kept: boolean;
            /** Steps */
            steps: number;
            /** Total Tokens */
            total_tokens: number;
            /** Elapsed Time */
            elapsed_time: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** JoinIn */
        JoinIn: {
            /** Token */
            token: string;
        };
        /** JudgedResult */
        JudgedResult: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Document */
            document: string;
            /**
             * Segment Id
             * Format: uuid
             */
            segment_id: string;
            /** Position */
            position: number;
            /** Score */
            score: number;
            /** Quote */
            quote: string;
            /** Grade */
            grade: number;
        };
        /** JudgementOut */
        JudgementOut: {
            /** Rating */
            rating: string;
            /** Content */
            content: string;
            /**
             * From Source
             * @enum {string}
             */
            from_source: "user" | "admin";
            /** From End User Id */
            from_end_user_id: string | null;
            /** From Account */
            from_account: string | null;
        };
        /** KeywordSetting */
        KeywordSetting: {
            /**
             * Keyword Weight
             * @default 0.5
             */
            keyword_weight?: number;
        };
        /**
         * KnowledgeConfig
         * @description Uploaded files as new documents, or in place of `original_document_id`.
         */
        KnowledgeConfig: {
            /** @default null */
            process_rule?: components["schemas"]["ProcessRule"] | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * Doc Form
             * @default null
             */
            doc_form?: ("text_model" | "hierarchical_model" | "qa_model") | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /** @default null */
            data_source?: components["schemas"]["DataSource"] | null;
            /**
             * Original Document Id
             * @default null
             */
            original_document_id?: string | null;
            /**
             * Duplicate
             * @default true
             */
            duplicate?: boolean;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Folder
             * @default null
             */
            folder?: string | null;
        };
        /**
         * KnowledgeIndexOut
         * @description Vectors by one model, or words by the rules of one language.
         */
        KnowledgeIndexOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "vectors" | "words";
            /**
             * State
             * @description The active one answers. A retired one is dropped after 24 hours.
             * @enum {string}
             */
            state: "building" | "active" | "retired";
            /** Store */
            store: string;
            /** Embedding Model */
            embedding_model: string | null;
            /** Embedding Model Provider */
            embedding_model_provider: string | null;
            /** Doc Language */
            doc_language: string | null;
            /** Dimensions */
            dimensions: number | null;
            /** Total Documents */
            total_documents: number;
            /** Completed Documents */
            completed_documents: number;
            /**
             * Embedded Texts
             * @description Texts that the model was asked about for it.
             */
            embedded_texts: number;
            /** Error Code */
            error_code: string | null;
            /** Error */
            error: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Retired At */
            retired_at: number | null;
        };
        /** KnowledgeIndexes */
        KnowledgeIndexes: {
            /** Data */
            data: components["schemas"]["KnowledgeIndexOut"][];
        };
        /** KnowledgeSource */
        KnowledgeSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "knowledge_synced";
            /**
             * Dataset Id
             * Format: uuid
             */
            dataset_id: string;
        };
        /**
         * KnowledgeSyncIn
         * @description The files of a folder. `delete_extraneous` deletes documents of earlier syncs of `folder` that are not in it.
         */
        KnowledgeSyncIn: {
            /** Files */
            files: components["schemas"]["SyncFileIn"][];
            /**
             * Folder
             * @default
             */
            folder?: string;
            /**
             * Delete Extraneous
             * @default false
             */
            delete_extraneous?: boolean;
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
            /**
             * Confirm
             * @default false
             */
            confirm?: boolean;
        };
        /**
         * KnowledgeSyncOut
         * @description Numbers of documents, as in the history of syncs. `changes`, `missing` and `needs_confirmation` only with
         *     `dry_run`: with the latter, more than half of the documents would be deleted.
         */
        KnowledgeSyncOut: {
            /** Source Id */
            source_id: string | null;
            /** Added */
            added: number;
            /** Changed */
            changed: number;
            /** Moved */
            moved: number;
            /** Removed */
            removed: number;
            /** Kept */
            kept: number;
            /** Unchanged */
            unchanged: number;
            /** Skipped */
            skipped: number;
            /** Problems */
            problems: components["schemas"]["SyncProblem"][];
            /** @default null */
            changes?: components["schemas"]["SyncChanges"] | null;
            /**
             * Missing
             * @default null
             */
            missing?: components["schemas"]["MissingBytes"][] | null;
            /**
             * Needs Confirmation
             * @default null
             */
            needs_confirmation?: boolean | null;
        };
        /** KnowledgeTagIn */
        KnowledgeTagIn: {
            /** Name */
            name: string;
        };
        /** KnowledgeTagRef */
        KnowledgeTagRef: {
            /**
             * Tag Id
             * Format: uuid
             */
            tag_id: string;
        };
        /** KnowledgeTagRename */
        KnowledgeTagRename: {
            /**
             * Tag Id
             * Format: uuid
             */
            tag_id: string;
            /** Name */
            name: string;
        };
        /** LanguageIn */
        LanguageIn: {
            /** Interface Language */
            interface_language: string;
        };
        /** LastFiring */
        LastFiring: {
            /**
             * At
             * @description Unix seconds
             */
            at: number;
            /**
             * Status
             * @description Of its run; `not_started`, `skipped`, `pending`, `waiting` or `deleted` else.
             */
            status: string;
            /** Run Id */
            run_id: string | null;
            /** Error */
            error: string | null;
        };
        /**
         * LimitsOut
         * @description Limits of trees: counts, bytes and folder depth.
         */
        LimitsOut: {
            /** Depth */
            depth: number;
            /** Batch Nodes */
            batch_nodes: number;
            /** Batch Bytes */
            batch_bytes: number;
            /** App Nodes */
            app_nodes: number;
            /** File Bytes */
            file_bytes: number;
            /** Text Bytes */
            text_bytes: number;
            /** Name Bytes */
            name_bytes: number;
        };
        /** LogEntryOut */
        LogEntryOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mode */
            mode: string;
            /** Name */
            name: string;
            /** Summary */
            summary: string;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Introduction */
            introduction: string;
            /** Status */
            status: string;
            /**
             * From Source
             * @enum {string}
             */
            from_source: "api" | "console";
            /** From End User Id */
            from_end_user_id: string | null;
            /** From End User Session Id */
            from_end_user_session_id: string | null;
            /** From Account Id */
            from_account_id: string | null;
            /** From Account Name */
            from_account_name: string | null;
            /** Message Count */
            message_count: number;
            user_feedback_stats: components["schemas"]["RatingsOut"];
            admin_feedback_stats: components["schemas"]["RatingsOut"];
            message: components["schemas"]["FirstMessageOut"] | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /**
         * LogMessageOut
         * @description `message`: the model's input, as [{role, text}].
         */
        LogMessageOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /** Parent Message Id */
            parent_message_id: string | null;
            /** Task Id */
            task_id: string | null;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Query */
            query: string;
            /** Message */
            message: {
                [key: string]: unknown;
            }[];
            /** Message Tokens */
            message_tokens: number;
            /** Answer */
            answer: string;
            /** Answer Tokens */
            answer_tokens: number;
            /** Total Price */
            total_price: string;
            /** Currency */
            currency: string;
            /** Price Known */
            price_known: boolean;
            /** Provider Response Latency */
            provider_response_latency: number;
            /** Model Provider */
            model_provider: string | null;
            /** Model */
            model: string | null;
            /** Feedbacks */
            feedbacks: components["schemas"]["JudgementOut"][];
            /** Agent Thoughts */
            agent_thoughts: components["schemas"]["ThoughtOut"][];
            /** Message Files */
            message_files: components["schemas"]["FileOut"][];
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /** Status */
            status: string;
            /** Error */
            error: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** LogMessagesOut */
        LogMessagesOut: {
            /** Data */
            data: components["schemas"]["LogMessageOut"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /** LoggedRun */
        LoggedRun: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            workflow_run: components["schemas"]["RunSummary"];
            /** Created From */
            created_from: string;
            /** Created By Role */
            created_by_role: string;
            created_by_account: components["schemas"]["RanByAccount"] | null;
            created_by_end_user: components["schemas"]["RanByEndUser"] | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** LoginIn */
        LoginIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Password */
            password: string;
            /**
             * Remember Me
             * @default false
             */
            remember_me?: boolean;
            /**
             * Invite Token
             * @description Accepts this invitation with the login.
             * @default null
             */
            invite_token?: string | null;
        };
        /** LoginSessionOut */
        LoginSessionOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Current
             * @description Whether it is the session of this request.
             */
            current: boolean;
            /**
             * Method
             * @enum {string}
             */
            method: "password" | "code" | "oidc" | "passkey" | "invitation";
            /** User Agent */
            user_agent: string;
            /** Ip */
            ip: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Last Seen At
             * @description Accurate to 5 minutes.
             */
            last_seen_at: number;
            /**
             * Expires At
             * @description Unix seconds
             */
            expires_at: number;
        };
        /** LoginSessionsOut */
        LoginSessionsOut: {
            /** Data */
            data: components["schemas"]["LoginSessionOut"][];
        };
        /**
         * MailContentOut
         * @description `link`: a path of the console if CONSOLE_WEB_URL is not set.
         */
        MailContentOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
            /** Link */
            link: string | null;
        };
        /**
         * MailDelivery
         * @description `console_url`: what links in emails start with; null if CONSOLE_WEB_URL must be set first.
         */
        MailDelivery: {
            /** Configured */
            configured: boolean;
            /** Server */
            server: string;
            /** Sender */
            sender: string;
            /** Console Url */
            console_url: string | null;
        };
        /**
         * MailIn
         * @description `language` is ignored: the mail is in the language of the account.
         */
        MailIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Language
             * @default null
             */
            language?: string | null;
        };
        /**
         * MailOut
         * @description `has_content`: whether it can be read or sent again; the content is removed once it is sent, used or expired.
         *     `failures`: failed attempts. `due_at`: when it is tried next; null: not by itself.
         */
        MailOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Recipient */
            recipient: string;
            /** Language */
            language: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "failed" | "undelivered" | "cancelled";
            /** Has Content */
            has_content: boolean;
            /** Failures */
            failures: number;
            /** Error */
            error: string | null;
            /** Due At */
            due_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Sent At */
            sent_at: number | null;
            /** Expires At */
            expires_at: number | null;
        };
        /** MailTestIn */
        MailTestIn: {
            /**
             * Recipient
             * Format: email
             */
            recipient: string;
        };
        /**
         * MailedCodeIn
         * @description `email`: if given, it must be the address that the mail was sent to.
         */
        MailedCodeIn: {
            /** Token */
            token: string;
            /**
             * Code
             * @description The six digits in the mail.
             */
            code: string;
            /**
             * Email
             * @default null
             */
            email?: string | null;
        };
        /** MailsOut */
        MailsOut: {
            /** Data */
            data: components["schemas"]["MailOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
            delivery: components["schemas"]["MailDelivery"];
        };
        /** MarksIn */
        MarksIn: {
            /**
             * Marked Name
             * @default null
             */
            marked_name?: string | null;
            /**
             * Marked Comment
             * @default null
             */
            marked_comment?: string | null;
        };
        /** McpServerCreate */
        McpServerCreate: {
            /** Name */
            name: string;
            /** Server Url */
            server_url: string;
            /**
             * Headers
             * @description Headers sent with every request, such as Authorization.
             */
            headers?: {
                [key: string]: string;
            };
        };
        /**
         * McpServerOut
         * @description `headers`: names only; values are never returned. `error`: why the last connection failed.
         *
         *     `tools`: without schemas; see `GET …/{id}/tools`. `left_out`: number of tools skipped because they exceed 200 or are
         *     too large.
         */
        McpServerOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Server Url */
            server_url: string;
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Tools */
            tools: components["schemas"]["McpToolSummary"][];
            /** Left Out */
            left_out: number;
            /** Error */
            error: string | null;
            /** Checked At */
            checked_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /**
         * McpServerUpdate
         * @description Omitted fields keep their values, as do headers with the value [__HIDDEN__].
         */
        McpServerUpdate: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Server Url
             * @default null
             */
            server_url?: string | null;
            /**
             * Headers
             * @default null
             */
            headers?: {
                [key: string]: string;
            } | null;
        };
        /**
         * McpTestOut
         * @description `error`: what failed; `tools` are then from the last successful connection.
         */
        McpTestOut: {
            /** Ok */
            ok: boolean;
            /** Error */
            error: string | null;
            /**
             * Details
             * @default null
             */
            details?: {
                [key: string]: unknown;
            }[] | null;
            /** Tools */
            tools: components["schemas"]["McpToolSummary"][];
        };
        /** McpToolOut */
        McpToolOut: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Input Schema */
            input_schema: {
                [key: string]: unknown;
            };
        };
        /**
         * McpToolSummary
         * @description `description`: its first 300 characters.
         */
        McpToolSummary: {
            /** Name */
            name: string;
            /** Description */
            description: string;
        };
        /** McpToolsOut */
        McpToolsOut: {
            /** Data */
            data: components["schemas"]["McpToolOut"][];
        };
        /** MemberFeedback */
        MemberFeedback: {
            /**
             * Rating
             * @default null
             */
            rating?: ("like" | "dislike") | null;
            /**
             * Content
             * @default null
             */
            content?: string | null;
            /**
             * Message Id
             * Format: uuid
             */
            message_id: string;
        };
        /** MemberOut */
        MemberOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
            /**
             * Status
             * @default active
             * @constant
             */
            status?: "active";
            /** Last Login At */
            last_login_at: number | null;
            /**
             * Last Active At
             * @description In this workspace, within a few minutes.
             */
            last_active_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Avatar */
            readonly avatar: string | null;
            /** Avatar Url */
            readonly avatar_url: string | null;
        };
        /** MemberRoleIn */
        MemberRoleIn: {
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
        };
        /** MembersOut */
        MembersOut: {
            /** Accounts */
            accounts: components["schemas"]["MemberOut"][];
        };
        /** MessageOut */
        MessageOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /** Parent Message Id */
            parent_message_id: string | null;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Query */
            query: string;
            /** Answer */
            answer: string;
            /** Message Files */
            message_files: components["schemas"]["FileOut"][];
            feedback: components["schemas"]["RatingOut"] | null;
            /** Retriever Resources */
            retriever_resources: {
                [key: string]: unknown;
            }[];
            /** Agent Thoughts */
            agent_thoughts: components["schemas"]["ThoughtOut"][];
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Status */
            status: string;
            /** Error */
            error: string | null;
        };
        /** MessagesOn */
        MessagesOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Message Count */
            message_count: number;
        };
        /** MessagesOut */
        MessagesOut: {
            /** Data */
            data: components["schemas"]["MessageOut"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * MetadataCondition
         * @description `comparison_operator` as the contract has them, such as `contains`, `is`, `≥`, `before`, `empty`.
         */
        MetadataCondition: {
            /** Name */
            name: string;
            /** Comparison Operator */
            comparison_operator: string;
            /**
             * Value
             * @default null
             */
            value?: unknown;
        };
        /**
         * MetadataCounted
         * @description `count`: documents that have a value.
         */
        MetadataCounted: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Type */
            type: string;
            /** Count */
            count: number;
        };
        /** MetadataFilteringConditions */
        MetadataFilteringConditions: {
            /**
             * Logical Operator
             * @default and
             * @enum {string}
             */
            logical_operator?: "and" | "or";
            /** Conditions */
            conditions?: components["schemas"]["MetadataCondition"][];
        };
        /** MetadataIn */
        MetadataIn: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "string" | "number" | "time";
        };
        /** MetadataListOut */
        MetadataListOut: {
            /** Doc Metadata */
            doc_metadata: components["schemas"]["MetadataCounted"][];
            /** Built In Field Enabled */
            built_in_field_enabled: boolean;
        };
        /** MetadataOut */
        MetadataOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /** MetadataRename */
        MetadataRename: {
            /** Name */
            name: string;
        };
        /**
         * MetadataStep
         * @description Fills metadata fields of the document that are empty.
         */
        MetadataStep: {
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Instructions
             * @default
             */
            instructions?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "metadata";
            /** Fields */
            fields: string[];
        };
        /** MetadataValueIn */
        MetadataValueIn: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Value
             * @default null
             */
            value?: string | number | null;
        };
        /** MetadataValuesIn */
        MetadataValuesIn: {
            /** Operation Data */
            operation_data: components["schemas"]["DocumentValues"][];
        };
        /**
         * MissingAnswer
         * @description `document`: where it was when the question was written.
         */
        MissingAnswer: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Document */
            document: string;
            /** Reason */
            reason: string;
        };
        /** MissingBytes */
        MissingBytes: {
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /** ModelChoice */
        ModelChoice: {
            /** Provider */
            provider: string;
            /** Name */
            name: string;
            /**
             * Mode
             * @default chat
             * @enum {string}
             */
            mode?: "chat" | "completion";
            /** Completion Params */
            completion_params?: {
                [key: string]: unknown;
            };
        };
        /**
         * ModelIn
         * @description Prices are per million tokens.
         */
        ModelIn: {
            /** Model */
            model: string;
            /**
             * Model Type
             * @default llm
             * @enum {string}
             */
            model_type?: "llm" | "text-embedding" | "rerank";
            /**
             * Context Size
             * @default null
             */
            context_size?: number | null;
            /**
             * Input Price
             * @default null
             */
            input_price?: number | string | null;
            /**
             * Output Price
             * @default null
             */
            output_price?: number | string | null;
            /**
             * Currency
             * @default null
             */
            currency?: string | null;
        };
        /**
         * ModelOut
         * @description `fetch_from`: whether the provider lists the model or it was added by hand.
         */
        ModelOut: {
            /** Model */
            model: string;
            label: components["schemas"]["Text"];
            /** Model Type */
            model_type: string;
            /**
             * Fetch From
             * @enum {string}
             */
            fetch_from: "predefined-model" | "customizable-model";
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "disabled";
            /** Features */
            features?: string[];
            /** Model Properties */
            model_properties: {
                [key: string]: unknown;
            };
            /**
             * Deprecated
             * @default false
             */
            deprecated?: boolean;
        };
        /** ModelRef */
        ModelRef: {
            /** Model */
            model: string;
            /**
             * Model Type
             * @default llm
             * @enum {string}
             */
            model_type?: "llm" | "text-embedding" | "rerank";
        };
        /**
         * ModelStepEstimate
         * @description What a step that asks a model would take. `requests`: at most, since answers are kept. `total_price`: of its
         *     `tokens`, if `price_known`. `model`: null if none is set up.
         */
        ModelStepEstimate: {
            /** Type */
            type: string;
            /** Provider */
            provider: string | null;
            /** Model */
            model: string | null;
            /** Requests */
            requests: number;
            /** Tokens */
            tokens: number;
            /** Total Price */
            total_price: string;
            /** Currency */
            currency: string;
            /** Price Known */
            price_known: boolean;
        };
        /** ModelsByType */
        ModelsByType: {
            /** Data */
            data: components["schemas"]["ProviderModels"][];
        };
        /** ModelsOut */
        ModelsOut: {
            /** Data */
            data: components["schemas"]["ModelOut"][];
        };
        /** Move */
        Move: {
            /** Parent Id */
            parent_id: string | null;
        };
        /**
         * MoveMany
         * @description Without `after_node_id`, nodes move to the end.
         */
        MoveMany: {
            /** Ids */
            ids: string[];
            /** Parent Id */
            parent_id: string | null;
            /**
             * After Node Id
             * @default null
             */
            after_node_id?: string | null;
        };
        /** MovedPath */
        MovedPath: {
            /** Before */
            before: string;
            /** After */
            after: string;
        };
        /** MovedPlace */
        MovedPlace: {
            /** From */
            from: string;
            /** To */
            to: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
        };
        /** NameIn */
        NameIn: {
            /** Name */
            name: string;
        };
        /** NamedCredential */
        NamedCredential: {
            /**
             * Credential Id
             * Format: uuid
             */
            credential_id: string;
            /** Credential Name */
            credential_name: string;
        };
        /** NewName */
        NewName: {
            /**
             * User
             * @description The end user, unless given in the query.
             * @default null
             */
            user?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Auto Generate
             * @description Let the app's model name the conversation; `name` is ignored.
             * @default null
             */
            auto_generate?: boolean | null;
        };
        /** NewValue */
        NewValue: {
            /**
             * User
             * @description The end user, unless given in the query.
             * @default null
             */
            user?: string | null;
            /** Value */
            value: unknown;
        };
        /** NodeIds */
        NodeIds: {
            /** Ids */
            ids: string[];
        };
        /**
         * NodeOut
         * @description A file or folder. `status`: `ready` once the content is verified, `pending` until then.
         */
        NodeOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
            /** Name */
            name: string;
            /** Parent Id */
            parent_id: string | null;
            /** Order */
            order: number;
            /** Path */
            path: string;
            /** Extension */
            extension: string;
            /** Size */
            size: number;
            /**
             * Status
             * @enum {string}
             */
            status: "ready" | "pending";
            /** Sha256 */
            sha256: string | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** NodesOut */
        NodesOut: {
            /** Nodes */
            nodes: components["schemas"]["NodeOut"][];
        };
        /** OidcProviderOut */
        OidcProviderOut: {
            /** Name */
            name: string;
            /** Label */
            label: string;
        };
        /** OidcProvidersOut */
        OidcProvidersOut: {
            /** Data */
            data: components["schemas"]["OidcProviderOut"][];
        };
        /**
         * OidcStartIn
         * @description `next`: the page of the console to open after signing in.
         */
        OidcStartIn: {
            /**
             * Remember Me
             * @default false
             */
            remember_me?: boolean;
            /**
             * Next
             * @default /
             */
            next?: string;
            /**
             * Invite Token
             * @description Accepts this invitation with the sign-in.
             * @default null
             */
            invite_token?: string | null;
        };
        /**
         * OidcStarted
         * @description Where to send the browser.
         */
        OidcStarted: {
            /** Url */
            url: string;
        };
        /** OneChildOut */
        OneChildOut: {
            data: components["schemas"]["ChildOut"];
        };
        /** OneOfMyWorkspaces */
        OneOfMyWorkspaces: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Status
             * @default normal
             * @constant
             */
            status?: "normal";
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
            /** Current */
            current: boolean;
            /**
             * Abilities
             * @description What the role allows; `edit` includes `read`.
             */
            readonly abilities: ("own" | "manage" | "edit" | "curate" | "read" | "belong")[];
            /**
             * Gives
             * @description The roles that the role can give to others, and take from them.
             */
            readonly gives: ("owner" | "admin" | "editor" | "normal" | "dataset_operator")[];
        };
        /** OneSegmentOut */
        OneSegmentOut: {
            data: components["schemas"]["SegmentOut"];
            /** Doc Form */
            doc_form: string;
        };
        /**
         * OperationOut
         * @description `description`: its first 300 characters. `server`: its own, if the document gives it one.
         */
        OperationOut: {
            /** Name */
            name: string;
            /** Method */
            method: string;
            /** Path */
            path: string;
            /** Description */
            description: string;
            /**
             * Server
             * @default null
             */
            server?: string | null;
        };
        /** PackFailure */
        PackFailure: {
            /** Index */
            index: number;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * PackOut
         * @description `ready`: how many files of the pack are ready; `failed`: why each of the others is not.
         */
        PackOut: {
            /** Ready */
            ready: number;
            /** Failed */
            failed: components["schemas"]["PackFailure"][];
        };
        /** Page[ApiToolsOut] */
        Page_ApiToolsOut_: {
            /** Data */
            data: components["schemas"]["ApiToolsOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[AppOut] */
        Page_AppOut_: {
            /** Data */
            data: components["schemas"]["AppOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[ConfigOut] */
        Page_ConfigOut_: {
            /** Data */
            data: components["schemas"]["ConfigOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[DatasetOut] */
        Page_DatasetOut_: {
            /** Data */
            data: components["schemas"]["DatasetOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[DocumentOut] */
        Page_DocumentOut_: {
            /** Data */
            data: components["schemas"]["DocumentOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[EvaluationAnswerOut] */
        Page_EvaluationAnswerOut_: {
            /** Data */
            data: components["schemas"]["EvaluationAnswerOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[EvaluationQuestionOut] */
        Page_EvaluationQuestionOut_: {
            /** Data */
            data: components["schemas"]["EvaluationQuestionOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[EvaluationRunOut] */
        Page_EvaluationRunOut_: {
            /** Data */
            data: components["schemas"]["EvaluationRunOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[ExternalApiOut] */
        Page_ExternalApiOut_: {
            /** Data */
            data: components["schemas"]["ExternalApiOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[FiringOut] */
        Page_FiringOut_: {
            /** Data */
            data: components["schemas"]["FiringOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[FormSummary] */
        Page_FormSummary_: {
            /** Data */
            data: components["schemas"]["FormSummary"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[ItemOut] */
        Page_ItemOut_: {
            /** Data */
            data: components["schemas"]["ItemOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[LogEntryOut] */
        Page_LogEntryOut_: {
            /** Data */
            data: components["schemas"]["LogEntryOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[LoggedRun] */
        Page_LoggedRun_: {
            /** Data */
            data: components["schemas"]["LoggedRun"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[McpServerOut] */
        Page_McpServerOut_: {
            /** Data */
            data: components["schemas"]["McpServerOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[NodeOut] */
        Page_NodeOut_: {
            /** Data */
            data: components["schemas"]["NodeOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[PipelineOut] */
        Page_PipelineOut_: {
            /** Data */
            data: components["schemas"]["PipelineOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[QueryOut] */
        Page_QueryOut_: {
            /** Data */
            data: components["schemas"]["QueryOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[ScheduleOut] */
        Page_ScheduleOut_: {
            /** Data */
            data: components["schemas"]["ScheduleOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[SourceSyncOut] */
        Page_SourceSyncOut_: {
            /** Data */
            data: components["schemas"]["SourceSyncOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[SubscriptionEvent] */
        Page_SubscriptionEvent_: {
            /** Data */
            data: components["schemas"]["SubscriptionEvent"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[SubscriptionOut] */
        Page_SubscriptionOut_: {
            /** Data */
            data: components["schemas"]["SubscriptionOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[TraceDeliveryOut] */
        Page_TraceDeliveryOut_: {
            /** Data */
            data: components["schemas"]["TraceDeliveryOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[VersionOut] */
        Page_VersionOut_: {
            /** Data */
            data: components["schemas"]["VersionOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Page[WorkflowToolOut] */
        Page_WorkflowToolOut_: {
            /** Data */
            data: components["schemas"]["WorkflowToolOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * PairsStep
         * @description Writes questions with their answers, which are then the segments.
         */
        PairsStep: {
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Instructions
             * @default
             */
            instructions?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pairs";
        };
        /** ParameterRule */
        ParameterRule: {
            /** Name */
            name: string;
            /** Use Template */
            use_template: string;
            label: components["schemas"]["Text"];
            /**
             * Type
             * @enum {string}
             */
            type: "float" | "int" | "string";
            help: components["schemas"]["Text"];
            /**
             * Required
             * @default false
             */
            required?: boolean;
            /** Default */
            default: number | null;
            /** Min */
            min: number | null;
            /** Max */
            max: number | null;
            /** Precision */
            precision: number;
            /** Options */
            options: string[];
        };
        /** ParameterRules */
        ParameterRules: {
            /** Data */
            data: components["schemas"]["ParameterRule"][];
        };
        /**
         * PartOut
         * @description A process started by `dev/up`. `deaths`: exits in a row; `last_words`: the last error in its log.
         */
        PartOut: {
            /** Name */
            name: string;
            /**
             * State
             * @enum {string}
             */
            state: "up" | "starting" | "down";
            /** Deaths */
            deaths: number;
            /** Last Words */
            last_words: string;
        };
        /** PartialMember */
        PartialMember: {
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
        };
        /** PasskeyIn */
        PasskeyIn: {
            /** Name */
            name: string;
            credential: components["schemas"]["AttestationIn"];
        };
        /** PasskeyLoginIn */
        PasskeyLoginIn: {
            credential: components["schemas"]["AssertionIn"];
            /**
             * Remember Me
             * @default false
             */
            remember_me?: boolean;
            /**
             * Invite Token
             * @description Accepts this invitation with the login.
             * @default null
             */
            invite_token?: string | null;
        };
        /**
         * PasskeyOptions
         * @description For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`. Expires in 5 minutes.
         */
        PasskeyOptions: {
            /** Options */
            options: {
                [key: string]: unknown;
            };
        };
        /**
         * PasskeyOptionsIn
         * @description `password` is your current password; omit it if the account has none.
         */
        PasskeyOptionsIn: {
            /**
             * Password
             * @default null
             */
            password?: string | null;
        };
        /** PasskeyOut */
        PasskeyOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Backed Up
             * @description Whether the passkey is synced to the person's other devices.
             */
            backed_up: boolean;
            /** Last Used At */
            last_used_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** PasskeyRename */
        PasskeyRename: {
            /** Name */
            name: string;
        };
        /**
         * PasskeysOut
         * @description `available`: whether passkeys can be used under the address of this installation.
         */
        PasskeysOut: {
            /** Data */
            data: components["schemas"]["PasskeyOut"][];
            /** Available */
            available: boolean;
        };
        /**
         * PasswordIn
         * @description `password` is the current password; omit it if the account has none.
         *
         *     `delete_tokens`: also delete your personal access tokens, in all workspaces.
         */
        PasswordIn: {
            /**
             * Password
             * @default null
             */
            password?: string | null;
            /**
             * Delete Tokens
             * @default false
             */
            delete_tokens?: boolean;
            /** New Password */
            new_password: string;
            /** Repeat New Password */
            repeat_new_password: string;
        };
        /** PermissionPartUsers */
        PermissionPartUsers: {
            /** Data */
            data: string[];
        };
        /** PersonOut */
        PersonOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
        };
        /** PersonalTokenIn */
        PersonalTokenIn: {
            /**
             * Name
             * @description What the token is for.
             */
            name: string;
            /**
             * Scopes
             * @description `read`: what your role can see. `write`: what it can change. `run`: test apps and run workflows.
             */
            scopes: ("read" | "write" | "run")[];
            /**
             * Expires At
             * @description When it stops working, in Unix seconds. Omit it for never.
             * @default null
             */
            expires_at?: number | null;
        };
        /**
         * PersonalTokenOut
         * @description `token` is the full token in the response that created it, and masked after that.
         */
        PersonalTokenOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Token */
            token: string;
            /** Expires At */
            expires_at: number | null;
            /** Last Used At */
            last_used_at: number | null;
            /** Last Used Ip */
            last_used_ip: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Scopes */
            scopes: ("read" | "write" | "run")[];
        };
        /** PersonalTokensOut */
        PersonalTokensOut: {
            /** Data */
            data: components["schemas"]["PersonalTokenOut"][];
        };
        /**
         * PipelineApplied
         * @description `documents`: how many are indexed again.
         */
        PipelineApplied: {
            /** Documents */
            documents: number;
        };
        /**
         * PipelineApply
         * @description Without `document_ids`: all documents that have another version, but for archived ones.
         */
        PipelineApply: {
            /**
             * Document Ids
             * @default null
             */
            document_ids?: string[] | null;
        };
        /**
         * PipelineEstimate
         * @description `documents`: how many would be indexed again.
         */
        PipelineEstimate: {
            /** Documents */
            documents: number;
            /** Model Steps */
            model_steps: components["schemas"]["ModelStepEstimate"][];
        };
        /**
         * PipelineIn
         * @description A version of the pipeline; documents that are new from then on get it.
         */
        PipelineIn: {
            /** Steps */
            steps: (components["schemas"]["ExtractStep"] | components["schemas"]["RedactStep"] | components["schemas"]["CleanStep"] | components["schemas"]["SplitStep"] | components["schemas"]["PairsStep"] | components["schemas"]["ContextStep"] | components["schemas"]["QuestionsStep"] | components["schemas"]["SummaryStep"] | components["schemas"]["MetadataStep"] | components["schemas"]["IndexStep"])[];
        };
        /**
         * PipelineOut
         * @description `version`: counted from 1. `is_current`: what new documents get.
         */
        PipelineOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Version */
            version: number;
            /** Is Current */
            is_current: boolean;
            /** Steps */
            steps: (components["schemas"]["ExtractStep"] | components["schemas"]["RedactStep"] | components["schemas"]["CleanStep"] | components["schemas"]["SplitStep"] | components["schemas"]["PairsStep"] | components["schemas"]["ContextStep"] | components["schemas"]["QuestionsStep"] | components["schemas"]["SummaryStep"] | components["schemas"]["MetadataStep"] | components["schemas"]["IndexStep"])[];
            /** Document Count */
            document_count: number;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /**
         * PipelineRunIn
         * @description `steps`, or a version as it is: `pipeline_id`.
         */
        PipelineRunIn: {
            /**
             * Steps
             * @default null
             */
            steps?: (components["schemas"]["ExtractStep"] | components["schemas"]["RedactStep"] | components["schemas"]["CleanStep"] | components["schemas"]["SplitStep"] | components["schemas"]["PairsStep"] | components["schemas"]["ContextStep"] | components["schemas"]["QuestionsStep"] | components["schemas"]["SummaryStep"] | components["schemas"]["MetadataStep"] | components["schemas"]["IndexStep"])[] | null;
            /**
             * Pipeline Id
             * @default null
             */
            pipeline_id?: string | null;
            /** Document Ids */
            document_ids: string[];
        };
        /** PipelineRunOut */
        PipelineRunOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "waiting" | "running" | "succeeded" | "failed";
            /** Documents */
            documents: components["schemas"]["TriedDocument"][];
            /** Error */
            error: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
        };
        /** Place */
        Place: {
            /** Path */
            path: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
        };
        /** PreProcessingRule */
        PreProcessingRule: {
            /**
             * Id
             * @enum {string}
             */
            id: "remove_extra_spaces" | "remove_urls_emails" | "remove_stopwords";
            /** Enabled */
            enabled: boolean;
        };
        /** PreviewPair */
        PreviewPair: {
            /** Question */
            question: string;
            /** Answer */
            answer: string;
        };
        /**
         * PreviewPiece
         * @description `start` to `end`: characters of the text that was read.
         */
        PreviewPiece: {
            /** Content */
            content: string;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Child Chunks */
            child_chunks?: string[];
            /**
             * Summary
             * @default null
             */
            summary?: null;
            /** Heading */
            heading?: string[];
            /**
             * Page From
             * @default null
             */
            page_from?: number | null;
            /**
             * Page To
             * @default null
             */
            page_to?: number | null;
        };
        /**
         * ProblemOut
         * @description `type` and `params` let clients translate `message`.
         */
        ProblemOut: {
            /** Line */
            line: number | null;
            /** Message */
            message: string;
            /** Type */
            type: string;
            /** Params */
            params: {
                [key: string]: string | number;
            };
        };
        /**
         * ProcessRule
         * @description Custom and hierarchical rules say their segmentation; automatic ones only what is cleaned. `enrichments`: the
         *     other steps of a pipeline.
         */
        ProcessRule: {
            /**
             * Mode
             * @default automatic
             * @enum {string}
             */
            mode?: "automatic" | "custom" | "hierarchical";
            /** @default null */
            rules?: components["schemas"]["SplittingRules"] | null;
            /**
             * Enrichments
             * @default null
             */
            enrichments?: (components["schemas"]["RedactStep"] | components["schemas"]["PairsStep"] | components["schemas"]["ContextStep"] | components["schemas"]["QuestionsStep"] | components["schemas"]["SummaryStep"] | components["schemas"]["MetadataStep"])[] | null;
        };
        /** ProcessRuleOut */
        ProcessRuleOut: {
            /** Mode */
            mode: string;
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
            /**
             * Enrichments
             * @default null
             */
            enrichments?: (components["schemas"]["RedactStep"] | components["schemas"]["PairsStep"] | components["schemas"]["ContextStep"] | components["schemas"]["QuestionsStep"] | components["schemas"]["SummaryStep"] | components["schemas"]["MetadataStep"])[] | null;
            /** Limits */
            limits: {
                [key: string]: number;
            };
        };
        /** ProofOut */
        ProofOut: {
            /**
             * Is Valid
             * @default true
             * @constant
             */
            is_valid?: true;
            /** Email */
            email: string;
        };
        /** Proven */
        Proven: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /**
             * Is Valid
             * @default true
             * @constant
             */
            is_valid?: true;
            /** Email */
            email: string;
            /**
             * Token
             * @description Set a new password with it: `POST /console/api/forgot-password/resets`.
             */
            token: string;
        };
        /** ProviderModels */
        ProviderModels: {
            /** Provider */
            provider: string;
            label: components["schemas"]["Text"];
            /** Supported Model Types */
            supported_model_types: string[];
            /**
             * Status
             * @default active
             * @constant
             */
            status?: "active";
            /** Models */
            models: components["schemas"]["ModelOut"][];
        };
        /** ProviderName */
        ProviderName: {
            /** Provider */
            provider: string;
            label: components["schemas"]["Text"];
            /** Supported Model Types */
            supported_model_types: string[];
        };
        /** ProviderOut */
        ProviderOut: {
            /** Provider */
            provider: string;
            label: components["schemas"]["Text"];
            /** Supported Model Types */
            supported_model_types: string[];
            help: components["schemas"]["Help"] | null;
            /** Configurate Methods */
            configurate_methods: string[];
            provider_credential_schema: components["schemas"]["CredentialSchemaOut"];
            /**
             * Preferred Provider Type
             * @default custom
             * @constant
             */
            preferred_provider_type?: "custom";
            custom_configuration: components["schemas"]["CustomConfiguration"];
            /**
             * @default {
             *       "enabled": false,
             *       "current_quota_type": null,
             *       "quota_configurations": []
             *     }
             */
            system_configuration?: components["schemas"]["SystemConfiguration"];
        };
        /** ProviderTypeChoice */
        ProviderTypeChoice: {
            /**
             * Preferred Provider Type
             * @enum {string}
             */
            preferred_provider_type: "custom" | "system";
        };
        /** ProvidersOut */
        ProvidersOut: {
            /** Data */
            data: components["schemas"]["ProviderOut"][];
        };
        /** PublishIn */
        PublishIn: {
            /**
             * Hash
             * @description Of the draft that was looked at.
             * @default null
             */
            hash?: string | null;
            /**
             * Marked Name
             * @default
             */
            marked_name?: string;
            /**
             * Marked Comment
             * @default
             */
            marked_comment?: string;
        };
        /** Published */
        Published: {
            /**
             * Result
             * @default success
             */
            result?: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /** QueryOut */
        QueryOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Content */
            content: string;
            /** Source */
            source: string;
            /** Source App Id */
            source_app_id: string | null;
            /** Created By Role */
            created_by_role: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** QueryText */
        QueryText: {
            /** Content */
            content: string;
        };
        /** QuestionIn */
        QuestionIn: {
            /** Question */
            question: string;
            /** Expected */
            expected: components["schemas"]["ExpectedIn"][];
        };
        /**
         * QuestionsImported
         * @description `kept`: those that the set had already, with the same answers.
         */
        QuestionsImported: {
            /** Added */
            added: number;
            /** Kept */
            kept: number;
            /** Removed */
            removed: number;
            /** Total */
            total: number;
        };
        /** QuestionsIn */
        QuestionsIn: {
            /** Questions */
            questions: components["schemas"]["QuestionIn"][];
        };
        /** QuestionsOut */
        QuestionsOut: {
            /**
             * Result
             * @default success
             */
            result?: string;
            /** Data */
            data: string[];
        };
        /**
         * QuestionsStep
         * @description Writes questions that a segment answers; it is searched with them.
         */
        QuestionsStep: {
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Instructions
             * @default
             */
            instructions?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "questions";
            /**
             * Number
             * @default 3
             */
            number?: number;
        };
        /**
         * QueueOut
         * @description `tasks`: those that are sent to this queue. With tasks or messages and without a consumer, work stands still.
         */
        QueueOut: {
            /** Name */
            name: string;
            /** Depth */
            depth: number;
            /** Consumers */
            consumers: number;
            /** Oldest Age */
            oldest_age: number | null;
            /** Tasks */
            tasks: string[];
        };
        /** QueuesOut */
        QueuesOut: {
            /** Data */
            data: components["schemas"]["QueueOut"][];
        };
        /** RanByAccount */
        RanByAccount: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
        };
        /** RanByEndUser */
        RanByEndUser: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Type
             * @default service_api
             */
            type?: string;
            /**
             * Is Anonymous
             * @default false
             */
            is_anonymous?: boolean;
            /** Session Id */
            session_id: string;
        };
        /** RatingOut */
        RatingOut: {
            /** Rating */
            rating: string;
            /** Content */
            content: string;
        };
        /** RatingsOut */
        RatingsOut: {
            /** Like */
            like: number;
            /** Dislike */
            dislike: number;
        };
        /** Record */
        Record: {
            segment: components["schemas"]["FoundSegment"];
            /** Score */
            score: number;
            /** Child Chunks */
            child_chunks: components["schemas"]["FoundChildOut"][];
            /**
             * Content
             * @description The segment's text, with that of its neighbors where they were merged.
             */
            content: string;
            citation: components["schemas"]["CitationOut"];
            /** Files */
            files?: unknown[];
            /**
             * Tsne Position
             * @default null
             */
            tsne_position?: null;
            /**
             * Summary
             * @default null
             */
            summary?: string | null;
        };
        /**
         * RecoveryCodesOut
         * @description Each code works once, instead of a code from the app. Only this response contains them.
         */
        RecoveryCodesOut: {
            /** Recovery Codes */
            recovery_codes: string[];
        };
        /**
         * RedactStep
         * @description Masks what stands in the text before anything else is done with it. `entities`: what a model looks for.
         */
        RedactStep: {
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Instructions
             * @default
             */
            instructions?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "redact";
            /** Patterns */
            patterns?: ("email" | "phone" | "card" | "iban")[];
            /** Entities */
            entities?: string[];
        };
        /** RelatedApp */
        RelatedApp: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "chat" | "agent-chat" | "advanced-chat" | "workflow" | "completion";
            /** Icon Type */
            icon_type: string | null;
            /** Icon */
            icon: string | null;
            /** Icon Background */
            icon_background: string | null;
        };
        /** RelatedApps */
        RelatedApps: {
            /** Data */
            data: components["schemas"]["RelatedApp"][];
            /** Total */
            total: number;
        };
        /** RemoteFileIn */
        RemoteFileIn: {
            /** Url */
            url: string;
        };
        /**
         * RemoteFileOut
         * @description What its server says of a file. `file_length`: bytes; 0 if the server doesn't say.
         */
        RemoteFileOut: {
            /** File Type */
            file_type: string;
            /** File Length */
            file_length: number;
        };
        /** RemoteUploadOut */
        RemoteUploadOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Extension */
            extension: string;
            /** Mime Type */
            mime_type: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Preview Url
             * @default null
             */
            preview_url?: string | null;
            /**
             * Source Url
             * @default null
             */
            source_url?: string | null;
            /**
             * Url
             * @description The same as `source_url`.
             */
            url: string;
        };
        /** Rename */
        Rename: {
            /** Name */
            name: string;
        };
        /** Reorder */
        Reorder: {
            /** After Node Id */
            after_node_id: string | null;
        };
        /** RerankingModel */
        RerankingModel: {
            /**
             * Reranking Provider Name
             * @default null
             */
            reranking_provider_name?: string | null;
            /**
             * Reranking Model Name
             * @default null
             */
            reranking_model_name?: string | null;
        };
        /**
         * RerunIn
         * @description From which node; with the version that ran, or with the draft as it is now.
         */
        RerunIn: {
            /** Node Id */
            node_id: string;
            /**
             * Draft
             * @default false
             */
            draft?: boolean;
        };
        /** ResetIn */
        ResetIn: {
            /** Token */
            token: string;
            /** New Password */
            new_password: string;
            /** Password Confirm */
            password_confirm: string;
        };
        /** ResponseTimeOn */
        ResponseTimeOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Latency */
            latency: number;
        };
        /**
         * RestoredOut
         * @description The draft's new revision and tree hash.
         */
        RestoredOut: {
            /** Revision */
            revision: number;
            /** Number */
            number: number;
            /** Tree Hash */
            tree_hash: string;
        };
        /**
         * Retrieval
         * @description The knowledge bases that answers draw on; how they are searched is for their feature to read.
         */
        Retrieval: {
            /** Datasets */
            datasets?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * RetrievalModel
         * @description Omitted settings have the defaults: hybrid search where there are vectors, else search by words.
         */
        RetrievalModel: {
            /**
             * Search Method
             * @default null
             */
            search_method?: ("semantic_search" | "full_text_search" | "hybrid_search" | "keyword_search") | null;
            /**
             * Reranking Enable
             * @default null
             */
            reranking_enable?: boolean | null;
            /**
             * Reranking Mode
             * @default null
             */
            reranking_mode?: ("reranking_model" | "weighted_score") | null;
            /** @default null */
            reranking_model?: components["schemas"]["RerankingModel"] | null;
            /** @default null */
            weights?: components["schemas"]["Weights"] | null;
            /**
             * Top K
             * @default null
             */
            top_k?: number | null;
            /**
             * Score Threshold Enabled
             * @default null
             */
            score_threshold_enabled?: boolean | null;
            /**
             * Score Threshold
             * @default null
             */
            score_threshold?: number | null;
            /** @default null */
            metadata_filtering_conditions?: components["schemas"]["MetadataFilteringConditions"] | null;
        };
        /** RetrievalSetting */
        RetrievalSetting: {
            /** Retrieval Method */
            retrieval_method: string[];
        };
        /** RpcError */
        RpcError: {
            /** Code */
            code: number;
            /** Message */
            message: string;
            /**
             * Data
             * @default null
             */
            data?: unknown;
        };
        /**
         * RpcIn
         * @description A JSON-RPC request, or a notification if it has no id.
         */
        RpcIn: {
            /**
             * Jsonrpc
             * @constant
             */
            jsonrpc: "2.0";
            /**
             * Id
             * @default null
             */
            id?: string | number | null;
            /** Method */
            method: string;
            /** Params */
            params?: {
                [key: string]: unknown;
            };
        };
        /**
         * RpcOut
         * @description Either `result` or `error`.
         */
        RpcOut: {
            /**
             * Jsonrpc
             * @constant
             */
            jsonrpc: "2.0";
            /** Id */
            id: string | number | null;
            /**
             * Result
             * @default null
             */
            result?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            error?: components["schemas"]["RpcError"] | null;
        };
        /**
         * RunCounts
         * @description How many runs have which status.
         */
        RunCounts: {
            /** Total */
            total: number;
            /** Queued */
            queued: number;
            /** Running */
            running: number;
            /**
             * Paused
             * @default 0
             */
            paused?: number;
            /** Succeeded */
            succeeded: number;
            /** Failed */
            failed: number;
            /** Stopped */
            stopped: number;
            /**
             * Partial Succeeded
             * @default 0
             */
            partial_succeeded?: number;
        };
        /** RunDetail */
        RunDetail: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Version */
            version: string;
            /** Version Name */
            version_name: string;
            /** Status */
            status: string;
            /** Triggered From */
            triggered_from: string;
            /** Forked From */
            forked_from: string | null;
            /** Error */
            error: string | null;
            /** Elapsed Time */
            elapsed_time: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Price */
            total_price: string;
            /** Currency */
            currency: string;
            /** Total Steps */
            total_steps: number;
            /** Exceptions Count */
            exceptions_count: number;
            /** Retry Index */
            retry_index: number;
            created_by_account: components["schemas"]["RanByAccount"] | null;
            created_by_end_user: components["schemas"]["RanByEndUser"] | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
            /**
             * Created By Role
             * @enum {string}
             */
            created_by_role: "account" | "end_user";
            /** Graph */
            graph: {
                [key: string]: unknown;
            };
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Outputs */
            outputs: {
                [key: string]: unknown;
            } | null;
        };
        /** RunIn */
        RunIn: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** User */
            user: string;
            /**
             * Files
             * @default null
             */
            files?: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Response Mode
             * @description Defaults to blocking.
             * @default null
             */
            response_mode?: ("blocking" | "streaming") | null;
        };
        /** RunList */
        RunList: {
            /** Data */
            data: components["schemas"]["RunSummary"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * RunNodeIn
         * @description `inputs`: values by variable, such as `start.name`; what is missing comes from the inspector.
         */
        RunNodeIn: {
            /** Inputs */
            inputs?: {
                [key: string]: unknown;
            };
            /**
             * Query
             * @default null
             */
            query?: string | null;
            /**
             * Files
             * @default null
             */
            files?: {
                [key: string]: unknown;
            }[] | null;
        };
        /**
         * RunOut
         * @description A run: one answer being generated, or finished.
         */
        RunOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "paused" | "succeeded" | "partial-succeeded" | "failed" | "stopped";
            /** Error Code */
            error_code: string | null;
            /**
             * Error Status
             * @description The HTTP status that this error would be.
             */
            error_status: number | null;
            /**
             * Error Retryable
             * @description Whether the same question may succeed a little later.
             */
            error_retryable: boolean;
            /** Error */
            error: string | null;
            /** Total Tokens */
            total_tokens: number;
            /** Model Config Id */
            model_config_id: string | null;
            /** Asset Version Id */
            asset_version_id: string | null;
            /**
             * Asset Version
             * @description For test runs: `draft`, or a version number.
             */
            asset_version: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Started At */
            started_at: number | null;
            /** Finished At */
            finished_at: number | null;
        };
        /**
         * RunReply
         * @description A finished run, in blocking mode.
         */
        RunReply: {
            /**
             * Task Id
             * Format: uuid
             */
            task_id: string;
            /**
             * Workflow Run Id
             * Format: uuid
             */
            workflow_run_id: string;
            data: components["schemas"]["EndedRun"];
        };
        /** RunSource */
        RunSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "run_ended";
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
        };
        /** RunSummary */
        RunSummary: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Version */
            version: string;
            /** Version Name */
            version_name: string;
            /** Status */
            status: string;
            /** Triggered From */
            triggered_from: string;
            /** Forked From */
            forked_from: string | null;
            /** Error */
            error: string | null;
            /** Elapsed Time */
            elapsed_time: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Price */
            total_price: string;
            /** Currency */
            currency: string;
            /** Total Steps */
            total_steps: number;
            /** Exceptions Count */
            exceptions_count: number;
            /** Retry Index */
            retry_index: number;
            created_by_account: components["schemas"]["RanByAccount"] | null;
            created_by_end_user: components["schemas"]["RanByEndUser"] | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
        };
        /** RunsOn */
        RunsOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Runs */
            runs: number;
        };
        /** SatisfactionOn */
        SatisfactionOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Rate */
            rate: number;
        };
        /** Saved */
        Saved: {
            /**
             * Result
             * @default success
             */
            result?: string;
            /** Hash */
            hash: string;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /** Issues */
            issues?: {
                [key: string]: unknown;
            }[];
        };
        /**
         * ScheduleIn
         * @description What the node of a schedule has in its data.
         */
        ScheduleIn: {
            /**
             * Mode
             * @description `visual` or `cron`.
             * @default null
             */
            mode?: string | null;
            /**
             * Frequency
             * @description `hourly`, `daily`, `weekly` or `monthly`.
             * @default null
             */
            frequency?: string | null;
            /**
             * Visual Config
             * @default null
             */
            visual_config?: {
                [key: string]: unknown;
            } | null;
            /**
             * Cron Expression
             * @default null
             */
            cron_expression?: string | null;
            /**
             * Timezone
             * @default null
             */
            timezone?: string | null;
        };
        /** ScheduleOut */
        ScheduleOut: {
            /**
             * Id
             * Format: uuid
             * @description Of the trigger, to switch it on or off.
             */
            id: string;
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
            /** App Name */
            app_name: string;
            /** Node Id */
            node_id: string;
            /** Title */
            title: string;
            /** Enabled */
            enabled: boolean;
            /** Cron */
            cron: string;
            /** Timezone */
            timezone: string;
            /**
             * Misfire
             * @description Times that were missed: `latest` runs one if it is not late, `skip`, or `all`.
             */
            misfire: string;
            /**
             * Overlap
             * @description While the run before has not ended: `allow`, `skip` or `queue`.
             */
            overlap: string;
            /**
             * Next Times
             * @description The next five, in the schedule's time zone; none if it is off.
             */
            next_times: string[];
            last: components["schemas"]["LastFiring"] | null;
            /**
             * Failures
             * @description Among the last `looked_at` times.
             */
            failures: number;
            /** Looked At */
            looked_at: number;
        };
        /** ScheduleTimes */
        ScheduleTimes: {
            /** Cron */
            cron: string;
            /** Timezone */
            timezone: string;
            /**
             * Times
             * @description The next five, in the schedule's time zone.
             */
            times: string[];
        };
        /**
         * SearchIn
         * @description `dataset_ids`: what is searched.
         */
        SearchIn: {
            /** Query */
            query: string;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /** @default null */
            external_retrieval_model?: components["schemas"]["ExternalRetrievalModel"] | null;
            /**
             * Explain
             * @default false
             */
            explain?: boolean;
            /** Why */
            why?: string[];
            /** Dataset Ids */
            dataset_ids: string[];
        };
        /** SecondFactorCodeIn */
        SecondFactorCodeIn: {
            /** Code */
            code: string;
        };
        /**
         * SecondFactorIn
         * @description `challenge` is from the error `second_factor_required`; `code` from the app, or a recovery code.
         */
        SecondFactorIn: {
            /** Challenge */
            challenge: string;
            /** Code */
            code: string;
            /**
             * Invite Token
             * @description Accepts this invitation with the login.
             * @default null
             */
            invite_token?: string | null;
        };
        /**
         * SegmentChange
         * @description Omitted fields keep their values. `regenerate_child_chunks`: split the new content into child chunks again.
         */
        SegmentChange: {
            /**
             * Content
             * @default null
             */
            content?: string | null;
            /**
             * Answer
             * @default null
             */
            answer?: string | null;
            /**
             * Keywords
             * @default null
             */
            keywords?: string[] | null;
            /**
             * Enabled
             * @default null
             */
            enabled?: boolean | null;
            /**
             * Regenerate Child Chunks
             * @default false
             */
            regenerate_child_chunks?: boolean;
        };
        /** SegmentChangeIn */
        SegmentChangeIn: {
            segment: components["schemas"]["SegmentChange"];
        };
        /**
         * SegmentEnrichment
         * @description What a model wrote about a segment; it is searched too.
         */
        SegmentEnrichment: {
            /**
             * Context
             * @default
             */
            context?: string;
            /** Questions */
            questions?: string[];
            /**
             * Summary
             * @default
             */
            summary?: string;
        };
        /**
         * SegmentImportIn
         * @description `upload_file_id`: a CSV or TSV file that you uploaded.
         */
        SegmentImportIn: {
            /**
             * Upload File Id
             * Format: uuid
             */
            upload_file_id: string;
        };
        /**
         * SegmentImportOut
         * @description `job_status`: waiting, processing, completed or error. All `total` segments are written, or none.
         */
        SegmentImportOut: {
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /** Job Status */
            job_status: string;
            /** Total */
            total: number;
            /** Error Code */
            error_code: string | null;
            /** Error */
            error: string | null;
        };
        /** SegmentIn */
        SegmentIn: {
            /** Content */
            content: string;
            /**
             * Answer
             * @default null
             */
            answer?: string | null;
            /**
             * Keywords
             * @default null
             */
            keywords?: string[] | null;
        };
        /** SegmentOut */
        SegmentOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Position */
            position: number;
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Content */
            content: string;
            /** Sign Content */
            sign_content: string;
            /** Answer */
            answer: string | null;
            /** Word Count */
            word_count: number;
            /** Tokens */
            tokens: number;
            /** Keywords */
            keywords: string[];
            /**
             * Index Node Id
             * Format: uuid
             */
            index_node_id: string;
            /** Index Node Hash */
            index_node_hash: string;
            /** Hit Count */
            hit_count: number;
            /** Enabled */
            enabled: boolean;
            /** Disabled At */
            disabled_at: number | null;
            /**
             * Status
             * @enum {string}
             */
            status: "waiting" | "indexing" | "completed" | "error" | "re_segment";
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /** Edited */
            edited: boolean;
            enrichment: components["schemas"]["SegmentEnrichment"] | null;
            /** Heading */
            heading: string[];
            /** Page From */
            page_from: number | null;
            /** Page To */
            page_to: number | null;
            /** Text Start */
            text_start: number | null;
            /** Text End */
            text_end: number | null;
            /** Child Chunks */
            child_chunks?: components["schemas"]["ChildOut"][];
        };
        /** SegmentPage */
        SegmentPage: {
            /** Data */
            data: components["schemas"]["SegmentOut"][];
            /** Doc Form */
            doc_form: string;
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Total Pages */
            total_pages: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * Segmentation
         * @description `separator`: with the escapes \n, \r, \t and \\ read.
         */
        Segmentation: {
            /**
             * Separator
             * @default \n\n
             */
            separator?: string;
            /** Max Tokens */
            max_tokens: number;
            /**
             * Chunk Overlap
             * @default null
             */
            chunk_overlap?: number | null;
        };
        /** SegmentsIn */
        SegmentsIn: {
            /** Segments */
            segments: components["schemas"]["SegmentIn"][];
        };
        /** SegmentsOut */
        SegmentsOut: {
            /** Data */
            data: components["schemas"]["SegmentOut"][];
            /** Doc Form */
            doc_form: string;
        };
        /** Server */
        Server: {
            /** Url */
            url: string;
            /**
             * Description
             * @default
             */
            description?: string;
        };
        /** SetUp */
        SetUp: {
            dataset: components["schemas"]["DatasetOut"];
            /** Documents */
            documents: components["schemas"]["DocumentOut"][];
            /** Batch */
            batch: string;
        };
        /** SetupIn */
        SetupIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /**
             * Language
             * @default null
             */
            language?: string | null;
        };
        /** SetupOut */
        SetupOut: {
            /**
             * Step
             * @enum {string}
             */
            step: "not_started" | "finished";
            /** Setup At */
            setup_at: string | null;
        };
        /**
         * ShownText
         * @description The beginning of a document's text.
         */
        ShownText: {
            /** Content */
            content: string;
        };
        /**
         * SiteOut
         * @description The app's site; `code` is part of the public page's URL.
         */
        SiteOut: {
            /** Title */
            title: string;
            /** Icon Type */
            icon_type: string | null;
            /** Icon */
            icon: string | null;
            /** Icon Background */
            icon_background: string | null;
            /**
             * Icon Url
             * @default null
             */
            icon_url?: string | null;
            /** Description */
            description: string;
            /** Default Language */
            default_language: string;
            /** Chat Color Theme */
            chat_color_theme: string | null;
            /** Chat Color Theme Inverted */
            chat_color_theme_inverted: boolean;
            /** Copyright */
            copyright: string | null;
            /** Privacy Policy */
            privacy_policy: string | null;
            /** Custom Disclaimer */
            custom_disclaimer: string;
            /** Show Workflow Steps */
            show_workflow_steps: boolean;
            /** Use Icon As Answer Icon */
            use_icon_as_answer_icon: boolean;
            /** Code */
            code: string;
            /** Access Token */
            access_token: string;
            /** Customize Domain */
            customize_domain: string | null;
            /** Customize Token Strategy */
            customize_token_strategy: string;
            /** Prompt Public */
            prompt_public: boolean;
        };
        /**
         * SitePublic
         * @description The app's public site: title, icon and texts.
         */
        SitePublic: {
            /** Title */
            title: string;
            /** Icon Type */
            icon_type: string | null;
            /** Icon */
            icon: string | null;
            /** Icon Background */
            icon_background: string | null;
            /**
             * Icon Url
             * @default null
             */
            icon_url?: string | null;
            /** Description */
            description: string;
            /** Default Language */
            default_language: string;
            /** Chat Color Theme */
            chat_color_theme: string | null;
            /** Chat Color Theme Inverted */
            chat_color_theme_inverted: boolean;
            /** Copyright */
            copyright: string | null;
            /** Privacy Policy */
            privacy_policy: string | null;
            /** Custom Disclaimer */
            custom_disclaimer: string;
            /** Show Workflow Steps */
            show_workflow_steps: boolean;
            /** Use Icon As Answer Icon */
            use_icon_as_answer_icon: boolean;
        };
        /** SiteSwitch */
        SiteSwitch: {
            /** Enable Site */
            enable_site: boolean;
        };
        /**
         * SiteUpdate
         * @description Fields that are omitted or null keep their values.
         */
        SiteUpdate: {
            /**
             * Title
             * @default null
             */
            title?: string | null;
            /**
             * Icon Type
             * @default null
             */
            icon_type?: ("emoji" | "image" | "link") | null;
            /**
             * Icon
             * @default null
             */
            icon?: string | null;
            /**
             * Icon Background
             * @default null
             */
            icon_background?: string | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Default Language
             * @default null
             */
            default_language?: string | null;
            /**
             * Chat Color Theme
             * @default null
             */
            chat_color_theme?: string | null;
            /**
             * Chat Color Theme Inverted
             * @default null
             */
            chat_color_theme_inverted?: boolean | null;
            /**
             * Customize Domain
             * @default null
             */
            customize_domain?: string | null;
            /**
             * Copyright
             * @default null
             */
            copyright?: string | null;
            /**
             * Privacy Policy
             * @default null
             */
            privacy_policy?: string | null;
            /**
             * Custom Disclaimer
             * @default null
             */
            custom_disclaimer?: string | null;
            /**
             * Customize Token Strategy
             * @default null
             */
            customize_token_strategy?: ("must" | "allow" | "not_allow") | null;
            /**
             * Prompt Public
             * @default null
             */
            prompt_public?: boolean | null;
            /**
             * Show Workflow Steps
             * @default null
             */
            show_workflow_steps?: boolean | null;
            /**
             * Use Icon As Answer Icon
             * @default null
             */
            use_icon_as_answer_icon?: boolean | null;
        };
        /**
         * SkillOut
         * @description A folder with a SKILL.md: `node_id` is the folder (null for the root), `file_id` the SKILL.md.
         *
         *     `name` and `description` are null if they can't be parsed. A skill without `problems` is valid; one with problems is
         *     used as far as it can be parsed. `compatibility`: its requirements. `allowed_tools`: the tools it expects.
         *     `model_invocation`: false if it has `disable-model-invocation: true`; agents don't see it then.
         */
        SkillOut: {
            /** Name */
            name: string | null;
            /** Description */
            description: string | null;
            /** Compatibility */
            compatibility: string | null;
            /** Allowed Tools */
            allowed_tools: string[];
            /** Model Invocation */
            model_invocation: boolean;
            /** Path */
            path: string;
            /** Node Id */
            node_id: string | null;
            /**
             * File Id
             * Format: uuid
             */
            file_id: string;
            /** Problems */
            problems: components["schemas"]["ProblemOut"][];
        };
        /** SkillsOut */
        SkillsOut: {
            /** Data */
            data: components["schemas"]["SkillOut"][];
            /** Limit */
            limit: number;
            /** Total */
            total: number;
            /** Has More */
            has_more: boolean;
        };
        /** Skipped */
        Skipped: {
            /** Operation */
            operation: string;
            /** Reason */
            reason: string;
        };
        /**
         * SourceChange
         * @description Omitted fields keep their values. The next sync follows the new ones.
         */
        SourceChange: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * On Missing
             * @default null
             */
            on_missing?: ("delete" | "keep") | null;
            /**
             * Auto Sync
             * @default null
             */
            auto_sync?: boolean | null;
            /**
             * Tree
             * @default null
             */
            tree?: ("draft" | "active") | null;
            /**
             * Path
             * @default null
             */
            path?: string | null;
            /**
             * Include
             * @default null
             */
            include?: string[] | null;
            /**
             * Exclude
             * @default null
             */
            exclude?: string[] | null;
            /**
             * Urls
             * @default null
             */
            urls?: string[] | null;
        };
        /**
         * SourceIn
         * @description `asset_tree`: the files of an app, of its draft or its active version, below `path`, as far as they fit
         *     `include` (all if empty) and not `exclude`. `url_list`: pages and files at `urls`.
         *
         *     `dry_run` only lists the changes of the first sync.
         */
        SourceIn: {
            /** Kind */
            kind: string;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Folder
             * @default
             */
            folder?: string;
            /**
             * On Missing
             * @default delete
             * @enum {string}
             */
            on_missing?: "delete" | "keep";
            /**
             * Auto Sync
             * @default true
             */
            auto_sync?: boolean;
            /**
             * App Id
             * @default null
             */
            app_id?: string | null;
            /**
             * Tree
             * @default active
             * @enum {string}
             */
            tree?: "draft" | "active";
            /**
             * Path
             * @default
             */
            path?: string;
            /** Include */
            include?: string[];
            /** Exclude */
            exclude?: string[];
            /** Urls */
            urls?: string[];
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
        };
        /**
         * SourceMade
         * @description `source` and its first `sync`, which runs in the background; with `dry_run`, only the `plan`.
         */
        SourceMade: {
            /** @default null */
            source?: components["schemas"]["SourceOut"] | null;
            /** @default null */
            sync?: components["schemas"]["SourceSyncOut"] | null;
            /** @default null */
            plan?: components["schemas"]["KnowledgeSyncOut"] | null;
        };
        /** SourceOut */
        SourceOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "asset_tree" | "archive" | "push" | "url_list";
            /** Name */
            name: string;
            /** Folder */
            folder: string;
            /**
             * On Missing
             * @enum {string}
             */
            on_missing: "delete" | "keep";
            /** Auto Sync */
            auto_sync: boolean;
            /** App Id */
            app_id: string | null;
            /** App Name */
            app_name: string | null;
            /**
             * Tree
             * @enum {string}
             */
            tree: "draft" | "active";
            /** Path */
            path: string;
            /** Include */
            include: string[];
            /** Exclude */
            exclude: string[];
            /** Urls */
            urls: string[];
            /** Document Count */
            document_count: number;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Created By */
            created_by: string | null;
            last_sync: components["schemas"]["SourceSyncOut"] | null;
        };
        /**
         * SourceSyncIn
         * @description `confirm`: also if more than half of the source's documents would be deleted.
         */
        SourceSyncIn: {
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
            /**
             * Confirm
             * @default false
             */
            confirm?: boolean;
        };
        /**
         * SourceSyncOut
         * @description Numbers of documents. `kept`: what the source has no more; `skipped`: files that are no documents, of which
         *     `problems` names the first 100.
         */
        SourceSyncOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "completed" | "error";
            /**
             * Began By
             * @enum {string}
             */
            began_by: "request" | "change";
            /** Added */
            added: number;
            /** Changed */
            changed: number;
            /** Moved */
            moved: number;
            /** Removed */
            removed: number;
            /** Kept */
            kept: number;
            /** Unchanged */
            unchanged: number;
            /** Skipped */
            skipped: number;
            /** Problems */
            problems: components["schemas"]["SyncProblem"][];
            /** Error Code */
            error_code: string | null;
            /** Error */
            error: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Created By */
            created_by: string | null;
            /** Started At */
            started_at: number | null;
            /** Ended At */
            ended_at: number | null;
        };
        /** Sources */
        Sources: {
            /** Data */
            data: components["schemas"]["SourceOut"][];
        };
        /** SpeedOn */
        SpeedOn: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Tps */
            tps: number;
        };
        /**
         * SplitStep
         * @description As in a process rule: by `mode`, which says what else is needed.
         */
        SplitStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "split";
            /**
             * Mode
             * @default automatic
             * @enum {string}
             */
            mode?: "automatic" | "custom" | "hierarchical";
            /** @default null */
            segmentation?: components["schemas"]["Segmentation"] | null;
            /**
             * Parent Mode
             * @default null
             */
            parent_mode?: ("paragraph" | "full-doc") | null;
            /** @default null */
            subchunk_segmentation?: components["schemas"]["Segmentation"] | null;
        };
        /** SplittingRules */
        SplittingRules: {
            /**
             * Pre Processing Rules
             * @default null
             */
            pre_processing_rules?: components["schemas"]["PreProcessingRule"][] | null;
            /** @default null */
            segmentation?: components["schemas"]["Segmentation"] | null;
            /**
             * Parent Mode
             * @default null
             */
            parent_mode?: ("paragraph" | "full-doc") | null;
            /** @default null */
            subchunk_segmentation?: components["schemas"]["Segmentation"] | null;
        };
        /** StartedRun */
        StartedRun: {
            /**
             * Event Id
             * Format: uuid
             */
            event_id: string;
            /**
             * Run Id
             * Format: uuid
             */
            run_id: string;
        };
        /** StepOut */
        StepOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Workflow Run Id
             * Format: uuid
             */
            workflow_run_id: string;
            /** Index */
            index: number;
            /** Predecessor Node Id */
            predecessor_node_id: string | null;
            /** Node Id */
            node_id: string;
            /** Node Type */
            node_type: string;
            /** Title */
            title: string;
            /** Frame */
            frame: string;
            /** Inputs */
            inputs: unknown;
            /** Process Data */
            process_data: unknown;
            /** Outputs */
            outputs: unknown;
            /** Status */
            status: string;
            /** Error */
            error: string | null;
            /** Elapsed Time */
            elapsed_time: number;
            /** Execution Metadata */
            execution_metadata: {
                [key: string]: unknown;
            };
            /** Retry Index */
            retry_index: number;
            /** Reused */
            reused: boolean;
            /** Truncated */
            truncated: boolean;
            /** Started At */
            started_at: number;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Finished At */
            finished_at: number | null;
        };
        /** StepsOut */
        StepsOut: {
            /** Data */
            data: components["schemas"]["StepOut"][];
        };
        /** StopIn */
        StopIn: {
            /** User */
            user: string;
        };
        /**
         * SubscriptionEvent
         * @description `runs`: what came of it at the nodes that listened.
         */
        SubscriptionEvent: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Event */
            event: string;
            /** Content */
            content: unknown;
            /** State */
            state: string;
            /** Error */
            error: string | null;
            /** Runs */
            runs: components["schemas"]["SubscriptionRun"][];
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** SubscriptionIn */
        SubscriptionIn: {
            /** Name */
            name: string;
            /** Source */
            source: components["schemas"]["GithubSource"] | components["schemas"]["FeedSource"] | components["schemas"]["ImapSource"] | components["schemas"]["VersionSource"] | components["schemas"]["RunSource"] | components["schemas"]["KnowledgeSource"];
            /**
             * Every
             * @description Seconds between two looks at the source.
             * @default 300
             */
            every?: number;
        };
        /**
         * SubscriptionOut
         * @description `source`: secrets are masked. `source_name`: of the app or the knowledge base that is watched.
         *
         *     `events`: names of those that it tells of. `every`, `next_look_at`: of what has to be looked at; the others tell by
         *     themselves.
         */
        SubscriptionOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "github" | "feed" | "imap" | "version_published" | "run_ended" | "knowledge_synced";
            /** Events */
            events: string[];
            /** Source */
            source: {
                [key: string]: unknown;
            };
            /** Source Name */
            source_name: string | null;
            /** Every */
            every: number | null;
            /** Enabled */
            enabled: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "paused" | "error" | "source_deleted";
            /** Error */
            error: string | null;
            /** Used By */
            used_by: components["schemas"]["SubscriptionUse"][];
            /** Looked At */
            looked_at: number | null;
            /** Next Look At */
            next_look_at: number | null;
            /** Last Event At */
            last_event_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** SubscriptionRun */
        SubscriptionRun: {
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
            /** Node Id */
            node_id: string;
            /** Run Id */
            run_id: string | null;
            /** Error */
            error: string | null;
        };
        /**
         * SubscriptionTest
         * @description `sample`: the newest event that there is, if there is one.
         */
        SubscriptionTest: {
            /** Ok */
            ok: boolean;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /**
             * Sample
             * @default null
             */
            sample?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * SubscriptionUpdate
         * @description Omitted fields keep their values, as do secrets with the value [__HIDDEN__]. The kind stays.
         */
        SubscriptionUpdate: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Source
             * @default null
             */
            source?: (components["schemas"]["GithubSource"] | components["schemas"]["FeedSource"] | components["schemas"]["ImapSource"] | components["schemas"]["VersionSource"] | components["schemas"]["RunSource"] | components["schemas"]["KnowledgeSource"]) | null;
            /**
             * Every
             * @default null
             */
            every?: number | null;
            /**
             * Enabled
             * @default null
             */
            enabled?: boolean | null;
        };
        /**
         * SubscriptionUse
         * @description A node of a published workflow that listens.
         */
        SubscriptionUse: {
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
            /** App Name */
            app_name: string;
            /** Node Id */
            node_id: string;
            /** Title */
            title: string;
        };
        /**
         * SummaryStep
         * @description Sums up a segment in a sentence or two; it is searched with it.
         */
        SummaryStep: {
            /**
             * Provider
             * @default null
             */
            provider?: string | null;
            /**
             * Model
             * @default null
             */
            model?: string | null;
            /**
             * Instructions
             * @default
             */
            instructions?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "summary";
        };
        /** Switch */
        Switch: {
            /**
             * Enabled
             * @default false
             */
            enabled?: boolean;
        };
        /** SwitchEstimateOut */
        SwitchEstimateOut: {
            /** Embedding Model */
            embedding_model: string;
            /** Embedding Model Provider */
            embedding_model_provider: string;
            /** Segments */
            segments: number;
            /**
             * Texts
             * @description Texts that would be embedded; the vectors of the others are known.
             */
            texts: number;
            /**
             * Tokens
             * @description Of these texts, estimated.
             */
            tokens: number;
            /**
             * Price
             * @description Of these tokens; null where no price of the model is known.
             */
            price: string | null;
            /** Currency */
            currency: string;
        };
        /**
         * SyncAsked
         * @description The `sync` that runs in the background; with `dry_run`, only the `plan`.
         */
        SyncAsked: {
            /** @default null */
            sync?: components["schemas"]["SourceSyncOut"] | null;
            /** @default null */
            plan?: components["schemas"]["KnowledgeSyncOut"] | null;
        };
        /**
         * SyncChanges
         * @description Paths in the source, or URLs.
         */
        SyncChanges: {
            /** Added */
            added: string[];
            /** Changed */
            changed: string[];
            /** Moved */
            moved: components["schemas"]["MovedPath"][];
            /** Removed */
            removed: string[];
            /** Kept */
            kept: string[];
        };
        /**
         * SyncFileIn
         * @description `path`: relative to the folder, with slashes.
         */
        SyncFileIn: {
            /** Path */
            path: string;
            /** Size */
            size: number;
            /** Sha256 */
            sha256: string;
        };
        /**
         * SyncIn
         * @description The files of a folder, and its empty folders.
         */
        SyncIn: {
            /** Files */
            files: components["schemas"]["SyncFileIn"][];
            /**
             * Parent Id
             * @default null
             */
            parent_id?: string | null;
            /** Folders */
            folders?: string[];
            /**
             * Delete Extraneous
             * @default false
             */
            delete_extraneous?: boolean;
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
        };
        /**
         * SyncOut
         * @description Numbers of files and folders; `tree_hash` of the folder, null while uploads are pending.
         *
         *     `changes` and `missing` only with `dry_run`.
         */
        SyncOut: {
            /** Revision */
            revision: number;
            /** Tree Hash */
            tree_hash: string | null;
            /** Added */
            added: number;
            /** Changed */
            changed: number;
            /** Removed */
            removed: number;
            /** Unchanged */
            unchanged: number;
            /** @default null */
            changes?: components["schemas"]["SyncPaths"] | null;
            /**
             * Missing
             * @default null
             */
            missing?: components["schemas"]["MissingBytes"][] | null;
        };
        /**
         * SyncPaths
         * @description Relative to the folder; folders end with a slash.
         */
        SyncPaths: {
            /** Added */
            added: string[];
            /** Changed */
            changed: string[];
            /** Removed */
            removed: string[];
        };
        /** SyncProblem */
        SyncProblem: {
            /** Path */
            path: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /** SystemConfiguration */
        SystemConfiguration: {
            /**
             * Enabled
             * @default false
             */
            enabled?: boolean;
            /**
             * Current Quota Type
             * @default null
             */
            current_quota_type?: null;
            /** Quota Configurations */
            quota_configurations?: unknown[];
        };
        /**
         * TagBindingIn
         * @description `tag_id`: what older clients send in place of `tag_ids`.
         */
        TagBindingIn: {
            /** Tag Ids */
            tag_ids?: string[];
            /**
             * Tag Id
             * @default null
             */
            tag_id?: string | null;
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Type
             * @default knowledge
             * @enum {string}
             */
            type?: "app" | "knowledge";
        };
        /** TagCounted */
        TagCounted: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "app" | "knowledge";
            /** Binding Count */
            binding_count: string;
        };
        /** TagCreate */
        TagCreate: {
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "app" | "knowledge";
        };
        /** TagOut */
        TagOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "app" | "knowledge";
        };
        /** TagRename */
        TagRename: {
            /** Name */
            name: string;
        };
        /** TemplateOut */
        TemplateOut: {
            /** Id */
            id: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "workflow" | "advanced-chat";
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Needs Model
             * @description Whether a model has to be chosen before it runs.
             */
            needs_model: boolean;
            /** Yaml */
            yaml: string;
        };
        /** Text */
        Text: {
            /** En Us */
            en_US: string;
        };
        /**
         * TextChange
         * @description Omitted fields keep their values.
         */
        TextChange: {
            /** @default null */
            process_rule?: components["schemas"]["ProcessRule"] | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * Doc Form
             * @default null
             */
            doc_form?: ("text_model" | "hierarchical_model" | "qa_model") | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Text
             * @default null
             */
            text?: string | null;
        };
        /** TextDocument */
        TextDocument: {
            /** @default null */
            process_rule?: components["schemas"]["ProcessRule"] | null;
            /**
             * Indexing Technique
             * @default null
             */
            indexing_technique?: ("high_quality" | "economy") | null;
            /**
             * Doc Form
             * @default null
             */
            doc_form?: ("text_model" | "hierarchical_model" | "qa_model") | null;
            /**
             * Doc Language
             * @default null
             */
            doc_language?: string | null;
            /**
             * Embedding Model
             * @default null
             */
            embedding_model?: string | null;
            /**
             * Embedding Model Provider
             * @default null
             */
            embedding_model_provider?: string | null;
            /** @default null */
            retrieval_model?: components["schemas"]["RetrievalModel"] | null;
            /** Name */
            name: string;
            /** Text */
            text: string;
            /**
             * Folder
             * @default null
             */
            folder?: string | null;
            /**
             * Original Document Id
             * @default null
             */
            original_document_id?: string | null;
        };
        /**
         * TextHit
         * @description A matching line: its number from 1, its byte offset, and an excerpt around the match.
         */
        TextHit: {
            /**
             * Node Id
             * Format: uuid
             */
            node_id: string;
            /** Path */
            path: string;
            /** Line */
            line: number;
            /** Offset */
            offset: number;
            /** Text */
            text: string;
        };
        /**
         * TextHits
         * @description `files_skipped`: files too large or not UTF-8. `next_cursor`: null when everything has been searched.
         */
        TextHits: {
            /** Data */
            data: components["schemas"]["TextHit"][];
            /** Files Searched */
            files_searched: number;
            /** Files Skipped */
            files_skipped: number;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** TextIn */
        TextIn: {
            /** Content */
            content: string;
        };
        /** TextOut */
        TextOut: {
            /** Content */
            content: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /** ThemeIn */
        ThemeIn: {
            /**
             * Interface Theme
             * @enum {string}
             */
            interface_theme: "light" | "dark";
        };
        /** ThoughtOut */
        ThoughtOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Message Id
             * Format: uuid
             */
            message_id: string;
            /** Position */
            position: number;
            /** Thought */
            thought: string;
            /** Tool */
            tool: string;
            /** Tool Labels */
            tool_labels?: {
                [key: string]: unknown;
            };
            /** Tool Input */
            tool_input: string;
            /** Observation */
            observation: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Files */
            files?: string[];
        };
        /** TimezoneIn */
        TimezoneIn: {
            /** Timezone */
            timezone: string;
        };
        /** Totals */
        Totals: {
            /** Added */
            added: number;
            /** Removed */
            removed: number;
            /** Changed */
            changed: number;
            /** Moved */
            moved: number;
        };
        /**
         * TraceConfigIn
         * @description `tracing_config`: the fields of the provider. Secrets with the value [__HIDDEN__] keep their values.
         */
        TraceConfigIn: {
            /**
             * Tracing Provider
             * @enum {string}
             */
            tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
            /** Tracing Config */
            tracing_config: {
                [key: string]: string;
            };
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * Sampling
             * @description The share of runs that is sent, from 0 to 1.
             * @default 1
             */
            sampling?: number;
            /**
             * Contents
             * @default full
             * @enum {string}
             */
            contents?: "full" | "masked" | "none";
            /** Patterns */
            patterns?: string[];
        };
        /**
         * TraceConfigOut
         * @description Secrets are masked. `waiting`, `delivered`, `failed`: how many traces. `error`: the last one, until it works.
         */
        TraceConfigOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Tracing Provider
             * @enum {string}
             */
            tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
            /** Tracing Config */
            tracing_config: {
                [key: string]: string;
            };
            /** Enabled */
            enabled: boolean;
            /** Sampling */
            sampling: number;
            /**
             * Contents
             * @enum {string}
             */
            contents: "full" | "masked" | "none";
            /** Patterns */
            patterns: string[];
            /** Waiting */
            waiting: number;
            /** Delivered */
            delivered: number;
            /** Failed */
            failed: number;
            /** Error */
            error: string | null;
            /** Sent At */
            sent_at: number | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /**
         * TraceConfigUpdate
         * @description Omitted fields keep their values.
         */
        TraceConfigUpdate: {
            /**
             * Tracing Provider
             * @enum {string}
             */
            tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
            /**
             * Tracing Config
             * @default null
             */
            tracing_config?: {
                [key: string]: string;
            } | null;
            /**
             * Enabled
             * @default null
             */
            enabled?: boolean | null;
            /**
             * Sampling
             * @default null
             */
            sampling?: number | null;
            /**
             * Contents
             * @default null
             */
            contents?: ("full" | "masked" | "none") | null;
            /**
             * Patterns
             * @default null
             */
            patterns?: string[] | null;
        };
        /** TraceConfigsOut */
        TraceConfigsOut: {
            /** Data */
            data: components["schemas"]["TraceConfigOut"][];
        };
        /**
         * TraceDeliveryOut
         * @description `trace_id`: by which it is found at the provider.
         */
        TraceDeliveryOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Tracing Provider
             * @enum {string}
             */
            tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
            /**
             * Run Id
             * Format: uuid
             */
            run_id: string;
            /** Trace Id */
            trace_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed";
            /** Attempts */
            attempts: number;
            /** Error */
            error: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Ended At */
            ended_at: number | null;
        };
        /** TraceProviderIn */
        TraceProviderIn: {
            /**
             * Tracing Provider
             * @enum {string}
             */
            tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
        };
        /**
         * TraceSwitch
         * @description `tracing_provider`: the one that is turned on; the others are turned off.
         */
        TraceSwitch: {
            /** Enabled */
            enabled: boolean;
            /**
             * Tracing Provider
             * @default null
             */
            tracing_provider?: ("langfuse" | "langsmith" | "phoenix" | "opik" | "otlp") | null;
        };
        /** TraceSwitchOut */
        TraceSwitchOut: {
            /** Enabled */
            enabled: boolean;
            /** Tracing Provider */
            tracing_provider: ("langfuse" | "langsmith" | "phoenix" | "opik" | "otlp") | null;
        };
        /** TraceTest */
        TraceTest: {
            /** Ok */
            ok: boolean;
            /**
             * Error
             * @default null
             */
            error?: string | null;
        };
        /** TracesResent */
        TracesResent: {
            /** Count */
            count: number;
        };
        /** TransferAskIn */
        TransferAskIn: {
            /**
             * Language
             * @deprecated
             * @description Ignored: the mail is in the owner's language.
             * @default en-US
             */
            language?: string;
        };
        /**
         * TransferAsked
         * @description `data`: the token that the code in the mail goes with.
         */
        TransferAsked: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            /** Data */
            data: string;
        };
        /** TransferCheckIn */
        TransferCheckIn: {
            /** Token */
            token: string;
            /** Code */
            code: string;
        };
        /**
         * TransferChecked
         * @description `token`: to transfer the workspace with.
         */
        TransferChecked: {
            /**
             * Is Valid
             * @default true
             * @constant
             */
            is_valid?: true;
            /** Email */
            email: string;
            /** Token */
            token: string;
        };
        /** TransferIn */
        TransferIn: {
            /** Token */
            token: string;
        };
        /**
         * TreeDocument
         * @description `sha256` and `size`: of the file as it was added.
         */
        TreeDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Folder */
            folder: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Sha256 */
            sha256: string | null;
            /** Display Status */
            display_status: string;
            /** Indexing Status */
            indexing_status: string;
            /** Is Updating */
            is_updating: boolean;
            /** Error Code */
            error_code: string | null;
            /** Error */
            error: string | null;
            /** Source Id */
            source_id: string | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /**
         * TreeDocuments
         * @description By their paths.
         */
        TreeDocuments: {
            /** Data */
            data: components["schemas"]["TreeDocument"][];
        };
        /**
         * TreeNode
         * @description A node with its children.
         */
        TreeNode: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Node Type
             * @enum {string}
             */
            node_type: "file" | "folder";
            /** Name */
            name: string;
            /** Parent Id */
            parent_id: string | null;
            /** Order */
            order: number;
            /** Path */
            path: string;
            /** Extension */
            extension: string;
            /** Size */
            size: number;
            /**
             * Status
             * @enum {string}
             */
            status: "ready" | "pending";
            /** Sha256 */
            sha256: string | null;
            /** Children */
            children: components["schemas"]["TreeNode"][] | null;
        };
        /** TreeOut */
        TreeOut: {
            /** Revision */
            revision: number;
            /** Children */
            children: components["schemas"]["TreeNode"][];
        };
        /** TriedChatIn */
        TriedChatIn: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /**
             * Files
             * @default null
             */
            files?: components["schemas"]["FileIn"][] | null;
            /**
             * Response Mode
             * @description Defaults to blocking.
             * @default null
             */
            response_mode?: ("blocking" | "streaming") | null;
            /** Query */
            query: string;
            /**
             * Conversation Id
             * @description Omit or leave empty to start a new conversation.
             * @default null
             */
            conversation_id?: string | null;
            /**
             * Parent Message Id
             * @description Defaults to the newest message of the conversation.
             * @default null
             */
            parent_message_id?: string | null;
            /**
             * Auto Generate Name
             * @description By default, the model names a new conversation.
             * @default null
             */
            auto_generate_name?: boolean | null;
            /**
             * @description A config to test without saving it.
             * @default null
             */
            model_config?: components["schemas"]["AppConfig"] | null;
            /**
             * Asset Version
             * @description Which files the agent reads: the current `draft`, `active`, or a version number. Defaults to the config's setting.
             * @default null
             */
            asset_version?: string | null;
        };
        /** TriedCompletionIn */
        TriedCompletionIn: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /**
             * Files
             * @default null
             */
            files?: components["schemas"]["FileIn"][] | null;
            /**
             * Response Mode
             * @description Defaults to blocking.
             * @default null
             */
            response_mode?: ("blocking" | "streaming") | null;
            /**
             * Query
             * @description Or inputs.query.
             * @default null
             */
            query?: string | null;
            /**
             * @description A config to test without saving it.
             * @default null
             */
            model_config?: components["schemas"]["AppConfig"] | null;
        };
        /**
         * TriedDocument
         * @description The first segments of the beginning of a document. `redacted`: masked places; `asked`: answers of models.
         */
        TriedDocument: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Name */
            name: string;
            /**
             * Total Segments
             * @default 0
             */
            total_segments?: number;
            /**
             * Redacted
             * @default 0
             */
            redacted?: number;
            /** Segments */
            segments?: components["schemas"]["TriedSegment"][];
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Asked
             * @default 0
             */
            asked?: number;
            /**
             * Tokens
             * @default 0
             */
            tokens?: number;
            /**
             * Error Code
             * @default null
             */
            error_code?: string | null;
            /**
             * Error
             * @default null
             */
            error?: string | null;
        };
        /** TriedRunIn */
        TriedRunIn: {
            /** Inputs */
            inputs?: {
                [key: string]: unknown;
            };
            /**
             * Files
             * @default null
             */
            files?: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Start Node Id
             * @description A trigger to begin at; its values as inputs.
             * @default null
             */
            start_node_id?: string | null;
        };
        /**
         * TriedSegment
         * @description `indexed`: what would be searched of it.
         */
        TriedSegment: {
            /** Content */
            content: string;
            /** Answer */
            answer: string | null;
            /** Heading */
            heading: string[];
            /** Page From */
            page_from: number | null;
            /** Page To */
            page_to: number | null;
            enrichment: components["schemas"]["SegmentEnrichment"] | null;
            /** Indexed */
            indexed: string[];
        };
        /** TriggerEnableIn */
        TriggerEnableIn: {
            /**
             * Trigger Id
             * Format: uuid
             */
            trigger_id: string;
            /** Enable Trigger */
            enable_trigger: boolean;
        };
        /** TriggerList */
        TriggerList: {
            /** Data */
            data: components["schemas"]["TriggerOut"][];
        };
        /** TriggerOut */
        TriggerOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Trigger Type */
            trigger_type: string;
            /** Title */
            title: string;
            /** Node Id */
            node_id: string;
            /** Provider Name */
            provider_name: string;
            /** Icon */
            icon: string;
            /** Status */
            status: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            last: components["schemas"]["FiredOut"] | null;
            /** Failures */
            failures: number;
            /** Looked At */
            looked_at: number;
            /** Next At */
            next_at: number | null;
        };
        /** TriggerRunAllIn */
        TriggerRunAllIn: {
            /** Node Ids */
            node_ids: string[];
        };
        /** TriggerRunIn */
        TriggerRunIn: {
            /** Node Id */
            node_id: string;
        };
        /** TwoStepOut */
        TwoStepOut: {
            /** Enabled */
            enabled: boolean;
            /** Enabled At */
            enabled_at: number | null;
            /** Recovery Codes Left */
            recovery_codes_left: number;
        };
        /** TwoStepPolicyIn */
        TwoStepPolicyIn: {
            /** Required */
            required: boolean;
        };
        /**
         * TwoStepPolicyOut
         * @description `members_without`: how many members have not turned on two-step verification.
         */
        TwoStepPolicyOut: {
            /** Required */
            required: boolean;
            /** Members Without */
            members_without: number;
        };
        /**
         * TwoStepSetupIn
         * @description `password` is your current password; omit it if the account has none.
         */
        TwoStepSetupIn: {
            /**
             * Password
             * @default null
             */
            password?: string | null;
        };
        /**
         * TwoStepSetupOut
         * @description `address` is the content of the QR code; `secret` is for typing it into the app.
         */
        TwoStepSetupOut: {
            /** Secret */
            secret: string;
            /** Address */
            address: string;
        };
        /**
         * Unavailable
         * @description A feature that is not supported yet.
         */
        Unavailable: {
            /**
             * Enabled
             * @default false
             */
            enabled?: boolean;
        } & {
            [key: string]: unknown;
        };
        /**
         * Upload
         * @description Where to upload many files in one request, by their index in `missing`. Null if nothing is missing.
         */
        Upload: {
            /** Pack Url */
            pack_url: string | null;
            /** Missing */
            missing: string[];
        };
        /**
         * UploadLimits
         * @description Sizes in MiB.
         */
        UploadLimits: {
            /** File Size Limit */
            file_size_limit: number;
            /** Image File Size Limit */
            image_file_size_limit: number;
            /** Audio File Size Limit */
            audio_file_size_limit: number;
            /** Video File Size Limit */
            video_file_size_limit: number;
            /** Workflow File Upload Limit */
            workflow_file_upload_limit: number;
        };
        /**
         * UploadOut
         * @description An uploaded file. Use its id in `files` of a message.
         */
        UploadOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Extension */
            extension: string;
            /** Mime Type */
            mime_type: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Preview Url
             * @default null
             */
            preview_url?: string | null;
            /**
             * Source Url
             * @default null
             */
            source_url?: string | null;
        };
        /**
         * UploadRules
         * @description Sizes in MiB, and the maximum number of files per message.
         */
        UploadRules: {
            /** File Size Limit */
            file_size_limit: number;
            /** Image File Size Limit */
            image_file_size_limit: number;
            /** Audio File Size Limit */
            audio_file_size_limit: number;
            /** Video File Size Limit */
            video_file_size_limit: number;
            /** Workflow File Upload Limit */
            workflow_file_upload_limit: number;
            /** Batch Count Limit */
            batch_count_limit: number;
            /** File Upload Limit */
            file_upload_limit: number;
            /** Image File Batch Limit */
            image_file_batch_limit: number;
            /** Single Chunk Attachment Limit */
            single_chunk_attachment_limit: number;
            /** Attachment Image File Size Limit */
            attachment_image_file_size_limit: number;
        };
        /**
         * UploadsIn
         * @description Which files: these nodes or those under a folder; all if neither is given.
         */
        UploadsIn: {
            /**
             * Node Ids
             * @default null
             */
            node_ids?: string[] | null;
            /**
             * Under
             * @default null
             */
            under?: string | null;
        };
        /**
         * UploadsOut
         * @description `missing`: ids of the pending files, in creation order; `urls`: their upload URLs by id.
         */
        UploadsOut: {
            /** Pack Url */
            pack_url: string | null;
            /** Missing */
            missing: string[];
            /** Urls */
            urls: {
                [key: string]: string;
            };
        };
        /** UseCheck */
        UseCheck: {
            /** Is Using */
            is_using: boolean;
        };
        /** UserBody */
        UserBody: {
            /**
             * User
             * @description The end user, unless given in the query.
             * @default null
             */
            user?: string | null;
        };
        /** UserChatIn */
        UserChatIn: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /**
             * Files
             * @default null
             */
            files?: components["schemas"]["FileIn"][] | null;
            /**
             * Response Mode
             * @description Defaults to blocking.
             * @default null
             */
            response_mode?: ("blocking" | "streaming") | null;
            /** Query */
            query: string;
            /**
             * Conversation Id
             * @description Omit or leave empty to start a new conversation.
             * @default null
             */
            conversation_id?: string | null;
            /**
             * Parent Message Id
             * @description Defaults to the newest message of the conversation.
             * @default null
             */
            parent_message_id?: string | null;
            /**
             * Auto Generate Name
             * @description By default, the model names a new conversation.
             * @default null
             */
            auto_generate_name?: boolean | null;
            /** User */
            user: string;
        };
        /** UserCompletionIn */
        UserCompletionIn: {
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /**
             * Files
             * @default null
             */
            files?: components["schemas"]["FileIn"][] | null;
            /**
             * Response Mode
             * @description Defaults to blocking.
             * @default null
             */
            response_mode?: ("blocking" | "streaming") | null;
            /**
             * Query
             * @description Or inputs.query.
             * @default null
             */
            query?: string | null;
            /** User */
            user: string;
        };
        /** UserFeedback */
        UserFeedback: {
            /**
             * User
             * @description The end user, unless given in the query.
             * @default null
             */
            user?: string | null;
            /**
             * Rating
             * @default null
             */
            rating?: ("like" | "dislike") | null;
            /**
             * Content
             * @default null
             */
            content?: string | null;
        };
        /** UserFormAnswerIn */
        UserFormAnswerIn: {
            /** Inputs */
            inputs?: {
                [key: string]: unknown;
            };
            /** Action */
            action: string;
            /**
             * User
             * @description The end user who answers, and whose uploads `inputs` may name.
             * @default null
             */
            user?: string | null;
        };
        /** ValueIn */
        ValueIn: {
            /**
             * Value
             * @default null
             */
            value?: unknown;
        };
        /** VariableOut */
        VariableOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Value Type */
            value_type: string;
            /** Value */
            value: unknown;
            /** Description */
            description: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
        };
        /** VariablesOut */
        VariablesOut: {
            /** Data */
            data: components["schemas"]["VariableOut"][];
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /** VectorSetting */
        VectorSetting: {
            /**
             * Vector Weight
             * @default 0.5
             */
            vector_weight?: number;
            /**
             * Embedding Provider Name
             * @default null
             */
            embedding_provider_name?: string | null;
            /**
             * Embedding Model Name
             * @default null
             */
            embedding_model_name?: string | null;
        };
        /** VersionIn */
        VersionIn: {
            /**
             * Note
             * @default null
             */
            note?: string | null;
        };
        /**
         * VersionOut
         * @description A published tree.
         *
         *     `tree_hash`: hash of all names and content (docs/tree-hash.md). `active`: agents use this version.
         */
        VersionOut: {
            /** Number */
            number: number;
            /** Tree Hash */
            tree_hash: string;
            /** Node Count */
            node_count: number;
            /** Total Size */
            total_size: number;
            /** Note */
            note: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /** Active */
            active: boolean;
        };
        /** VersionSource */
        VersionSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "version_published";
            /**
             * App Id
             * Format: uuid
             */
            app_id: string;
        };
        /** VersionTreeOut */
        VersionTreeOut: {
            /** Number */
            number: number;
            /** Tree Hash */
            tree_hash: string;
            /** Children */
            children: components["schemas"]["TreeNode"][];
        };
        /** VersionsOut */
        VersionsOut: {
            /** Items */
            items: components["schemas"]["WorkflowOut"][];
            /** Page */
            page: number;
            /** Limit */
            limit: number;
            /** Has More */
            has_more: boolean;
        };
        /**
         * Waiting
         * @description No event so far: ask again in so many milliseconds.
         */
        Waiting: {
            /**
             * Status
             * @default waiting
             * @constant
             */
            status?: "waiting";
            /**
             * Retry In
             * @default 2000
             */
            retry_in?: number;
        };
        /** WarningOut */
        WarningOut: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Dataset Id */
            dataset_id: string | null;
        };
        /** WebhookOut */
        WebhookOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Webhook Id */
            webhook_id: string;
            /** Webhook Url */
            webhook_url: string;
            /** Webhook Debug Url */
            webhook_debug_url: string;
            /** Node Id */
            node_id: string;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
        };
        /** Weights */
        Weights: {
            /**
             * Weight Type
             * @default null
             */
            weight_type?: string | null;
            /** @default null */
            vector_setting?: components["schemas"]["VectorSetting"] | null;
            /** @default null */
            keyword_setting?: components["schemas"]["KeywordSetting"] | null;
        };
        /** WorkerOut */
        WorkerOut: {
            /** Name */
            name: string;
            /** Queues */
            queues: string[];
            /** Seen Seconds Ago */
            seen_seconds_ago: number;
        };
        /** WorkflowOut */
        WorkflowOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Graph */
            graph: {
                [key: string]: unknown;
            };
            /** Features */
            features: {
                [key: string]: unknown;
            };
            /** Hash */
            hash: string;
            /** Version */
            version: string;
            /** Marked Name */
            marked_name: string;
            /** Marked Comment */
            marked_comment: string;
            created_by: components["schemas"]["PersonOut"] | null;
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            updated_by: components["schemas"]["PersonOut"] | null;
            /**
             * Updated At
             * @description Unix seconds
             */
            updated_at: number;
            /**
             * Tool Published
             * @default false
             */
            tool_published?: boolean;
            /** Environment Variables */
            environment_variables: {
                [key: string]: unknown;
            }[];
            /** Conversation Variables */
            conversation_variables: {
                [key: string]: unknown;
            }[];
            /** Rag Pipeline Variables */
            rag_pipeline_variables?: {
                [key: string]: unknown;
            }[];
            /** Asset Version Id */
            asset_version_id: string | null;
        };
        /**
         * WorkflowToolOut
         * @description For a tool node: `provider_type` workflow, `provider_id`, `tool_name`, and its inputs as `tool_parameters`.
         */
        WorkflowToolOut: {
            /**
             * Provider Id
             * Format: uuid
             * @description The app's id.
             */
            provider_id: string;
            /** Tool Name */
            tool_name: string;
            /** Label */
            label: string;
            /** Description */
            description: string;
            /**
             * Parameters
             * @description JSON Schema of the inputs of its start node.
             */
            parameters: {
                [key: string]: unknown;
            };
        };
        /** WorkspaceChanged */
        WorkspaceChanged: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            tenant: components["schemas"]["WorkspaceOut"];
        };
        /** WorkspaceInfo */
        WorkspaceInfo: {
            /** Name */
            name: string;
        };
        /**
         * WorkspaceLeft
         * @description `new_tenant`: the workspace that you are in now; null if there is none, and then your session has ended.
         */
        WorkspaceLeft: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            new_tenant: components["schemas"]["WorkspaceOut"] | null;
        };
        /** WorkspaceOut */
        WorkspaceOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Status
             * @default normal
             * @constant
             */
            status?: "normal";
            /**
             * Created At
             * @description Unix seconds
             */
            created_at: number;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "editor" | "normal" | "dataset_operator";
            /**
             * Abilities
             * @description What the role allows; `edit` includes `read`.
             */
            readonly abilities: ("own" | "manage" | "edit" | "curate" | "read" | "belong")[];
            /**
             * Gives
             * @description The roles that the role can give to others, and take from them.
             */
            readonly gives: ("owner" | "admin" | "editor" | "normal" | "dataset_operator")[];
        };
        /** WorkspaceSwitch */
        WorkspaceSwitch: {
            /**
             * Tenant Id
             * Format: uuid
             */
            tenant_id: string;
        };
        /** WorkspaceSwitched */
        WorkspaceSwitched: {
            /**
             * Result
             * @default success
             * @constant
             */
            result?: "success";
            new_tenant: components["schemas"]["WorkspaceOut"];
        };
        /**
         * WorkspacesOut
         * @description `can_create`: whether you can create workspaces on this installation.
         */
        WorkspacesOut: {
            /** Can Create */
            can_create: boolean;
            /** Workspaces */
            workspaces: components["schemas"]["OneOfMyWorkspaces"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Seconds after which to try again */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    entrance_read_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupOut"];
                };
            };
        };
    };
    entrance_set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    entrance_read_init: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InitOut"];
                };
            };
        };
    };
    entrance_validate_init: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InitIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    entrance_log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    entrance_refresh_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    entrance_log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    account_read_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    account_change_name: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    account_change_interface_language: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LanguageIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    account_change_interface_theme: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThemeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    account_change_timezone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TimezoneIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    account_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    workspaces_list_workspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspacesOut"];
                };
            };
        };
    };
    workspaces_create_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceInfo"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOut"];
                };
            };
        };
    };
    workspaces_read_current_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOut"];
                };
            };
        };
    };
    workspaces_read_current_workspace_by_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOut"];
                };
            };
        };
    };
    workspaces_switch_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceSwitch"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSwitched"];
                };
            };
        };
    };
    workspaces_rename_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceInfo"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceChanged"];
                };
            };
        };
    };
    members_list_members: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembersOut"];
                };
            };
        };
    };
    members_change_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberRoleIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    members_remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    members_leave_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceLeft"];
                };
            };
        };
    };
    owner_transfers_ask_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferAskIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferAsked"];
                };
            };
        };
    };
    owner_transfers_check_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferCheckIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferChecked"];
                };
            };
        };
    };
    owner_transfers_transfer_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    invitations_list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationsOut"];
                };
            };
        };
    };
    invitations_invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResults"];
                };
            };
        };
    };
    invitations_resend_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResent"];
                };
            };
        };
    };
    invitations_revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    joining_join_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSwitched"];
                };
            };
        };
    };
    activation_check_invitation: {
        parameters: {
            query: {
                token: string;
                workspace_id?: string;
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationCheck"];
                };
            };
        };
    };
    activation_activate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivateIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    activation_ask_for_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskAgainIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    recovery_forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    recovery_forgot_password_by_its_other_name: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    recovery_check_reset_link: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofOut"];
                };
            };
        };
    };
    recovery_prove_reset_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailedCodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proven"];
                };
            };
        };
    };
    recovery_reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    recovery_ask_login_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    recovery_check_login_link: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofOut"];
                };
            };
        };
    };
    recovery_log_in_by_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeLoginIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    account_address_ask_new_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEmailIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    account_address_change_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailedCodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    account_closing_preview_deletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionOut"];
                };
            };
        };
    };
    account_closing_delete_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteAccountIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    account_closing_ask_deletion_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    audit_log_list_audit_events: {
        parameters: {
            query?: {
                actor_id?: string | null;
                object_id?: string | null;
                kind?: string;
                action?: string;
                since?: number | null;
                until?: number | null;
                last_id?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventsOut"];
                };
            };
        };
    };
    audit_log_export_audit_events: {
        parameters: {
            query?: {
                actor_id?: string | null;
                object_id?: string | null;
                kind?: string;
                action?: string;
                since?: number | null;
                until?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    installation_audit_log_list_installation_events: {
        parameters: {
            query?: {
                actor_id?: string | null;
                object_id?: string | null;
                kind?: string;
                action?: string;
                since?: number | null;
                until?: number | null;
                last_id?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventsOut"];
                };
            };
        };
    };
    installation_audit_log_export_installation_events: {
        parameters: {
            query?: {
                actor_id?: string | null;
                object_id?: string | null;
                kind?: string;
                action?: string;
                since?: number | null;
                until?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    oidc_list_oidc_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcProvidersOut"];
                };
            };
        };
    };
    oidc_start_oidc: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OidcStartIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcStarted"];
                };
            };
        };
    };
    oidc_end_oidc: {
        parameters: {
            query?: {
                state?: string;
                code?: string;
                error?: string;
                iss?: string;
            };
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    identities_list_identities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentitiesOut"];
                };
            };
        };
    };
    identities_connect_identity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcStarted"];
                };
            };
        };
    };
    identities_disconnect_identity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    passkeys_list_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeysOut"];
                };
            };
        };
    };
    new_passkeys_register_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOut"];
                };
            };
        };
    };
    passkeys_remove_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    passkeys_rename_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyRename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOut"];
                };
            };
        };
    };
    new_passkeys_ask_for_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyOptionsIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOptions"];
                };
            };
        };
    };
    passkey_login_ask_for_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOptions"];
                };
            };
        };
    };
    passkey_login_log_in_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyLoginIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    two_step_read_two_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepOut"];
                };
            };
        };
    };
    two_step_start_two_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoStepSetupIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepSetupOut"];
                };
            };
        };
    };
    two_step_confirm_two_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesOut"];
                };
            };
        };
    };
    two_step_renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesOut"];
                };
            };
        };
    };
    two_step_disable_two_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    second_factor_log_in_with_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    two_step_policy_read_two_step_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepPolicyOut"];
                };
            };
        };
    };
    two_step_policy_change_two_step_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoStepPolicyIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepPolicyOut"];
                };
            };
        };
    };
    login_sessions_list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginSessionsOut"];
                };
            };
        };
    };
    login_sessions_end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    login_sessions_end_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    personal_tokens_list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalTokensOut"];
                };
            };
        };
    };
    personal_tokens_create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalTokenIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalTokenOut"];
                };
            };
        };
    };
    personal_tokens_delete_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    apps_list_apps: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                tag_ids?: string[];
                mode?: ("chat" | "agent-chat" | "advanced-chat" | "workflow" | "completion") | ("channel" | "all");
                name?: string;
                is_created_by_me?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AppOut_"];
                };
            };
        };
    };
    apps_create_app: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    app_read_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    app_update_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    app_delete_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    app_rename_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppRename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    app_change_icon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppIcon"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    app_enable_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteSwitch"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    app_enable_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiSwitch"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    model_configs_read_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    model_configs_publish_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppConfig"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPublished"];
                };
            };
        };
    };
    model_configs_list_configs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ConfigOut_"];
                };
            };
        };
    };
    model_configs_restore_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                config_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPublished"];
                };
            };
        };
    };
    api_keys_list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeysOut"];
                };
            };
        };
    };
    api_keys_create_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyOut"];
                };
            };
        };
    };
    api_keys_delete_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    api_keys_rename_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyOut"];
                };
            };
        };
    };
    app_site_update_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteOut"];
                };
            };
        };
    };
    app_site_reset_site_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteOut"];
                };
            };
        };
    };
    tags_list_tags: {
        parameters: {
            query?: {
                type?: "app" | "knowledge";
                keyword?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagCounted"][];
                };
            };
        };
    };
    tags_create_tag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagCounted"];
                };
            };
        };
    };
    tags_delete_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tags_rename_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagRename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagCounted"];
                };
            };
        };
    };
    tag_bindings_bind_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagBindingIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    tag_bindings_unbind_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagBindingIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    uploads_read_upload_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadRules"];
                };
            };
        };
    };
    uploads_upload_own_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadOut"];
                };
            };
        };
    };
    upload_links_show_linked_file: {
        parameters: {
            query?: {
                as_attachment?: boolean;
            };
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    remote_files_upload_remote_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoteFileIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemoteUploadOut"];
                };
            };
        };
    };
    remote_files_look_at_remote_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                url: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemoteFileOut"];
                };
            };
        };
    };
    avatar_change_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvatarIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOut"];
                };
            };
        };
    };
    avatars_show_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    assets_read_tree: {
        parameters: {
            query?: {
                parent_id?: string | null;
                depth?: number | null;
                format?: "nested" | "flat";
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreeOut"] | components["schemas"]["FlatTreeOut"];
                };
            };
        };
    };
    assets_read_limits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsOut"];
                };
            };
        };
    };
    assets_read_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    assets_delete_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    assets_read_children: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NodeOut_"];
                };
            };
        };
    };
    assets_read_top: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NodeOut_"];
                };
            };
        };
    };
    assets_read_path: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    assets_search: {
        parameters: {
            query: {
                page?: number;
                limit?: number;
                q: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NodeOut_"];
                };
            };
        };
    };
    assets_create_folder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    assets_create_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FileCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileCreated"];
                };
            };
        };
    };
    assets_batch_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
        };
    };
    assets_renew_uploads: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadsIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadsOut"];
                };
            };
        };
    };
    assets_move_nodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveMany"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodesOut"];
                };
            };
        };
    };
    assets_delete_nodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NodeIds"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    assets_copy_nodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyMany"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodesOut"];
                };
            };
        };
    };
    assets_rename_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    assets_move_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    assets_reorder_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reorder"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    asset_contents_read_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextOut"];
                };
            };
        };
    };
    asset_contents_write_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextIn"];
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeOut"];
                };
            };
        };
    };
    asset_contents_read_raw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_contents_read_download_url: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadUrl"];
                };
            };
        };
    };
    asset_uploads_complete_uploads: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompleteOut"];
                };
            };
        };
    };
    asset_links_put_bytes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_links_get_bytes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_archives_export_archive: {
        parameters: {
            query?: {
                node_id?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_archives_export_some: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NodeIds"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_archives_import_archive: {
        parameters: {
            query?: {
                parent_id?: string | null;
                on_conflict?: "error" | "rename" | "merge";
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
        };
    };
    asset_many_contents_read_contents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContentsIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_packs_put_pack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackOut"];
                };
            };
        };
    };
    asset_sync_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SyncIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncOut"];
                };
            };
        };
    };
    asset_versions_list_versions: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VersionOut_"];
                };
            };
        };
    };
    asset_versions_publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOut"];
                };
            };
        };
    };
    asset_versions_read_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOut"];
                };
            };
        };
    };
    asset_versions_delete_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    asset_versions_read_version_tree: {
        parameters: {
            query?: {
                parent_id?: string | null;
                depth?: number | null;
                format?: "nested" | "flat";
            };
            header?: never;
            path: {
                app_id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionTreeOut"] | components["schemas"]["FlatVersionTreeOut"];
                };
            };
        };
    };
    asset_versions_read_version_path: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlatNode"];
                };
            };
        };
    };
    asset_versions_read_version_diff: {
        parameters: {
            query?: {
                against?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiffOut"];
                };
            };
        };
    };
    asset_versions_restore_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoredOut"];
                };
            };
        };
    };
    asset_versions_activate_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOut"];
                };
            };
        };
    };
    asset_version_files_read_version_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextOut"];
                };
            };
        };
    };
    asset_version_files_read_version_raw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                version: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    asset_skills_list_skills: {
        parameters: {
            query?: {
                version?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillsOut"];
                };
            };
        };
    };
    asset_search_search_contents: {
        parameters: {
            query: {
                q: string;
                cursor?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextHits"];
                };
            };
        };
    };
    model_providers_list_providers: {
        parameters: {
            query?: {
                model_type?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersOut"];
                };
            };
        };
    };
    model_providers_list_models_of_type: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsByType"];
                };
            };
        };
    };
    model_providers_read_default_model: {
        parameters: {
            query: {
                model_type: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefaultModelReply"];
                };
            };
        };
    };
    model_providers_choose_default_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefaultModelsIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_read_credentials: {
        parameters: {
            query?: {
                credential_id?: string | null;
            };
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialsOut"];
                };
            };
        };
    };
    model_provider_change_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsChange"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_add_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAdded"];
                };
            };
        };
    };
    model_provider_delete_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialChoice"];
            };
        };
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    model_provider_validate_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsCheck"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckOut"];
                };
            };
        };
    };
    model_provider_switch_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialChoice"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_choose_provider_type: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderTypeChoice"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_list_models: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsOut"];
                };
            };
        };
    };
    model_provider_set_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_delete_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelRef"];
            };
        };
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    model_provider_enable_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelRef"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_disable_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelRef"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    model_provider_read_parameter_rules: {
        parameters: {
            query: {
                model: string;
            };
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParameterRules"];
                };
            };
        };
    };
    mcp_servers_list_servers: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_McpServerOut_"];
                };
            };
        };
    };
    mcp_servers_add_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["McpServerCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerOut"];
                };
            };
        };
    };
    mcp_servers_change_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["McpServerUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerOut"];
                };
            };
        };
    };
    mcp_servers_delete_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    mcp_servers_test_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpTestOut"];
                };
            };
        };
    };
    mcp_servers_list_tools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpToolsOut"];
                };
            };
        };
    };
    api_tools_list_apis: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiToolsOut_"];
                };
            };
        };
    };
    api_tools_add_api: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiToolsCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToolsOut"];
                };
            };
        };
    };
    api_tools_preview_document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentPreview"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiDocumentOut"];
                };
            };
        };
    };
    api_tools_read_api_tools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToolsOut"];
                };
            };
        };
    };
    api_tools_change_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiToolsUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToolsOut"];
                };
            };
        };
    };
    api_tools_delete_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    api_tools_read_document_of: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiDocumentOut"];
                };
            };
        };
    };
    api_tools_list_api_tools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToolListOut"];
                };
            };
        };
    };
    api_tools_test_api_tool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiToolsTest"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTestOut"];
                };
            };
        };
    };
    api_tools_refresh_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToolsOut"];
                };
            };
        };
    };
    api_tools_list_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesOut"];
                };
            };
        };
    };
    api_tools_confirm_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiToolsConfirm"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToolsOut"];
                };
            };
        };
    };
    builtin_tools_list_builtin_tools: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuiltinToolsOut"];
                };
            };
        };
    };
    runs_read_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOut"];
                };
            };
        };
    };
    runs_follow_run: {
        parameters: {
            query?: {
                continue_on_pause?: boolean;
            };
            header?: never;
            path: {
                app_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    datasets_list_datasets: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
                include_all?: boolean;
                ids?: string[];
                tag_ids?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DatasetOut_"];
                };
            };
        };
    };
    datasets_create_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetCreate"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetOut"];
                };
            };
        };
    };
    datasets_take_over_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetOut"];
                };
            };
        };
    };
    datasets_read_retrieval_setting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetrievalSetting"];
                };
            };
        };
    };
    dataset_read_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetOut"];
                };
            };
        };
    };
    dataset_delete_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    dataset_update_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetOut"];
                };
            };
        };
    };
    dataset_check_use: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UseCheck"];
                };
            };
        };
    };
    dataset_list_related_apps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedApps"];
                };
            };
        };
    };
    dataset_list_part_users: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionPartUsers"];
                };
            };
        };
    };
    dataset_list_queries: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_QueryOut_"];
                };
            };
        };
    };
    dataset_keys_list_dataset_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetKeysOut"];
                };
            };
        };
    };
    dataset_keys_create_dataset_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetKeyIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetKeyOut"];
                };
            };
        };
    };
    dataset_keys_delete_dataset_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    keys_of_dataset_list_dataset_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetKeysOut"];
                };
            };
        };
    };
    keys_of_dataset_create_dataset_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetKeyIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetKeyOut"];
                };
            };
        };
    };
    keys_of_dataset_delete_dataset_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    dataset_setup_read_process_rule: {
        parameters: {
            query?: {
                document_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessRuleOut"];
                };
            };
        };
    };
    dataset_setup_estimate_indexing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstimateIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstimateOut"];
                };
            };
        };
    };
    dataset_setup_set_up_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KnowledgeConfig"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetUp"];
                };
            };
        };
    };
    documents_list_documents: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
                status?: "queuing" | "indexing" | "paused" | "error" | "available" | "disabled" | "archived" | "all";
                sort?: "created_at" | "-created_at" | "hit_count" | "-hit_count" | "name" | "-name" | "position" | "-position";
                folder?: string | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DocumentOut_"];
                };
            };
        };
    };
    documents_add_documents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KnowledgeConfig"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentsAdded"];
                };
            };
        };
    };
    documents_delete_documents: {
        parameters: {
            query: {
                document_id: string[];
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    documents_list_folders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderTree"];
                };
            };
        };
    };
    documents_read_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentOut"];
                };
            };
        };
    };
    documents_delete_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    documents_change_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                action: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentIds"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    documents_move_documents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentMove"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexingStatuses"];
                };
            };
        };
    };
    documents_change_status_of_some: {
        parameters: {
            query: {
                document_id: string[];
            };
            header?: never;
            path: {
                dataset_id: string;
                action: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    documents_rename_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentRename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentOut"];
                };
            };
        };
    };
    documents_change_processing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                action: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    documents_retry_documents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentIds"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    documents_read_indexing_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexingStatus"];
                };
            };
        };
    };
    documents_read_batch_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                batch: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexingStatuses"];
                };
            };
        };
    };
    documents_list_indexing_statuses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndexingStatuses"];
                };
            };
        };
    };
    documents_list_failed_documents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDocs"];
                };
            };
        };
    };
    documents_list_auto_disable_logs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoDisableLogs"];
                };
            };
        };
    };
    documents_download_original: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    documents_read_text: {
        parameters: {
            query?: {
                start?: number;
                end?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentTextOut"];
                };
            };
        };
    };
    document_tree_list_tree_documents: {
        parameters: {
            query?: {
                folder?: string;
                deep?: boolean;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreeDocuments"];
                };
            };
        };
    };
    document_tree_read_document_contents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContentsOfDocuments"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sources_list_sources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sources"];
                };
            };
        };
    };
    sources_create_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceMade"];
                };
            };
        };
    };
    sources_read_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceOut"];
                };
            };
        };
    };
    sources_delete_source: {
        parameters: {
            query?: {
                documents?: "keep" | "delete";
            };
            header?: never;
            path: {
                dataset_id: string;
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sources_update_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                source_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChange"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceOut"];
                };
            };
        };
    };
    sources_sync_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                source_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceSyncIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAsked"];
                };
            };
        };
    };
    sources_list_syncs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SourceSyncOut_"];
                };
            };
        };
    };
    sources_sync_from_archive: {
        parameters: {
            query?: {
                source_id?: string | null;
                name?: string;
                folder?: string;
                on_missing?: "delete" | "keep";
                dry_run?: boolean;
                confirm?: boolean;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeSyncOut"];
                };
            };
        };
    };
    sources_sync_files: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KnowledgeSyncIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeSyncOut"];
                };
            };
        };
    };
    dataset_packs_put_knowledge_pack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackOut"];
                };
            };
        };
    };
    segments_list_segments: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
                status?: ("waiting" | "indexing" | "completed" | "error" | "re_segment")[];
                enabled?: "all" | "true" | "false";
                hit_count_gte?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPage"];
                };
            };
        };
    };
    segments_delete_segments: {
        parameters: {
            query: {
                segment_id: string[];
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    segments_delete_segment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    segments_change_segment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentChange"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSegmentOut"];
                };
            };
        };
    };
    segments_list_child_chunks: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChildPage"];
                };
            };
        };
    };
    segments_add_child_chunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChildIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneChildOut"];
                };
            };
        };
    };
    segments_delete_child_chunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                segment_id: string;
                child_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    segments_change_child_chunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                segment_id: string;
                child_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChildIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneChildOut"];
                };
            };
        };
    };
    segments_add_segment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSegmentOut"];
                };
            };
        };
    };
    segments_change_segment_status: {
        parameters: {
            query: {
                segment_id: string[];
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                action: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    segment_imports_read_segment_import: {
        parameters: {
            query?: {
                job_id?: string | null;
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentImportOut"];
                };
            };
        };
    };
    segment_imports_import_segments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentImportIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentImportOut"];
                };
            };
        };
    };
    segment_import_read_import_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentImportOut"];
                };
            };
        };
    };
    hit_testing_test_hits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HitTestIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HitTestOut"];
                };
            };
        };
    };
    knowledge_search_search_several: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HitTestOut"];
                };
            };
        };
    };
    indexes_list_indexes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeIndexes"];
                };
            };
        };
    };
    indexes_build_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndexBuild"];
            };
        };
        responses: {
            /** @description As asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeIndexes"];
                };
            };
        };
    };
    indexes_estimate_index: {
        parameters: {
            query?: {
                embedding_model?: string;
                embedding_model_provider?: string;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchEstimateOut"];
                };
            };
        };
    };
    indexes_cancel_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                index_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    metadata_list_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataListOut"];
                };
            };
        };
    };
    metadata_create_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetadataIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataOut"];
                };
            };
        };
    };
    metadata_delete_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                metadata_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    metadata_rename_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                metadata_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetadataRename"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataOut"];
                };
            };
        };
    };
    metadata_list_built_in_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuiltInsOut"];
                };
            };
        };
    };
    metadata_enable_built_in_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    metadata_disable_built_in_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    metadata_set_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetadataValuesIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    dataset_export_export_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    dataset_import_import_dataset: {
        parameters: {
            query?: {
                name?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleImported"];
                };
            };
        };
    };
    document_uploads_read_support_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Extensions"];
                };
            };
        };
    };
    document_uploads_preview_own_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownText"];
                };
            };
        };
    };
    dataset_checks_check_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetCheckIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetCheckOut"];
                };
            };
        };
    };
    app_datasets_list_app_datasets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDatasets"];
                };
            };
        };
    };
    evaluation_sets_list_evaluation_sets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationSetsOut"];
                };
            };
        };
    };
    evaluation_sets_create_evaluation_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationSetIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationSetOut"];
                };
            };
        };
    };
    evaluation_set_read_evaluation_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationSetOut"];
                };
            };
        };
    };
    evaluation_set_delete_evaluation_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    evaluation_set_rename_evaluation_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationSetIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationSetOut"];
                };
            };
        };
    };
    evaluation_set_list_evaluation_questions: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EvaluationQuestionOut_"];
                };
            };
        };
    };
    evaluation_set_add_evaluation_questions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionsIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionsImported"];
                };
            };
        };
    };
    evaluation_set_import_evaluation_questions: {
        parameters: {
            query?: {
                replace?: boolean;
            };
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionsImported"];
                };
            };
        };
    };
    evaluation_set_delete_evaluation_question: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    evaluation_set_list_evaluation_runs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EvaluationRunOut_"];
                };
            };
        };
    };
    evaluation_set_start_evaluation_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationRunIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationRunOut"];
                };
            };
        };
    };
    evaluation_set_read_evaluation_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationRunOut"];
                };
            };
        };
    };
    evaluation_set_delete_evaluation_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    evaluation_set_list_evaluation_answers: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EvaluationAnswerOut_"];
                };
            };
        };
    };
    evaluation_set_compare_evaluation_runs: {
        parameters: {
            query: {
                page?: number;
                limit?: number;
                baseline: string;
                change?: ("better" | "worse" | "same" | "unjudged") | null;
            };
            header?: never;
            path: {
                dataset_id: string;
                set_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationComparison"];
                };
            };
        };
    };
    external_apis_list_external_apis: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ExternalApiOut_"];
                };
            };
        };
    };
    external_apis_add_external_api: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExternalApiIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalApiOut"];
                };
            };
        };
    };
    external_api_read_external_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                external_api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalApiOut"];
                };
            };
        };
    };
    external_api_delete_external_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                external_api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    external_api_change_external_api: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                external_api_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExternalApiIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalApiOut"];
                };
            };
        };
    };
    external_api_check_external_api_use: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                external_api_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalUseCheck"];
                };
            };
        };
    };
    external_datasets_create_external_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExternalDatasetIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetOut"];
                };
            };
        };
    };
    external_hit_testing_test_external_hits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExternalHitTestIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalHitTestOut"];
                };
            };
        };
    };
    pipelines_list_pipelines: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PipelineOut_"];
                };
            };
        };
    };
    pipelines_create_pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineOut"];
                };
            };
        };
    };
    pipelines_apply_pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineApply"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineApplied"];
                };
            };
        };
    };
    pipelines_estimate_pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                pipeline_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineEstimate"];
                };
            };
        };
    };
    pipelines_try_pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineRunIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRunOut"];
                };
            };
        };
    };
    pipelines_read_pipeline_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                pipeline_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRunOut"];
                };
            };
        };
    };
    console_feedbacks_rate_as_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberFeedback"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    chat_logs_list_logs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
                start?: string;
                end?: string;
                message_count_gte?: number;
                sort_by?: "created_at" | "-created_at" | "updated_at" | "-updated_at";
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LogEntryOut_"];
                };
            };
        };
    };
    chat_logs_read_log: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogEntryOut"];
                };
            };
        };
    };
    chat_logs_delete_log: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    completion_logs_list_logs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
                start?: string;
                end?: string;
                message_count_gte?: number;
                sort_by?: "created_at" | "-created_at" | "updated_at" | "-updated_at";
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LogEntryOut_"];
                };
            };
        };
    };
    completion_logs_read_log: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogEntryOut"];
                };
            };
        };
    };
    completion_logs_delete_log: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    message_logs_list_log_messages: {
        parameters: {
            query: {
                conversation_id: string;
                first_id?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogMessagesOut"];
                };
            };
        };
    };
    tried_chat_try_chat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriedChatIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerOut"];
                };
            };
        };
    };
    message_logs_read_log_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogMessageOut"];
                };
            };
        };
    };
    message_logs_read_log_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    console_suggested_suggest_questions_to_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionsOut"];
                };
            };
        };
    };
    statistics_count_messages: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_MessagesOn_"];
                };
            };
        };
    };
    statistics_count_conversations: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_ConversationsOn_"];
                };
            };
        };
    };
    statistics_count_end_users: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_EndUsersOn_"];
                };
            };
        };
    };
    statistics_count_costs: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_CostsOn_"];
                };
            };
        };
    };
    statistics_average_interactions: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_InteractionsOn_"];
                };
            };
        };
    };
    statistics_average_satisfaction: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_SatisfactionOn_"];
                };
            };
        };
    };
    statistics_average_response_time: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_ResponseTimeOn_"];
                };
            };
        };
    };
    statistics_average_speed: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_SpeedOn_"];
                };
            };
        };
    };
    console_variables_list_all_variables: {
        parameters: {
            query: {
                conversation_id: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllVariablesOut"];
                };
            };
        };
    };
    tried_chat_stop_tried_chat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    tried_completion_try_completion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriedCompletionIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerOut"];
                };
            };
        };
    };
    tried_completion_stop_tried_completion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    workflow_drafts_read_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftOut"];
                };
            };
        };
    };
    workflow_drafts_save_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
        };
    };
    workflow_drafts_save_features: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeaturesIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
        };
    };
    workflow_blocks_list_blocks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockConfig"][];
                };
            };
        };
    };
    workflow_blocks_read_block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockConfig"];
                };
            };
        };
    };
    workflow_conversion_convert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConvertIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Converted"];
                };
            };
        };
    };
    workflow_versions_read_published: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowOut"] | null;
                };
            };
        };
    };
    workflow_versions_publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
        };
    };
    workflow_versions_list_versions: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                user_id?: string | null;
                named_only?: boolean;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionsOut"];
                };
            };
        };
    };
    workflow_versions_read_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowOut"];
                };
            };
        };
    };
    workflow_versions_delete_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_versions_rename_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarksIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowOut"];
                };
            };
        };
    };
    workflow_versions_restore_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
        };
    };
    workflow_tries_run_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriedRunIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_tries_run_node: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunNodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepOut"];
                };
            };
        };
    };
    workflow_tries_run_iteration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunNodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_tries_run_loop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunNodeIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_tries_read_last_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepOut"];
                };
            };
        };
    };
    workflow_tries_stop_tried: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    workflow_runs_list_runs: {
        parameters: {
            query?: {
                last_id?: string | null;
                limit?: number;
                status?: ("queued" | "running" | "paused" | "succeeded" | "partial-succeeded" | "failed" | "stopped") | null;
                triggered_from?: ("debugging" | "app-run" | "webhook" | "schedule" | "event" | "tool") | null;
                keyword?: string;
                workflow_id?: string | null;
                created_at__before?: string | null;
                created_at__after?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunList"];
                };
            };
        };
    };
    workflow_runs_count_runs: {
        parameters: {
            query?: {
                time_range?: string | null;
                triggered_from?: ("debugging" | "app-run" | "webhook" | "schedule" | "event" | "tool") | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunCounts"];
                };
            };
        };
    };
    workflow_runs_read_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
        };
    };
    workflow_runs_list_steps: {
        parameters: {
            query?: {
                frame?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepsOut"];
                };
            };
        };
    };
    workflow_runs_read_step: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                run_id: string;
                step_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepOut"];
                };
            };
        };
    };
    workflow_runs_list_items: {
        parameters: {
            query: {
                page?: number;
                limit?: number;
                container: string;
            };
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ItemOut_"];
                };
            };
        };
    };
    workflow_runs_stop_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    chatflow_runs_list_runs: {
        parameters: {
            query?: {
                last_id?: string | null;
                limit?: number;
                status?: ("queued" | "running" | "paused" | "succeeded" | "partial-succeeded" | "failed" | "stopped") | null;
                triggered_from?: ("debugging" | "app-run" | "webhook" | "schedule" | "event" | "tool") | null;
                keyword?: string;
                workflow_id?: string | null;
                created_at__before?: string | null;
                created_at__after?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunList"];
                };
            };
        };
    };
    chatflow_runs_count_runs: {
        parameters: {
            query?: {
                time_range?: string | null;
                triggered_from?: ("debugging" | "app-run" | "webhook" | "schedule" | "event" | "tool") | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunCounts"];
                };
            };
        };
    };
    chatflow_runs_read_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
        };
    };
    chatflow_runs_list_steps: {
        parameters: {
            query?: {
                frame?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepsOut"];
                };
            };
        };
    };
    workflow_logs_list_logs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                keyword?: string;
                status?: ("queued" | "running" | "paused" | "succeeded" | "partial-succeeded" | "failed" | "stopped") | null;
                created_at__before?: string | null;
                created_at__after?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LoggedRun_"];
                };
            };
        };
    };
    workflow_statistics_count_runs: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_RunsOn_"];
                };
            };
        };
    };
    workflow_statistics_count_run_users: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_EndUsersOn_"];
                };
            };
        };
    };
    workflow_statistics_count_run_costs: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_CostsOn_"];
                };
            };
        };
    };
    workflow_statistics_average_runs: {
        parameters: {
            query?: {
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyOut_InteractionsOn_"];
                };
            };
        };
    };
    workflow_reruns_rerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerunIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tried_chatflows_try_chatflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    app_imports_import_app: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
            /** @description As asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    app_imports_confirm_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
        };
    };
    imported_app_check_dependencies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DependenciesOut"];
                };
            };
        };
    };
    app_exports_export_app: {
        parameters: {
            query?: {
                include_secret?: boolean;
                workflow_id?: string | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportOut"];
                };
            };
        };
    };
    workflow_templates_list_workflow_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateOut"][];
                };
            };
        };
    };
    workflow_variables_list_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedItems"];
                };
            };
        };
    };
    workflow_variables_forget_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_variables_list_node_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedItems"];
                };
            };
        };
    };
    workflow_variables_forget_node_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_variables_list_inputs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedItems"];
                };
            };
        };
    };
    workflow_variables_read_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                variable_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedOut"];
                };
            };
        };
    };
    workflow_variables_forget_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                variable_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflow_variables_change_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                variable_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValueIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedOut"];
                };
            };
        };
    };
    workflow_variables_reset_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                variable_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedOut"] | null;
                };
            };
        };
    };
    workflow_variables_list_system_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedItems"];
                };
            };
        };
    };
    workflow_variables_list_conversation_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedItems"];
                };
            };
        };
    };
    workflow_variables_list_environment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectedItems"];
                };
            };
        };
    };
    app_copies_copy_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppCopy"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetail"];
                };
            };
        };
    };
    workflow_tools_list_workflow_tools: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WorkflowToolOut_"];
                };
            };
        };
    };
    human_input_forms_list_forms: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                state?: "waiting" | "answered" | "all";
                app_id?: string | null;
                run_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FormSummary_"];
                };
            };
        };
    };
    human_input_forms_read_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                form_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormDetail"];
                };
            };
        };
    };
    human_input_forms_answer_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                form_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormAnswerIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    linked_forms_read_linked_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormContent"];
                };
            };
        };
    };
    linked_forms_answer_linked_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormAnswerIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    linked_forms_upload_form_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadOut"];
                };
            };
        };
    };
    app_triggers_list_triggers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerList"];
                };
            };
        };
    };
    app_triggers_enable_trigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerEnableIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerOut"];
                };
            };
        };
    };
    app_triggers_list_trigger_events: {
        parameters: {
            query?: {
                last_id?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
        };
    };
    app_triggers_repeat_trigger_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                trigger_id: string;
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    webhook_addresses_read_webhook: {
        parameters: {
            query: {
                node_id: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
        };
    };
    webhook_addresses_list_webhook_requests: {
        parameters: {
            query: {
                node_id: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeardRequest"][];
                };
            };
        };
    };
    webhooks_receive_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    webhooks_receive_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    webhooks_receive_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    webhooks_receive_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    webhooks_receive_options: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    webhooks_receive_patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    debug_webhooks_receive_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    debug_webhooks_receive_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    debug_webhooks_receive_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    debug_webhooks_receive_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    debug_webhooks_receive_options: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    debug_webhooks_receive_patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    trigger_tries_run_on_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerRunIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
        };
    };
    trigger_tries_run_on_any_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerRunAllIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
        };
    };
    trigger_tries_run_node_on_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                node_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
        };
    };
    schedules_list_schedules: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                app_id?: string | null;
                enabled?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScheduleOut_"];
                };
            };
        };
    };
    app_schedules_list_schedule_times: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleTimes"];
                };
            };
        };
    };
    app_schedules_list_firings: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                app_id: string;
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FiringOut_"];
                };
            };
        };
    };
    app_schedules_run_firing_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                trigger_id: string;
                firing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiringOut"];
                };
            };
        };
    };
    trigger_subscriptions_list_subscriptions: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SubscriptionOut_"];
                };
            };
        };
    };
    trigger_subscriptions_add_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOut"];
                };
            };
        };
    };
    trigger_subscriptions_read_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOut"];
                };
            };
        };
    };
    trigger_subscriptions_delete_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    trigger_subscriptions_change_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOut"];
                };
            };
        };
    };
    trigger_subscriptions_test_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionTest"];
                };
            };
        };
    };
    trigger_subscriptions_list_subscription_events: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
            };
            header?: never;
            path: {
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SubscriptionEvent_"];
                };
            };
        };
    };
    tracing_read_tracing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceSwitchOut"];
                };
            };
        };
    };
    tracing_switch_tracing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceSwitch"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    tracing_list_trace_configs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceConfigsOut"];
                };
            };
        };
    };
    tracing_read_trace_config: {
        parameters: {
            query: {
                tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceConfigOut"];
                };
            };
        };
    };
    tracing_add_trace_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceConfigIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceConfigOut"];
                };
            };
        };
    };
    tracing_delete_trace_config: {
        parameters: {
            query: {
                tracing_provider: "langfuse" | "langsmith" | "phoenix" | "opik" | "otlp";
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tracing_change_trace_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceConfigUpdate"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceConfigOut"];
                };
            };
        };
    };
    tracing_list_trace_deliveries: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                tracing_provider?: ("langfuse" | "langsmith" | "phoenix" | "opik" | "otlp") | null;
                state?: ("waiting" | "delivered" | "failed") | null;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TraceDeliveryOut_"];
                };
            };
        };
    };
    tracing_resend_traces: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceProviderIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracesResent"];
                };
            };
        };
    };
    tracing_resend_trace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceDeliveryOut"];
                };
            };
        };
    };
    trace_tests_send_test_span: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceProviderIn"];
            };
        };
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceTest"];
                };
            };
        };
    };
    public_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOut"];
                };
            };
        };
    };
    public_openapi: {
        parameters: {
            query?: {
                api?: ("service" | "console") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    public_docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    public_index: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    operations_read_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuesOut"];
                };
            };
        };
    };
    doctor_examine_installation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiagnosisOut"];
                };
            };
        };
    };
    allowed_hosts_list_allowed_hosts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostsOut"];
                };
            };
        };
    };
    allowed_hosts_allow_host: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostOut"];
                };
            };
        };
    };
    allowed_hosts_remove_allowed_host: {
        parameters: {
            query: {
                host: string;
                port: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    mails_list_mails: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                state?: ("queued" | "sending" | "sent" | "failed" | "undelivered" | "cancelled") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailsOut"];
                };
            };
        };
    };
    mails_send_test_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTestIn"];
            };
        };
        responses: {
            /** @description As asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailOut"];
                };
            };
        };
    };
    mails_resend_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailOut"];
                };
            };
        };
    };
    mails_reveal_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailContentOut"];
                };
            };
        };
    };
}
