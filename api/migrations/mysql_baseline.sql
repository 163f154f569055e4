-- All tables, made by tests/mysql_baseline.py.
-- revision: 20261201_asked_invitations

CREATE TABLE named_locks (
	number INTEGER NOT NULL,
	CONSTRAINT pk_named_locks PRIMARY KEY (number)
)

CREATE TABLE mails (
	id CHAR(32) NOT NULL,
	kind VARCHAR(40) NOT NULL,
	recipient LONGTEXT NOT NULL,
	language VARCHAR(35) NOT NULL,
	sealed_content LONGTEXT,
	state VARCHAR(16) NOT NULL,
	failures INTEGER NOT NULL,
	due_at DATETIME(6),
	error LONGTEXT,
	message_id LONGTEXT,
	workspace_id CHAR(32),
	expires_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	sent_at DATETIME(6),
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_mails PRIMARY KEY (id),
	CONSTRAINT ck_mails_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'undelivered', 'cancelled'))
)

ALTER TABLE mails ADD INDEX ix_mails_claimed (claimed_until)

ALTER TABLE mails ADD INDEX ix_mails_created_at (created_at)

ALTER TABLE mails ADD INDEX ix_mails_due (due_at)

ALTER TABLE mails ADD INDEX ix_mails_expiring (expires_at)

ALTER TABLE mails ADD INDEX ix_mails_state_created_at (state, created_at)

CREATE TABLE accounts (
	id CHAR(32) NOT NULL,
	email VARCHAR(254) NOT NULL,
	name LONGTEXT NOT NULL,
	password_hash LONGTEXT,
	password_set_at DATETIME(6),
	interface_language VARCHAR(35) NOT NULL,
	interface_theme VARCHAR(8) NOT NULL,
	timezone VARCHAR(64) NOT NULL,
	avatar_id CHAR(32),
	is_instance_admin BOOL NOT NULL,
	last_login_at DATETIME(6),
	last_login_ip VARCHAR(64),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_accounts PRIMARY KEY (id),
	CONSTRAINT ck_accounts_interface_theme CHECK (interface_theme IN ('light', 'dark'))
)

ALTER TABLE accounts ADD COLUMN uq_accounts_email_0 VARCHAR(255) AS (lower(email)) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_accounts_email (uq_accounts_email_0)

ALTER TABLE accounts ADD INDEX ix_accounts_avatar_id (avatar_id)

CREATE TABLE workspaces (
	id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	requires_two_step BOOL NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_workspaces PRIMARY KEY (id)
)

CREATE TABLE installation (
	id INTEGER NOT NULL,
	setup_at DATETIME(6) NOT NULL,
	secret_check VARCHAR(64) NOT NULL,
	CONSTRAINT pk_installation PRIMARY KEY (id),
	CONSTRAINT ck_installation_one_row CHECK (id = 1)
)

CREATE TABLE audit_events (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32),
	actor_kind VARCHAR(16) NOT NULL,
	actor_id CHAR(32),
	actor_name LONGTEXT NOT NULL,
	deed VARCHAR(64) NOT NULL,
	object_kind VARCHAR(32) NOT NULL,
	object_id CHAR(32),
	object_name LONGTEXT NOT NULL,
	details JSON NOT NULL,
	ip VARCHAR(64) NOT NULL,
	request_id VARCHAR(64) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_audit_events PRIMARY KEY (id)
)

ALTER TABLE audit_events ADD INDEX ix_audit_events_created_at (created_at)

ALTER TABLE audit_events ADD INDEX ix_audit_events_workspace_id_actor_id_id (workspace_id, actor_id, id)

ALTER TABLE audit_events ADD INDEX ix_audit_events_workspace_id_id (workspace_id, id)

ALTER TABLE audit_events ADD INDEX ix_audit_events_workspace_id_object_id_id (workspace_id, object_id, id)

ALTER TABLE audit_events ADD INDEX ix_audit_events_workspace_id_object_kind_id (workspace_id, object_kind, id)

CREATE TABLE storage_trash (
	storage_key CHAR(32) NOT NULL,
	not_before DATETIME(6) NOT NULL,
	CONSTRAINT pk_storage_trash PRIMARY KEY (storage_key)
)

ALTER TABLE storage_trash ADD INDEX ix_storage_trash_not_before (not_before)

CREATE TABLE asset_nodes (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	parent_id CHAR(32),
	name LONGTEXT NOT NULL,
	name_key VARCHAR(255) NOT NULL,
	node_type VARCHAR(6) NOT NULL,
	`position` INTEGER NOT NULL,
	size BIGINT NOT NULL,
	sha256 VARCHAR(64),
	upload_id CHAR(32),
	upload_size BIGINT,
	upload_sha256 VARCHAR(64),
	upload_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	updated_by CHAR(32),
	CONSTRAINT pk_asset_nodes PRIMARY KEY (id),
	CONSTRAINT uq_asset_nodes_parent_id_name_key UNIQUE (parent_id, name_key),
	CONSTRAINT ck_asset_nodes_node_type CHECK (node_type IN ('file', 'folder')),
	CONSTRAINT ck_asset_nodes_size CHECK (size >= 0),
	CONSTRAINT ck_asset_nodes_root CHECK ((parent_id IS NULL) = (id = app_id)),
	CONSTRAINT ck_asset_nodes_folder CHECK (node_type = 'file' OR (size = 0 AND sha256 IS NULL AND upload_id IS NULL)),
	CONSTRAINT ck_asset_nodes_upload CHECK ((upload_id IS NULL) = (upload_at IS NULL)),
	CONSTRAINT fk_asset_nodes_parent_id FOREIGN KEY(parent_id) REFERENCES asset_nodes (id) ON DELETE CASCADE
)

ALTER TABLE asset_nodes ADD INDEX ix_asset_nodes_app_id (app_id)

CREATE TABLE idempotency_keys (
	scope_id CHAR(32) NOT NULL,
	operation VARCHAR(32) NOT NULL,
	`key` VARCHAR(255) NOT NULL,
	fingerprint VARCHAR(64) NOT NULL,
	outcome JSON NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (scope_id, operation, `key`)
)

ALTER TABLE idempotency_keys ADD INDEX ix_idempotency_keys_created_at (created_at)

CREATE TABLE asset_version_nodes (
	version_id CHAR(32) NOT NULL,
	node_id CHAR(32) NOT NULL,
	parent_id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	name_key VARCHAR(255) NOT NULL,
	node_type VARCHAR(6) NOT NULL,
	`position` INTEGER NOT NULL,
	size BIGINT NOT NULL,
	sha256 VARCHAR(64),
	CONSTRAINT pk_asset_version_nodes PRIMARY KEY (version_id, node_id),
	CONSTRAINT uq_asset_version_nodes_version_id_parent_id_name_key UNIQUE (version_id, parent_id, name_key)
)

CREATE TABLE index_operations (
	id CHAR(32) NOT NULL,
	index_id CHAR(32) NOT NULL,
	store VARCHAR(16) NOT NULL,
	dimensions INTEGER NOT NULL,
	kind VARCHAR(8) NOT NULL,
	document_ids JSON NOT NULL,
	ids JSON NOT NULL,
	created_at DATETIME(6) NOT NULL,
	due_at DATETIME(6) NOT NULL,
	attempt INTEGER NOT NULL,
	error LONGTEXT,
	claim CHAR(32),
	claimed_until DATETIME(6),
	CONSTRAINT pk_index_operations PRIMARY KEY (id),
	CONSTRAINT ck_index_operations_kind CHECK (kind IN ('write', 'follow', 'drop'))
)

ALTER TABLE index_operations ADD INDEX ix_index_operations_due_at (due_at)

ALTER TABLE index_operations ADD INDEX ix_index_operations_index_id (index_id)

CREATE TABLE workspace_members (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	`role` VARCHAR(16) NOT NULL,
	chosen_at DATETIME(6),
	last_active_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_workspace_members PRIMARY KEY (id),
	CONSTRAINT uq_workspace_members_workspace_id_account_id UNIQUE (workspace_id, account_id),
	CONSTRAINT ck_workspace_members_role CHECK (role IN ('owner', 'admin', 'editor', 'normal', 'dataset_operator')),
	CONSTRAINT fk_workspace_members_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_workspace_members_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

ALTER TABLE workspace_members ADD INDEX ix_workspace_members_account_id (account_id)

CREATE TABLE two_step_secrets (
	id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	sealed LONGTEXT NOT NULL,
	last_step BIGINT NOT NULL,
	confirmed_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_two_step_secrets PRIMARY KEY (id),
	CONSTRAINT uq_two_step_secrets_account_id UNIQUE (account_id),
	CONSTRAINT fk_two_step_secrets_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

CREATE TABLE recovery_codes (
	id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	code_hash LONGBLOB NOT NULL,
	used_at DATETIME(6),
	CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
	CONSTRAINT uq_recovery_codes_account_id_code_hash UNIQUE (account_id, code_hash),
	CONSTRAINT fk_recovery_codes_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

CREATE TABLE passkeys (
	id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	credential_id LONGBLOB NOT NULL,
	public_key LONGBLOB NOT NULL,
	sign_count BIGINT NOT NULL,
	backed_up BOOL NOT NULL,
	last_used_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_passkeys PRIMARY KEY (id),
	CONSTRAINT uq_passkeys_credential_id UNIQUE (credential_id),
	CONSTRAINT fk_passkeys_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

ALTER TABLE passkeys ADD INDEX ix_passkeys_account_id (account_id)

CREATE TABLE workspace_invitations (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	email VARCHAR(254) NOT NULL,
	`role` VARCHAR(16) NOT NULL,
	language VARCHAR(35) NOT NULL,
	invited_by CHAR(32),
	verification_id CHAR(32) NOT NULL,
	mail_id CHAR(32) NOT NULL,
	sent_at DATETIME(6) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	accepted_at DATETIME(6),
	accepted_by CHAR(32),
	revoked_at DATETIME(6),
	asked_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_workspace_invitations PRIMARY KEY (id),
	CONSTRAINT ck_workspace_invitations_role CHECK (role IN ('owner', 'admin', 'editor', 'normal', 'dataset_operator') AND role <> 'owner'),
	CONSTRAINT fk_workspace_invitations_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_workspace_invitations_invited_by FOREIGN KEY(invited_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_workspace_invitations_accepted_by FOREIGN KEY(accepted_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE workspace_invitations ADD COLUMN uq_workspace_invitations_open_on TINYINT AS (CASE WHEN accepted_at IS NULL AND revoked_at IS NULL THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_workspace_invitations_open (workspace_id, email, uq_workspace_invitations_open_on)

ALTER TABLE workspace_invitations ADD INDEX ix_workspace_invitations_accepted_by (accepted_by)

ALTER TABLE workspace_invitations ADD INDEX ix_workspace_invitations_expires_at (expires_at)

ALTER TABLE workspace_invitations ADD INDEX ix_workspace_invitations_invited_by (invited_by)

ALTER TABLE workspace_invitations ADD INDEX ix_workspace_invitations_verification_id (verification_id)

ALTER TABLE workspace_invitations ADD INDEX ix_workspace_invitations_workspace_id_created_at (workspace_id, created_at)

CREATE TABLE verifications (
	id CHAR(32) NOT NULL,
	purpose VARCHAR(16) NOT NULL,
	email VARCHAR(254) NOT NULL,
	account_id CHAR(32),
	workspace_id CHAR(32),
	token_hash LONGBLOB NOT NULL,
	code_hash LONGBLOB,
	payload JSON NOT NULL,
	mail_id CHAR(32),
	expires_at DATETIME(6) NOT NULL,
	used_at DATETIME(6),
	revoked_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_verifications PRIMARY KEY (id),
	CONSTRAINT ck_verifications_purpose CHECK (purpose IN ('reset', 'password', 'login', 'email', 'delete', 'invitation', 'transfer')),
	CONSTRAINT uq_verifications_token_hash UNIQUE (token_hash),
	CONSTRAINT fk_verifications_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
	CONSTRAINT fk_verifications_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
)

ALTER TABLE verifications ADD INDEX ix_verifications_account_id (account_id)

ALTER TABLE verifications ADD INDEX ix_verifications_expires_at (expires_at)

ALTER TABLE verifications ADD INDEX ix_verifications_purpose_email (purpose, email)

ALTER TABLE verifications ADD INDEX ix_verifications_workspace_id (workspace_id)

CREATE TABLE identities (
	id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	issuer VARCHAR(255) NOT NULL,
	subject VARCHAR(255) NOT NULL,
	email VARCHAR(254),
	last_used_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_identities PRIMARY KEY (id),
	CONSTRAINT uq_identities_issuer_subject UNIQUE (issuer, subject),
	CONSTRAINT uq_identities_account_id_issuer UNIQUE (account_id, issuer),
	CONSTRAINT fk_identities_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

CREATE TABLE apps (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	description LONGTEXT NOT NULL,
	mode VARCHAR(16) NOT NULL,
	icon_type VARCHAR(8),
	icon LONGTEXT,
	icon_background LONGTEXT,
	use_icon_as_answer_icon BOOL NOT NULL,
	max_active_requests INTEGER,
	asset_version_id CHAR(32),
	model_config_id CHAR(32),
	enable_api BOOL NOT NULL,
	enable_site BOOL NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	updated_by CHAR(32),
	deleted_at DATETIME(6),
	CONSTRAINT pk_apps PRIMARY KEY (id),
	CONSTRAINT ck_apps_mode CHECK (mode IN ('chat', 'agent-chat', 'advanced-chat', 'workflow', 'completion')),
	CONSTRAINT fk_apps_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id),
	CONSTRAINT fk_apps_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_apps_updated_by FOREIGN KEY(updated_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE apps ADD INDEX ix_apps_asset_version_id (asset_version_id)

ALTER TABLE apps ADD INDEX ix_apps_deleted_at (deleted_at)

ALTER TABLE apps ADD INDEX ix_apps_model_config_id (model_config_id)

ALTER TABLE apps ADD INDEX ix_apps_workspace_id_created_at (workspace_id, created_at)

CREATE TABLE tags (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	type VARCHAR(16) NOT NULL,
	name VARCHAR(255) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_tags PRIMARY KEY (id),
	CONSTRAINT ck_tags_type CHECK (type IN ('app', 'knowledge')),
	CONSTRAINT uq_tags_workspace_id_type_name UNIQUE (workspace_id, type, name),
	CONSTRAINT fk_tags_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_tags_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE tags ADD INDEX ix_tags_created_by (created_by)

CREATE TABLE provider_credentials (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	provider VARCHAR(64) NOT NULL,
	name VARCHAR(30) NOT NULL,
	sealed LONGTEXT NOT NULL,
	active BOOL NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_provider_credentials PRIMARY KEY (id),
	CONSTRAINT uq_provider_credentials_workspace_id_provider_name UNIQUE (workspace_id, provider, name),
	CONSTRAINT fk_provider_credentials_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_provider_credentials_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE provider_credentials ADD COLUMN uq_provider_credentials_active_on TINYINT AS (CASE WHEN active THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_provider_credentials_active (workspace_id, provider, uq_provider_credentials_active_on)

ALTER TABLE provider_credentials ADD INDEX ix_provider_credentials_created_by (created_by)

CREATE TABLE provider_models (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	provider VARCHAR(64) NOT NULL,
	model_type VARCHAR(32) NOT NULL,
	model VARCHAR(255) NOT NULL,
	enabled BOOL NOT NULL,
	properties JSON NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_provider_models PRIMARY KEY (id),
	CONSTRAINT uq_provider_models_workspace_id_provider_model_type_model UNIQUE (workspace_id, provider, model_type, model),
	CONSTRAINT fk_provider_models_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
)

CREATE TABLE default_models (
	workspace_id CHAR(32) NOT NULL,
	model_type VARCHAR(32) NOT NULL,
	provider VARCHAR(64) NOT NULL,
	model VARCHAR(255) NOT NULL,
	CONSTRAINT pk_default_models PRIMARY KEY (workspace_id, model_type),
	CONSTRAINT fk_default_models_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
)

CREATE TABLE mcp_servers (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name VARCHAR(40) NOT NULL,
	url LONGTEXT NOT NULL,
	sealed_headers LONGTEXT,
	left_out INTEGER NOT NULL,
	error LONGTEXT,
	checked_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_mcp_servers PRIMARY KEY (id),
	CONSTRAINT uq_mcp_servers_workspace_id_name UNIQUE (workspace_id, name),
	CONSTRAINT fk_mcp_servers_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_mcp_servers_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE mcp_servers ADD INDEX ix_mcp_servers_created_by (created_by)

CREATE TABLE api_providers (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name VARCHAR(40) NOT NULL,
	title LONGTEXT NOT NULL,
	document_url LONGTEXT,
	document LONGTEXT NOT NULL,
	document_digest VARCHAR(64) NOT NULL,
	server_url LONGTEXT NOT NULL,
	own_server BOOL NOT NULL,
	sealed_auth LONGTEXT,
	auth_schemes JSON NOT NULL,
	changes JSON NOT NULL,
	change_count INTEGER NOT NULL,
	error LONGTEXT,
	checked_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_api_providers PRIMARY KEY (id),
	CONSTRAINT uq_api_providers_workspace_id_name UNIQUE (workspace_id, name),
	CONSTRAINT fk_api_providers_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_api_providers_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE api_providers ADD INDEX ix_api_providers_created_by (created_by)

CREATE TABLE embedding_cache (
	workspace_id CHAR(32) NOT NULL,
	provider VARCHAR(255) NOT NULL,
	model VARCHAR(255) NOT NULL,
	text_hash VARCHAR(64) NOT NULL,
	vector LONGBLOB NOT NULL,
	used_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_embedding_cache PRIMARY KEY (workspace_id, provider, model, text_hash),
	CONSTRAINT fk_embedding_cache_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
)

ALTER TABLE embedding_cache ADD INDEX ix_embedding_cache_used_at (used_at)

CREATE TABLE external_knowledge_apis (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	description LONGTEXT NOT NULL,
	endpoint LONGTEXT NOT NULL,
	sealed_key LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	updated_by CHAR(32),
	CONSTRAINT pk_external_knowledge_apis PRIMARY KEY (id),
	CONSTRAINT fk_external_knowledge_apis_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_external_knowledge_apis_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_external_knowledge_apis_updated_by FOREIGN KEY(updated_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE external_knowledge_apis ADD INDEX ix_external_knowledge_apis_created_by (created_by)

ALTER TABLE external_knowledge_apis ADD INDEX ix_external_knowledge_apis_updated_by (updated_by)

ALTER TABLE external_knowledge_apis ADD INDEX ix_external_knowledge_apis_workspace_id_created_at (workspace_id, created_at)

CREATE TABLE enrichment_cache (
	workspace_id CHAR(32) NOT NULL,
	`key` VARCHAR(64) NOT NULL,
	value JSON NOT NULL,
	used_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_enrichment_cache PRIMARY KEY (workspace_id, `key`),
	CONSTRAINT fk_enrichment_cache_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
)

ALTER TABLE enrichment_cache ADD INDEX ix_enrichment_cache_used_at (used_at)

CREATE TABLE allowed_hosts (
	id CHAR(32) NOT NULL,
	host VARCHAR(253) NOT NULL,
	port INTEGER NOT NULL,
	created_by CHAR(32),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_allowed_hosts PRIMARY KEY (id),
	CONSTRAINT uq_allowed_hosts_host_port UNIQUE (host, port),
	CONSTRAINT ck_allowed_hosts_port CHECK (port BETWEEN 1 AND 65535),
	CONSTRAINT fk_allowed_hosts_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE allowed_hosts ADD INDEX ix_allowed_hosts_created_by (created_by)

CREATE TABLE login_sessions (
	id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	secret LONGBLOB NOT NULL,
	generation INTEGER NOT NULL,
	rotated_at DATETIME(6) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	remember BOOL NOT NULL,
	method VARCHAR(16) NOT NULL,
	ip VARCHAR(64) NOT NULL,
	user_agent VARCHAR(255) NOT NULL,
	last_seen_at DATETIME(6) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_login_sessions PRIMARY KEY (id),
	CONSTRAINT fk_login_sessions_workspace_id_account_id FOREIGN KEY(workspace_id, account_id) REFERENCES workspace_members (workspace_id, account_id) ON DELETE CASCADE,
	CONSTRAINT ck_login_sessions_method CHECK (method IN ('password', 'code', 'oidc', 'passkey', 'invitation'))
)

ALTER TABLE login_sessions ADD INDEX ix_login_sessions_account_id (account_id)

ALTER TABLE login_sessions ADD INDEX ix_login_sessions_expires_at (expires_at)

ALTER TABLE login_sessions ADD INDEX ix_login_sessions_workspace_id_account_id (workspace_id, account_id)

CREATE TABLE personal_tokens (
	id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	token_shown VARCHAR(32) NOT NULL,
	scopes JSON NOT NULL,
	expires_at DATETIME(6),
	last_used_at DATETIME(6),
	last_used_ip VARCHAR(64),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_personal_tokens PRIMARY KEY (id),
	CONSTRAINT fk_personal_tokens_workspace_id_account_id FOREIGN KEY(workspace_id, account_id) REFERENCES workspace_members (workspace_id, account_id) ON DELETE CASCADE,
	CONSTRAINT ck_personal_tokens_scopes CHECK (JSON_LENGTH(scopes) > 0),
	CONSTRAINT uq_personal_tokens_token_hash UNIQUE (token_hash)
)

ALTER TABLE personal_tokens ADD INDEX ix_personal_tokens_workspace_id_account_id (workspace_id, account_id)

CREATE TABLE letter_requests (
	id CHAR(32) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	verification_id CHAR(32) NOT NULL,
	sealed LONGTEXT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_letter_requests PRIMARY KEY (id),
	CONSTRAINT ck_letter_requests_kind CHECK (kind IN ('reset', 'login_code', 'change_email', 'delete_account')),
	CONSTRAINT fk_letter_requests_verification_id FOREIGN KEY(verification_id) REFERENCES verifications (id) ON DELETE CASCADE
)

ALTER TABLE letter_requests ADD INDEX ix_letter_requests_created_at (created_at)

ALTER TABLE letter_requests ADD INDEX ix_letter_requests_verification_id (verification_id)

CREATE TABLE sites (
	app_id CHAR(32) NOT NULL,
	code VARCHAR(32) NOT NULL,
	title LONGTEXT NOT NULL,
	icon_type VARCHAR(8),
	icon LONGTEXT,
	icon_background LONGTEXT,
	description LONGTEXT NOT NULL,
	default_language VARCHAR(16) NOT NULL,
	chat_color_theme VARCHAR(32),
	chat_color_theme_inverted BOOL NOT NULL,
	copyright LONGTEXT,
	privacy_policy LONGTEXT,
	custom_disclaimer LONGTEXT NOT NULL,
	customize_domain LONGTEXT,
	customize_token_strategy VARCHAR(16) NOT NULL,
	prompt_public BOOL NOT NULL,
	show_workflow_steps BOOL NOT NULL,
	use_icon_as_answer_icon BOOL NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_sites PRIMARY KEY (app_id),
	CONSTRAINT fk_sites_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT uq_sites_code UNIQUE (code)
)

CREATE TABLE tag_bindings (
	tag_id CHAR(32) NOT NULL,
	target_id CHAR(32) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_tag_bindings PRIMARY KEY (tag_id, target_id),
	CONSTRAINT fk_tag_bindings_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
)

ALTER TABLE tag_bindings ADD INDEX ix_tag_bindings_target_id (target_id)

CREATE TABLE api_tokens (
	id CHAR(32) NOT NULL,
	type VARCHAR(16) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32),
	dataset_ids JSON,
	scopes JSON NOT NULL,
	name LONGTEXT NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	token_shown VARCHAR(32) NOT NULL,
	expires_at DATETIME(6),
	last_used_at DATETIME(6),
	last_used_ip VARCHAR(64),
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_api_tokens PRIMARY KEY (id),
	CONSTRAINT ck_api_tokens_type CHECK (type = 'app' AND app_id IS NOT NULL OR type = 'dataset' AND app_id IS NULL),
	CONSTRAINT ck_api_tokens_scopes CHECK (JSON_LENGTH(scopes) > 0),
	CONSTRAINT uq_api_tokens_token_hash UNIQUE (token_hash),
	CONSTRAINT fk_api_tokens_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_api_tokens_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_api_tokens_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE api_tokens ADD INDEX ix_api_tokens_app_id (app_id)

ALTER TABLE api_tokens ADD INDEX ix_api_tokens_created_by (created_by)

ALTER TABLE api_tokens ADD INDEX ix_api_tokens_workspace_id (workspace_id)

CREATE TABLE blobs (
	app_id CHAR(32) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	size BIGINT NOT NULL,
	storage_key CHAR(32) NOT NULL,
	`offset` BIGINT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	missing_since DATETIME(6),
	CONSTRAINT pk_blobs PRIMARY KEY (app_id, sha256),
	CONSTRAINT ck_blobs_extent CHECK (size > 0 AND "offset" >= 0),
	CONSTRAINT fk_blobs_app_id FOREIGN KEY(app_id) REFERENCES apps (id)
)

ALTER TABLE blobs ADD INDEX ix_blobs_missing (app_id)

ALTER TABLE blobs ADD INDEX ix_blobs_storage_key (storage_key)

CREATE TABLE end_users (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	session_id VARCHAR(255) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_end_users PRIMARY KEY (id),
	CONSTRAINT uq_end_users_app_id_session_id UNIQUE (app_id, session_id),
	CONSTRAINT fk_end_users_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE
)

CREATE TABLE asset_trees (
	app_id CHAR(32) NOT NULL,
	revision BIGINT NOT NULL,
	node_count INTEGER NOT NULL,
	pending_count INTEGER NOT NULL,
	total_size BIGINT NOT NULL,
	last_version INTEGER NOT NULL,
	changed_at DATETIME(6),
	CONSTRAINT pk_asset_trees PRIMARY KEY (app_id),
	CONSTRAINT fk_asset_trees_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE
)

CREATE TABLE pack_lists (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	kind VARCHAR(6) NOT NULL,
	entries LONGBLOB NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_pack_lists PRIMARY KEY (id),
	CONSTRAINT ck_pack_lists_kind CHECK (kind IN ('nodes', 'hashes')),
	CONSTRAINT fk_pack_lists_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE
)

ALTER TABLE pack_lists ADD INDEX ix_pack_lists_app_id (app_id)

ALTER TABLE pack_lists ADD INDEX ix_pack_lists_created_at (created_at)

CREATE TABLE asset_versions (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	number INTEGER NOT NULL,
	tree_hash VARCHAR(64) NOT NULL,
	node_count INTEGER NOT NULL,
	total_size BIGINT NOT NULL,
	note LONGTEXT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_asset_versions PRIMARY KEY (id),
	CONSTRAINT uq_asset_versions_app_id_number UNIQUE (app_id, number),
	CONSTRAINT fk_asset_versions_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_asset_versions_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE asset_versions ADD INDEX ix_asset_versions_created_by (created_by)

CREATE TABLE mcp_tools (
	server_id CHAR(32) NOT NULL,
	name VARCHAR(128) NOT NULL,
	`position` INTEGER NOT NULL,
	description LONGTEXT NOT NULL,
	input_schema JSON NOT NULL,
	CONSTRAINT pk_mcp_tools PRIMARY KEY (server_id, name),
	CONSTRAINT fk_mcp_tools_server_id FOREIGN KEY(server_id) REFERENCES mcp_servers (id) ON DELETE CASCADE
)

CREATE TABLE api_tools (
	provider_id CHAR(32) NOT NULL,
	name VARCHAR(64) NOT NULL,
	`position` INTEGER NOT NULL,
	description LONGTEXT NOT NULL,
	operation JSON NOT NULL,
	CONSTRAINT pk_api_tools PRIMARY KEY (provider_id, name),
	CONSTRAINT fk_api_tools_provider_id FOREIGN KEY(provider_id) REFERENCES api_providers (id) ON DELETE CASCADE
)

CREATE TABLE datasets (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name VARCHAR(255) NOT NULL,
	description LONGTEXT NOT NULL,
	provider VARCHAR(16) NOT NULL,
	permission VARCHAR(20) NOT NULL,
	data_source_type VARCHAR(32),
	indexing_technique VARCHAR(16),
	doc_form VARCHAR(24) NOT NULL,
	doc_language VARCHAR(40) NOT NULL,
	embedding_model_provider LONGTEXT,
	embedding_model LONGTEXT,
	retrieval_model JSON,
	external_knowledge_api_id CHAR(32),
	external_knowledge_id LONGTEXT,
	icon_info JSON,
	built_in_field_enabled BOOL NOT NULL,
	enable_api BOOL NOT NULL,
	by_key BOOL NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	updated_by CHAR(32),
	taken_over_at DATETIME(6),
	taken_over_from CHAR(32),
	deleted_at DATETIME(6),
	CONSTRAINT pk_datasets PRIMARY KEY (id),
	CONSTRAINT ck_datasets_provider CHECK (provider IN ('vendor', 'external')),
	CONSTRAINT ck_datasets_permission CHECK (permission IN ('only_me', 'all_team_members', 'partial_members')),
	CONSTRAINT ck_datasets_indexing_technique CHECK (indexing_technique IN ('high_quality', 'economy')),
	CONSTRAINT ck_datasets_doc_form CHECK (doc_form IN ('text_model', 'qa_model', 'hierarchical_model')),
	CONSTRAINT fk_datasets_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id),
	CONSTRAINT fk_datasets_external_knowledge_api_id FOREIGN KEY(external_knowledge_api_id) REFERENCES external_knowledge_apis (id) ON DELETE SET NULL,
	CONSTRAINT fk_datasets_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_datasets_updated_by FOREIGN KEY(updated_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_datasets_taken_over_from FOREIGN KEY(taken_over_from) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE datasets ADD COLUMN uq_datasets_name_on TINYINT AS (CASE WHEN deleted_at IS NULL THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_datasets_name (workspace_id, name, uq_datasets_name_on)

ALTER TABLE datasets ADD INDEX ix_datasets_created_by (created_by)

ALTER TABLE datasets ADD INDEX ix_datasets_deleted_at (deleted_at)

ALTER TABLE datasets ADD INDEX ix_datasets_external_knowledge_api_id (external_knowledge_api_id)

ALTER TABLE datasets ADD INDEX ix_datasets_taken_over_from (taken_over_from)

ALTER TABLE datasets ADD INDEX ix_datasets_updated_by (updated_by)

ALTER TABLE datasets ADD INDEX ix_datasets_workspace_id_created_at (workspace_id, created_at)

CREATE TABLE workflow_draft_variables (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	node_id VARCHAR(255) NOT NULL,
	name VARCHAR(255) NOT NULL,
	value_type VARCHAR(16) NOT NULL,
	value JSON NOT NULL,
	edited BOOL NOT NULL,
	run_id CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_workflow_draft_variables PRIMARY KEY (id),
	CONSTRAINT uq_workflow_draft_variables_app_id_account_id_node_id_name UNIQUE (app_id, account_id, node_id, name),
	CONSTRAINT fk_workflow_draft_variables_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_workflow_draft_variables_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

ALTER TABLE workflow_draft_variables ADD INDEX ix_workflow_draft_variables_account_id (account_id)

ALTER TABLE workflow_draft_variables ADD INDEX ix_workflow_draft_variables_updated_at (updated_at)

CREATE TABLE webhooks (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	node_id VARCHAR(255) NOT NULL,
	webhook_id VARCHAR(32) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_webhooks PRIMARY KEY (id),
	CONSTRAINT uq_webhooks_webhook_id UNIQUE (webhook_id),
	CONSTRAINT uq_webhooks_app_id_node_id UNIQUE (app_id, node_id),
	CONSTRAINT fk_webhooks_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE
)

CREATE TABLE trigger_listeners (
	app_id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	node_id VARCHAR(255) NOT NULL,
	since DATETIME(6) NOT NULL,
	seen_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_trigger_listeners PRIMARY KEY (app_id, account_id, node_id),
	CONSTRAINT fk_trigger_listeners_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_trigger_listeners_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

ALTER TABLE trigger_listeners ADD INDEX ix_trigger_listeners_account_id (account_id)

ALTER TABLE trigger_listeners ADD INDEX ix_trigger_listeners_seen_at (seen_at)

CREATE TABLE app_model_configs (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	config JSON NOT NULL,
	asset_version_id CHAR(32),
	published BOOL NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_app_model_configs PRIMARY KEY (id),
	CONSTRAINT fk_app_model_configs_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_app_model_configs_asset_version_id FOREIGN KEY(asset_version_id) REFERENCES asset_versions (id) ON DELETE SET NULL,
	CONSTRAINT fk_app_model_configs_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE app_model_configs ADD INDEX ix_app_model_configs_app_id (app_id)

ALTER TABLE app_model_configs ADD INDEX ix_app_model_configs_asset_version_id (asset_version_id)

ALTER TABLE app_model_configs ADD INDEX ix_app_model_configs_created_by (created_by)

CREATE TABLE upload_files (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32),
	end_user_id CHAR(32),
	account_id CHAR(32),
	name LONGTEXT NOT NULL,
	size BIGINT NOT NULL,
	extension VARCHAR(32) NOT NULL,
	mime_type VARCHAR(255) NOT NULL,
	storage_key CHAR(32),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_upload_files PRIMARY KEY (id),
	CONSTRAINT fk_upload_files_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id),
	CONSTRAINT fk_upload_files_app_id FOREIGN KEY(app_id) REFERENCES apps (id),
	CONSTRAINT fk_upload_files_end_user_id FOREIGN KEY(end_user_id) REFERENCES end_users (id) ON DELETE SET NULL,
	CONSTRAINT fk_upload_files_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE upload_files ADD INDEX ix_upload_files_account_id (account_id)

ALTER TABLE upload_files ADD INDEX ix_upload_files_app_id (app_id)

ALTER TABLE upload_files ADD INDEX ix_upload_files_end_user_id (end_user_id)

ALTER TABLE upload_files ADD INDEX ix_upload_files_storage_key (storage_key)

ALTER TABLE upload_files ADD INDEX ix_upload_files_workspace_id (workspace_id)

CREATE TABLE dataset_members (
	dataset_id CHAR(32) NOT NULL,
	account_id CHAR(32) NOT NULL,
	CONSTRAINT pk_dataset_members PRIMARY KEY (dataset_id, account_id),
	CONSTRAINT fk_dataset_members_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_dataset_members_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

ALTER TABLE dataset_members ADD INDEX ix_dataset_members_account_id (account_id)

CREATE TABLE app_datasets (
	app_id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_app_datasets PRIMARY KEY (app_id, dataset_id),
	CONSTRAINT fk_app_datasets_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_app_datasets_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_app_datasets_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE app_datasets ADD INDEX ix_app_datasets_created_by (created_by)

ALTER TABLE app_datasets ADD INDEX ix_app_datasets_dataset_id (dataset_id)

CREATE TABLE dataset_process_rules (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	mode VARCHAR(16) NOT NULL,
	rules JSON,
	enrichments JSON,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_dataset_process_rules PRIMARY KEY (id),
	CONSTRAINT ck_dataset_process_rules_mode CHECK (mode IN ('automatic', 'custom', 'hierarchical')),
	CONSTRAINT fk_dataset_process_rules_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_dataset_process_rules_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE dataset_process_rules ADD INDEX ix_dataset_process_rules_created_by (created_by)

ALTER TABLE dataset_process_rules ADD INDEX ix_dataset_process_rules_dataset_id_created_at (dataset_id, created_at)

CREATE TABLE knowledge_indexes (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	kind VARCHAR(8) NOT NULL,
	store VARCHAR(16) NOT NULL,
	provider LONGTEXT NOT NULL,
	model LONGTEXT NOT NULL,
	dimensions INTEGER,
	language VARCHAR(40),
	state VARCHAR(16) NOT NULL,
	embedded INTEGER NOT NULL,
	error_code VARCHAR(64),
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	stopped_at DATETIME(6),
	retired_at DATETIME(6),
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_knowledge_indexes PRIMARY KEY (id),
	CONSTRAINT ck_knowledge_indexes_state CHECK (state IN ('building', 'active', 'retired')),
	CONSTRAINT ck_knowledge_indexes_kind CHECK (kind IN ('vectors', 'words')),
	CONSTRAINT fk_knowledge_indexes_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE
)

ALTER TABLE knowledge_indexes ADD COLUMN uq_knowledge_indexes_active_on TINYINT AS (CASE WHEN state = 'active' THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_knowledge_indexes_active (dataset_id, kind, uq_knowledge_indexes_active_on)

ALTER TABLE knowledge_indexes ADD COLUMN uq_knowledge_indexes_building_on TINYINT AS (CASE WHEN state = 'building' THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_knowledge_indexes_building (dataset_id, kind, uq_knowledge_indexes_building_on)

ALTER TABLE knowledge_indexes ADD INDEX ix_knowledge_indexes_created_at (created_at)

ALTER TABLE knowledge_indexes ADD INDEX ix_knowledge_indexes_dataset_id (dataset_id)

CREATE TABLE dataset_metadatas (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	name VARCHAR(255) NOT NULL,
	type VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	CONSTRAINT pk_dataset_metadatas PRIMARY KEY (id),
	CONSTRAINT ck_dataset_metadatas_type CHECK (type IN ('string', 'number', 'time')),
	CONSTRAINT uq_dataset_metadatas_dataset_id_name UNIQUE (dataset_id, name),
	CONSTRAINT fk_dataset_metadatas_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_dataset_metadatas_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE dataset_metadatas ADD INDEX ix_dataset_metadatas_created_by (created_by)

CREATE TABLE dataset_queries (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	content LONGTEXT NOT NULL,
	source VARCHAR(16) NOT NULL,
	source_app_id CHAR(32),
	created_by_role VARCHAR(16) NOT NULL,
	created_by CHAR(32),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_dataset_queries PRIMARY KEY (id),
	CONSTRAINT fk_dataset_queries_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE
)

ALTER TABLE dataset_queries ADD INDEX ix_dataset_queries_created_at (created_at)

ALTER TABLE dataset_queries ADD INDEX ix_dataset_queries_dataset_id_created_at (dataset_id, created_at)

CREATE TABLE dataset_sources (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	name LONGTEXT NOT NULL,
	folder VARCHAR(255) NOT NULL,
	on_missing VARCHAR(8) NOT NULL,
	auto_sync BOOL NOT NULL,
	app_id CHAR(32),
	tree VARCHAR(8) NOT NULL,
	path LONGTEXT NOT NULL,
	include JSON NOT NULL,
	exclude JSON NOT NULL,
	urls JSON NOT NULL,
	seen LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_dataset_sources PRIMARY KEY (id),
	CONSTRAINT ck_dataset_sources_kind CHECK (kind IN ('asset_tree', 'archive', 'push', 'url_list')),
	CONSTRAINT ck_dataset_sources_tree CHECK (tree IN ('draft', 'active')),
	CONSTRAINT ck_dataset_sources_on_missing CHECK (on_missing IN ('delete', 'keep')),
	CONSTRAINT fk_dataset_sources_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_dataset_sources_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE SET NULL,
	CONSTRAINT fk_dataset_sources_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE dataset_sources ADD COLUMN uq_dataset_sources_pushed_on TINYINT AS (CASE WHEN kind = 'push' THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_dataset_sources_pushed (dataset_id, folder, uq_dataset_sources_pushed_on)

ALTER TABLE dataset_sources ADD INDEX ix_dataset_sources_app_id (app_id)

ALTER TABLE dataset_sources ADD INDEX ix_dataset_sources_created_by (created_by)

ALTER TABLE dataset_sources ADD INDEX ix_dataset_sources_dataset_id_created_at (dataset_id, created_at)

CREATE TABLE dataset_contents (
	dataset_id CHAR(32) NOT NULL,
	content_hash VARCHAR(64) NOT NULL,
	size BIGINT NOT NULL,
	storage_key CHAR(32) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_dataset_contents PRIMARY KEY (dataset_id, content_hash),
	CONSTRAINT fk_dataset_contents_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE
)

ALTER TABLE dataset_contents ADD INDEX ix_dataset_contents_created_at (created_at)

ALTER TABLE dataset_contents ADD INDEX ix_dataset_contents_storage_key (storage_key)

CREATE TABLE dataset_pack_lists (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	entries LONGBLOB NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_dataset_pack_lists PRIMARY KEY (id),
	CONSTRAINT fk_dataset_pack_lists_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE
)

ALTER TABLE dataset_pack_lists ADD INDEX ix_dataset_pack_lists_created_at (created_at)

ALTER TABLE dataset_pack_lists ADD INDEX ix_dataset_pack_lists_dataset_id (dataset_id)

CREATE TABLE pipeline_runs (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	rule JSON NOT NULL,
	document_ids JSON NOT NULL,
	status VARCHAR(16) NOT NULL,
	documents JSON NOT NULL,
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	started_at DATETIME(6),
	finished_at DATETIME(6),
	CONSTRAINT pk_pipeline_runs PRIMARY KEY (id),
	CONSTRAINT ck_pipeline_runs_status CHECK (status IN ('waiting', 'running', 'succeeded', 'failed')),
	CONSTRAINT fk_pipeline_runs_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_pipeline_runs_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE pipeline_runs ADD INDEX ix_pipeline_runs_created_at (created_at)

ALTER TABLE pipeline_runs ADD INDEX ix_pipeline_runs_created_by (created_by)

ALTER TABLE pipeline_runs ADD INDEX ix_pipeline_runs_dataset_id_created_at (dataset_id, created_at)

CREATE TABLE evaluation_sets (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	name VARCHAR(255) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_evaluation_sets PRIMARY KEY (id),
	CONSTRAINT uq_evaluation_sets_dataset_id_name UNIQUE (dataset_id, name),
	CONSTRAINT fk_evaluation_sets_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_evaluation_sets_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE evaluation_sets ADD INDEX ix_evaluation_sets_created_by (created_by)

CREATE TABLE conversations (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	mode VARCHAR(16) NOT NULL,
	name LONGTEXT NOT NULL,
	inputs JSON NOT NULL,
	introduction LONGTEXT NOT NULL,
	status VARCHAR(16) NOT NULL,
	end_user_id CHAR(32),
	account_id CHAR(32),
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	deleted_at DATETIME(6),
	CONSTRAINT pk_conversations PRIMARY KEY (id),
	CONSTRAINT fk_conversations_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_conversations_end_user_id FOREIGN KEY(end_user_id) REFERENCES end_users (id) ON DELETE SET NULL,
	CONSTRAINT fk_conversations_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE conversations ADD INDEX ix_conversations_account_id_updated_at (account_id, updated_at)

ALTER TABLE conversations ADD INDEX ix_conversations_app_id_created_at (app_id, created_at)

ALTER TABLE conversations ADD INDEX ix_conversations_app_id_updated_at (app_id, updated_at)

ALTER TABLE conversations ADD INDEX ix_conversations_deleted_at (deleted_at)

ALTER TABLE conversations ADD INDEX ix_conversations_end_user_id_updated_at (end_user_id, updated_at)

CREATE TABLE workflows (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	state VARCHAR(16) NOT NULL,
	graph JSON NOT NULL,
	features JSON NOT NULL,
	environment_variables JSON NOT NULL,
	conversation_variables JSON NOT NULL,
	sealed_secrets LONGTEXT,
	hash VARCHAR(64) NOT NULL,
	marked_name LONGTEXT NOT NULL,
	marked_comment LONGTEXT NOT NULL,
	asset_version_id CHAR(32),
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	updated_by CHAR(32),
	CONSTRAINT pk_workflows PRIMARY KEY (id),
	CONSTRAINT ck_workflows_state CHECK (state IN ('draft', 'published', 'tried')),
	CONSTRAINT fk_workflows_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_workflows_asset_version_id FOREIGN KEY(asset_version_id) REFERENCES asset_versions (id) ON DELETE SET NULL,
	CONSTRAINT fk_workflows_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_workflows_updated_by FOREIGN KEY(updated_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE workflows ADD COLUMN uq_workflows_draft_on TINYINT AS (CASE WHEN state = 'draft' THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_workflows_draft (app_id, uq_workflows_draft_on)

ALTER TABLE workflows ADD INDEX ix_workflows_app_id_state_created_at (app_id, state, created_at)

ALTER TABLE workflows ADD INDEX ix_workflows_asset_version_id (asset_version_id)

ALTER TABLE workflows ADD INDEX ix_workflows_created_by (created_by)

ALTER TABLE workflows ADD INDEX ix_workflows_updated_by (updated_by)

CREATE TABLE trigger_subscriptions (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	name VARCHAR(255) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	source JSON NOT NULL,
	sealed_secrets LONGTEXT,
	app_id CHAR(32),
	dataset_id CHAR(32),
	enabled BOOL NOT NULL DEFAULT true,
	every INTEGER NOT NULL DEFAULT '300',
	due_at DATETIME(6),
	`cursor` JSON,
	failures INTEGER NOT NULL DEFAULT '0',
	error LONGTEXT,
	looked_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_trigger_subscriptions PRIMARY KEY (id),
	CONSTRAINT ck_trigger_subscriptions_kind CHECK (kind IN ('github', 'feed', 'imap', 'version_published', 'run_ended', 'knowledge_synced')),
	CONSTRAINT uq_trigger_subscriptions_workspace_id_name UNIQUE (workspace_id, name),
	CONSTRAINT fk_trigger_subscriptions_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
	CONSTRAINT fk_trigger_subscriptions_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE SET NULL,
	CONSTRAINT fk_trigger_subscriptions_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE SET NULL,
	CONSTRAINT fk_trigger_subscriptions_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE trigger_subscriptions ADD INDEX ix_trigger_subscriptions_app_id_kind (app_id, kind)

ALTER TABLE trigger_subscriptions ADD INDEX ix_trigger_subscriptions_claimed (claimed_until)

ALTER TABLE trigger_subscriptions ADD INDEX ix_trigger_subscriptions_created_by (created_by)

ALTER TABLE trigger_subscriptions ADD INDEX ix_trigger_subscriptions_dataset_id (dataset_id)

ALTER TABLE trigger_subscriptions ADD INDEX ix_trigger_subscriptions_due (due_at)

CREATE TABLE runs (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	status VARCHAR(20) NOT NULL,
	background BOOL NOT NULL DEFAULT false,
	input JSON NOT NULL,
	end_user_id CHAR(32),
	account_id CHAR(32),
	model_config_id CHAR(32),
	asset_version_id CHAR(32),
	lease_token INTEGER NOT NULL,
	lease_until DATETIME(6),
	stalls INTEGER NOT NULL DEFAULT '0',
	worked_seconds DOUBLE NOT NULL DEFAULT '0',
	stop_requested_at DATETIME(6),
	error_code VARCHAR(64),
	error_status INTEGER,
	error_retryable BOOL NOT NULL DEFAULT false,
	error LONGTEXT,
	total_tokens INTEGER NOT NULL,
	created_at DATETIME(6) NOT NULL,
	started_at DATETIME(6),
	finished_at DATETIME(6),
	CONSTRAINT pk_runs PRIMARY KEY (id),
	CONSTRAINT ck_runs_status CHECK (status IN ('queued', 'running', 'paused', 'succeeded', 'partial-succeeded', 'failed', 'stopped')),
	CONSTRAINT fk_runs_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_runs_end_user_id FOREIGN KEY(end_user_id) REFERENCES end_users (id) ON DELETE SET NULL,
	CONSTRAINT fk_runs_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_runs_model_config_id FOREIGN KEY(model_config_id) REFERENCES app_model_configs (id) ON DELETE SET NULL,
	CONSTRAINT fk_runs_asset_version_id FOREIGN KEY(asset_version_id) REFERENCES asset_versions (id) ON DELETE SET NULL
)

ALTER TABLE runs ADD INDEX ix_runs_account_id (account_id)

ALTER TABLE runs ADD INDEX ix_runs_app_id_created_at (app_id, created_at)

ALTER TABLE runs ADD INDEX ix_runs_asset_version_id (asset_version_id)

ALTER TABLE runs ADD INDEX ix_runs_background (status, workspace_id, created_at)

ALTER TABLE runs ADD INDEX ix_runs_end_user_id (end_user_id)

ALTER TABLE runs ADD INDEX ix_runs_lease_until (lease_until)

ALTER TABLE runs ADD INDEX ix_runs_model_config_id (model_config_id)

CREATE TABLE documents (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	`position` INTEGER NOT NULL,
	folder VARCHAR(255) NOT NULL,
	name VARCHAR(255) NOT NULL,
	data_source_type VARCHAR(32) NOT NULL,
	upload_file_id CHAR(32),
	source_id CHAR(32),
	source_key VARCHAR(255),
	content_hash VARCHAR(64),
	size BIGINT NOT NULL,
	extension VARCHAR(32) NOT NULL,
	mime_type VARCHAR(255) NOT NULL,
	storage_key CHAR(32),
	text_storage_key CHAR(32),
	doc_form VARCHAR(24) NOT NULL,
	doc_language VARCHAR(40) NOT NULL,
	process_rule_id CHAR(32),
	batch VARCHAR(32) NOT NULL,
	generation INTEGER NOT NULL,
	building INTEGER,
	is_urgent BOOL NOT NULL,
	indexing_status VARCHAR(16) NOT NULL,
	error_code VARCHAR(64),
	error LONGTEXT,
	total_segments INTEGER NOT NULL,
	completed_segments INTEGER NOT NULL,
	processing_started_at DATETIME(6),
	parsing_completed_at DATETIME(6),
	cleaning_completed_at DATETIME(6),
	splitting_completed_at DATETIME(6),
	completed_at DATETIME(6),
	paused_at DATETIME(6),
	stopped_at DATETIME(6),
	tokens BIGINT NOT NULL,
	word_count BIGINT NOT NULL,
	enabled BOOL NOT NULL,
	disabled_at DATETIME(6),
	disabled_by CHAR(32),
	archived BOOL NOT NULL,
	archived_at DATETIME(6),
	metadata JSON NOT NULL,
	created_from VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_documents PRIMARY KEY (id),
	CONSTRAINT ck_documents_indexing_status CHECK (indexing_status IN ('waiting', 'parsing', 'cleaning', 'splitting', 'indexing', 'paused', 'error', 'completed')),
	CONSTRAINT ck_documents_doc_form CHECK (doc_form IN ('text_model', 'qa_model', 'hierarchical_model')),
	CONSTRAINT uq_documents_source_id_source_key UNIQUE (source_id, source_key),
	CONSTRAINT fk_documents_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_documents_source_id FOREIGN KEY(source_id) REFERENCES dataset_sources (id) ON DELETE SET NULL,
	CONSTRAINT fk_documents_process_rule_id FOREIGN KEY(process_rule_id) REFERENCES dataset_process_rules (id) ON DELETE SET NULL,
	CONSTRAINT fk_documents_disabled_by FOREIGN KEY(disabled_by) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_documents_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE documents ADD INDEX ix_documents_claimed_until (claimed_until)

ALTER TABLE documents ADD INDEX ix_documents_created_by (created_by)

ALTER TABLE documents ADD INDEX ix_documents_dataset_id_batch (dataset_id, batch)

ALTER TABLE documents ADD INDEX ix_documents_dataset_id_folder_name (dataset_id, folder, name)

ALTER TABLE documents ADD INDEX ix_documents_dataset_id_position (dataset_id, `position`)

ALTER TABLE documents ADD INDEX ix_documents_disabled_by (disabled_by)

ALTER TABLE documents ADD INDEX ix_documents_process_rule_id (process_rule_id)

ALTER TABLE documents ADD INDEX ix_documents_storage_key (storage_key)

ALTER TABLE documents ADD INDEX ix_documents_text_storage_key (text_storage_key)

ALTER TABLE documents ADD INDEX ix_documents_work (is_urgent, workspace_id, created_at)

CREATE TABLE dataset_syncs (
	id CHAR(32) NOT NULL,
	source_id CHAR(32) NOT NULL,
	state VARCHAR(16) NOT NULL,
	began_by VARCHAR(16) NOT NULL,
	confirmed BOOL NOT NULL,
	added INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	moved INTEGER NOT NULL,
	removed INTEGER NOT NULL,
	kept INTEGER NOT NULL,
	unchanged INTEGER NOT NULL,
	skipped INTEGER NOT NULL,
	problems JSON NOT NULL,
	error_code VARCHAR(64),
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	started_at DATETIME(6),
	ended_at DATETIME(6),
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_dataset_syncs PRIMARY KEY (id),
	CONSTRAINT ck_dataset_syncs_state CHECK (state IN ('waiting', 'running', 'completed', 'error')),
	CONSTRAINT ck_dataset_syncs_began_by CHECK (began_by IN ('request', 'change')),
	CONSTRAINT fk_dataset_syncs_source_id FOREIGN KEY(source_id) REFERENCES dataset_sources (id) ON DELETE CASCADE,
	CONSTRAINT fk_dataset_syncs_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE dataset_syncs ADD COLUMN uq_dataset_syncs_waiting_on TINYINT AS (CASE WHEN state = 'waiting' THEN 1 END) VIRTUAL INVISIBLE, ADD UNIQUE INDEX uq_dataset_syncs_waiting (source_id, uq_dataset_syncs_waiting_on)

ALTER TABLE dataset_syncs ADD INDEX ix_dataset_syncs_created_by (created_by)

ALTER TABLE dataset_syncs ADD INDEX ix_dataset_syncs_source_id_created_at (source_id, created_at)

ALTER TABLE dataset_syncs ADD INDEX ix_dataset_syncs_work (created_at)

CREATE TABLE evaluation_questions (
	id CHAR(32) NOT NULL,
	set_id CHAR(32) NOT NULL,
	`position` INTEGER NOT NULL,
	content LONGTEXT NOT NULL,
	expected JSON NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_evaluation_questions PRIMARY KEY (id),
	CONSTRAINT fk_evaluation_questions_set_id FOREIGN KEY(set_id) REFERENCES evaluation_sets (id) ON DELETE CASCADE
)

ALTER TABLE evaluation_questions ADD INDEX ix_evaluation_questions_set_id_position (set_id, `position`)

CREATE TABLE evaluation_runs (
	id CHAR(32) NOT NULL,
	set_id CHAR(32) NOT NULL,
	name LONGTEXT NOT NULL,
	state VARCHAR(16) NOT NULL,
	options JSON NOT NULL,
	searched JSON NOT NULL,
	total INTEGER NOT NULL,
	completed INTEGER NOT NULL,
	figures JSON,
	error_code VARCHAR(64),
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	started_at DATETIME(6),
	finished_at DATETIME(6),
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_evaluation_runs PRIMARY KEY (id),
	CONSTRAINT ck_evaluation_runs_state CHECK (state IN ('waiting', 'running', 'completed', 'error')),
	CONSTRAINT fk_evaluation_runs_set_id FOREIGN KEY(set_id) REFERENCES evaluation_sets (id) ON DELETE CASCADE,
	CONSTRAINT fk_evaluation_runs_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE evaluation_runs ADD INDEX ix_evaluation_runs_created_by (created_by)

ALTER TABLE evaluation_runs ADD INDEX ix_evaluation_runs_set_id_created_at (set_id, created_at)

ALTER TABLE evaluation_runs ADD INDEX ix_evaluation_runs_work (created_at)

CREATE TABLE conversation_variables (
	id CHAR(32) NOT NULL,
	conversation_id CHAR(32) NOT NULL,
	name VARCHAR(255) NOT NULL,
	value_type VARCHAR(16) NOT NULL,
	value JSON NOT NULL,
	description LONGTEXT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_conversation_variables PRIMARY KEY (id),
	CONSTRAINT uq_conversation_variables_conversation_id_name UNIQUE (conversation_id, name),
	CONSTRAINT fk_conversation_variables_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
)

CREATE TABLE trigger_events (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32),
	source VARCHAR(32) NOT NULL,
	source_id CHAR(32) NOT NULL,
	delivery_id VARCHAR(255),
	content JSON,
	storage_key CHAR(32),
	size INTEGER NOT NULL,
	workflow_id CHAR(32),
	depth INTEGER NOT NULL DEFAULT '0',
	state VARCHAR(16) NOT NULL,
	attempts INTEGER NOT NULL DEFAULT '0',
	not_before DATETIME(6) NOT NULL,
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	ended_at DATETIME(6),
	CONSTRAINT pk_trigger_events PRIMARY KEY (id),
	CONSTRAINT ck_trigger_events_state CHECK (state IN ('pending', 'done', 'failed', 'heard')),
	CONSTRAINT fk_trigger_events_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_trigger_events_workflow_id FOREIGN KEY(workflow_id) REFERENCES workflows (id) ON DELETE SET NULL
)

ALTER TABLE trigger_events ADD INDEX ix_trigger_events_app_id_id (app_id, id)

ALTER TABLE trigger_events ADD INDEX ix_trigger_events_created_at (created_at)

ALTER TABLE trigger_events ADD INDEX ix_trigger_events_pending (not_before)

ALTER TABLE trigger_events ADD INDEX ix_trigger_events_source_id_id (source_id, id)

ALTER TABLE trigger_events ADD INDEX ix_trigger_events_storage_key (storage_key)

ALTER TABLE trigger_events ADD INDEX ix_trigger_events_workflow_id (workflow_id)

ALTER TABLE trigger_events ADD UNIQUE INDEX uq_trigger_events_delivery (source_id, delivery_id)

CREATE TABLE app_triggers (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	workflow_id CHAR(32) NOT NULL,
	node_id VARCHAR(255) NOT NULL,
	kind VARCHAR(32) NOT NULL,
	title LONGTEXT NOT NULL,
	config JSON NOT NULL,
	enabled BOOL NOT NULL DEFAULT true,
	failure_told_at DATETIME(6),
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_app_triggers PRIMARY KEY (id),
	CONSTRAINT uq_app_triggers_app_id_node_id UNIQUE (app_id, node_id),
	CONSTRAINT fk_app_triggers_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_app_triggers_workflow_id FOREIGN KEY(workflow_id) REFERENCES workflows (id) ON DELETE CASCADE
)

ALTER TABLE app_triggers ADD INDEX ix_app_triggers_workflow_id (workflow_id)

ALTER TABLE app_triggers ADD INDEX ix_app_triggers_workspace_id (workspace_id)

CREATE TABLE segments (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	document_id CHAR(32) NOT NULL,
	generation INTEGER NOT NULL,
	`position` INTEGER NOT NULL,
	content LONGTEXT NOT NULL,
	answer LONGTEXT,
	text_hash VARCHAR(64) NOT NULL,
	text_start BIGINT,
	text_end BIGINT,
	page_from INTEGER,
	page_to INTEGER,
	heading JSON NOT NULL,
	keywords JSON NOT NULL,
	enrichment JSON,
	tokens INTEGER NOT NULL,
	word_count INTEGER NOT NULL,
	enabled BOOL NOT NULL,
	disabled_at DATETIME(6),
	hit_count INTEGER NOT NULL,
	edited BOOL NOT NULL,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_segments PRIMARY KEY (id),
	CONSTRAINT uq_segments_document_id_generation_position UNIQUE (document_id, generation, `position`),
	CONSTRAINT fk_segments_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_segments_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
	CONSTRAINT fk_segments_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE segments ADD INDEX ix_segments_created_by (created_by)

ALTER TABLE segments ADD INDEX ix_segments_dataset_id_text_hash (dataset_id, text_hash)

CREATE TABLE indexed_documents (
	index_id CHAR(32) NOT NULL,
	document_id CHAR(32) NOT NULL,
	generation INTEGER NOT NULL,
	CONSTRAINT pk_indexed_documents PRIMARY KEY (index_id, document_id),
	CONSTRAINT fk_indexed_documents_index_id FOREIGN KEY(index_id) REFERENCES knowledge_indexes (id) ON DELETE CASCADE,
	CONSTRAINT fk_indexed_documents_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
)

ALTER TABLE indexed_documents ADD INDEX ix_indexed_documents_document_id (document_id)

CREATE TABLE evaluation_answers (
	run_id CHAR(32) NOT NULL,
	question_id CHAR(32) NOT NULL,
	`position` INTEGER NOT NULL,
	content LONGTEXT NOT NULL,
	ndcg DOUBLE,
	recall DOUBLE,
	reciprocal_rank DOUBLE,
	milliseconds DOUBLE NOT NULL,
	results JSON NOT NULL,
	missing JSON NOT NULL,
	warnings JSON NOT NULL,
	CONSTRAINT pk_evaluation_answers PRIMARY KEY (run_id, question_id),
	CONSTRAINT fk_evaluation_answers_run_id FOREIGN KEY(run_id) REFERENCES evaluation_runs (id) ON DELETE CASCADE
)

CREATE TABLE segment_imports (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	document_id CHAR(32) NOT NULL,
	`rows` JSON NOT NULL,
	total INTEGER NOT NULL,
	status VARCHAR(16) NOT NULL,
	error_code VARCHAR(64),
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	created_by CHAR(32),
	claim CHAR(32),
	claimed_until DATETIME(6),
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_segment_imports PRIMARY KEY (id),
	CONSTRAINT ck_segment_imports_status CHECK (status IN ('waiting', 'processing', 'completed', 'error')),
	CONSTRAINT fk_segment_imports_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_segment_imports_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
	CONSTRAINT fk_segment_imports_created_by FOREIGN KEY(created_by) REFERENCES accounts (id) ON DELETE SET NULL
)

ALTER TABLE segment_imports ADD INDEX ix_segment_imports_created_at (created_at)

ALTER TABLE segment_imports ADD INDEX ix_segment_imports_created_by (created_by)

ALTER TABLE segment_imports ADD INDEX ix_segment_imports_dataset_id (dataset_id)

ALTER TABLE segment_imports ADD INDEX ix_segment_imports_document_id_created_at (document_id, created_at)

ALTER TABLE segment_imports ADD INDEX ix_segment_imports_work (claimed_until)

CREATE TABLE messages (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	conversation_id CHAR(32) NOT NULL,
	parent_message_id CHAR(32),
	run_id CHAR(32),
	inputs JSON NOT NULL,
	query LONGTEXT NOT NULL,
	answer LONGTEXT NOT NULL,
	status VARCHAR(16) NOT NULL,
	error LONGTEXT,
	model_provider VARCHAR(64),
	model VARCHAR(255),
	finish_reason VARCHAR(16),
	prompt JSON NOT NULL,
	prompt_tokens INTEGER NOT NULL,
	completion_tokens INTEGER NOT NULL,
	prompt_unit_price NUMERIC(14, 6) NOT NULL,
	completion_unit_price NUMERIC(14, 6) NOT NULL,
	total_price NUMERIC(18, 9) NOT NULL,
	currency VARCHAR(3) NOT NULL,
	price_known BOOL NOT NULL,
	retriever_resources JSON NOT NULL,
	latency DOUBLE NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_messages PRIMARY KEY (id),
	CONSTRAINT ck_messages_status CHECK (status IN ('running', 'normal', 'stopped', 'error')),
	CONSTRAINT fk_messages_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_messages_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE,
	CONSTRAINT fk_messages_parent_message_id FOREIGN KEY(parent_message_id) REFERENCES messages (id) ON DELETE SET NULL,
	CONSTRAINT fk_messages_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL
)

ALTER TABLE messages ADD INDEX ix_messages_app_id_created_at (app_id, created_at)

ALTER TABLE messages ADD INDEX ix_messages_conversation_id_created_at (conversation_id, created_at)

ALTER TABLE messages ADD INDEX ix_messages_parent_message_id (parent_message_id)

ALTER TABLE messages ADD INDEX ix_messages_run_id (run_id)

CREATE TABLE workflow_runs (
	run_id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	workflow_id CHAR(32) NOT NULL,
	triggered_from VARCHAR(16) NOT NULL,
	parent_run_id CHAR(32),
	forked_from CHAR(32),
	inputs JSON NOT NULL,
	outputs JSON,
	steps INTEGER NOT NULL,
	exceptions_count INTEGER NOT NULL,
	total_price NUMERIC(18, 9) NOT NULL,
	currency VARCHAR(3) NOT NULL,
	attempts INTEGER NOT NULL,
	CONSTRAINT pk_workflow_runs PRIMARY KEY (run_id),
	CONSTRAINT ck_workflow_runs_triggered_from CHECK (triggered_from IN ('debugging', 'app-run', 'webhook', 'schedule', 'event', 'tool', 'single-step')),
	CONSTRAINT fk_workflow_runs_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
	CONSTRAINT fk_workflow_runs_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_workflow_runs_workflow_id FOREIGN KEY(workflow_id) REFERENCES workflows (id) ON DELETE CASCADE,
	CONSTRAINT fk_workflow_runs_parent_run_id FOREIGN KEY(parent_run_id) REFERENCES runs (id) ON DELETE SET NULL,
	CONSTRAINT fk_workflow_runs_forked_from FOREIGN KEY(forked_from) REFERENCES runs (id) ON DELETE SET NULL
)

ALTER TABLE workflow_runs ADD INDEX ix_workflow_runs_app_id_run_id (app_id, run_id)

ALTER TABLE workflow_runs ADD INDEX ix_workflow_runs_forked_from (forked_from)

ALTER TABLE workflow_runs ADD INDEX ix_workflow_runs_parent_run_id (parent_run_id)

ALTER TABLE workflow_runs ADD INDEX ix_workflow_runs_workflow_id (workflow_id)

CREATE TABLE workflow_steps (
	run_id CHAR(32) NOT NULL,
	frame VARCHAR(255) NOT NULL,
	node_id VARCHAR(255) NOT NULL,
	attempt INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	node_type LONGTEXT NOT NULL,
	title LONGTEXT NOT NULL,
	predecessor LONGTEXT,
	status VARCHAR(16) NOT NULL,
	handle LONGTEXT,
	inputs JSON,
	process_data JSON,
	outputs JSON,
	writes JSON,
	error LONGTEXT,
	error_type LONGTEXT,
	`usage` JSON,
	size INTEGER NOT NULL,
	reused BOOL NOT NULL DEFAULT false,
	started_at DATETIME(6) NOT NULL,
	finished_at DATETIME(6),
	CONSTRAINT pk_workflow_steps PRIMARY KEY (run_id, frame, node_id, attempt),
	CONSTRAINT fk_workflow_steps_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
)

CREATE TABLE workflow_values (
	run_id CHAR(32) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	size INTEGER NOT NULL,
	value JSON NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_workflow_values PRIMARY KEY (run_id, digest),
	CONSTRAINT fk_workflow_values_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
)

CREATE TABLE workflow_archives (
	storage_key CHAR(32) NOT NULL,
	run_id CHAR(32),
	app_id CHAR(32) NOT NULL,
	size BIGINT NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_workflow_archives PRIMARY KEY (storage_key),
	CONSTRAINT uq_workflow_archives_run_id UNIQUE (run_id),
	CONSTRAINT fk_workflow_archives_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL,
	CONSTRAINT fk_workflow_archives_app_id FOREIGN KEY(app_id) REFERENCES apps (id)
)

ALTER TABLE workflow_archives ADD INDEX ix_workflow_archives_app_id (app_id)

ALTER TABLE workflow_archives ADD INDEX ix_workflow_archives_unused (created_at)

CREATE TABLE workflow_files (
	run_id CHAR(32) NOT NULL,
	upload_file_id CHAR(32) NOT NULL,
	CONSTRAINT pk_workflow_files PRIMARY KEY (run_id, upload_file_id),
	CONSTRAINT fk_workflow_files_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
	CONSTRAINT fk_workflow_files_upload_file_id FOREIGN KEY(upload_file_id) REFERENCES upload_files (id) ON DELETE CASCADE
)

ALTER TABLE workflow_files ADD INDEX ix_workflow_files_upload_file_id (upload_file_id)

CREATE TABLE human_input_forms (
	id CHAR(32) NOT NULL,
	workspace_id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	run_id CHAR(32) NOT NULL,
	node_id LONGTEXT NOT NULL,
	title LONGTEXT NOT NULL,
	form JSON NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	state VARCHAR(16) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	action LONGTEXT,
	answer JSON,
	answered_at DATETIME(6),
	account_id CHAR(32),
	end_user_id CHAR(32),
	CONSTRAINT pk_human_input_forms PRIMARY KEY (id),
	CONSTRAINT ck_human_input_forms_state CHECK (state IN ('waiting', 'submitted', 'expired', 'stopped')),
	CONSTRAINT fk_human_input_forms_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_human_input_forms_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
	CONSTRAINT fk_human_input_forms_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE SET NULL,
	CONSTRAINT fk_human_input_forms_end_user_id FOREIGN KEY(end_user_id) REFERENCES end_users (id) ON DELETE SET NULL
)

ALTER TABLE human_input_forms ADD INDEX ix_human_input_forms_account_id (account_id)

ALTER TABLE human_input_forms ADD INDEX ix_human_input_forms_app_id (app_id)

ALTER TABLE human_input_forms ADD INDEX ix_human_input_forms_due (expires_at)

ALTER TABLE human_input_forms ADD INDEX ix_human_input_forms_end_user_id (end_user_id)

ALTER TABLE human_input_forms ADD INDEX ix_human_input_forms_run_id (run_id)

ALTER TABLE human_input_forms ADD INDEX ix_human_input_forms_workspace_id_created_at (workspace_id, created_at)

ALTER TABLE human_input_forms ADD UNIQUE INDEX ix_human_input_forms_token_hash (token_hash)

CREATE TABLE trigger_deliveries (
	event_id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	node_id VARCHAR(255) NOT NULL,
	run_id CHAR(32),
	started BOOL NOT NULL,
	error_code VARCHAR(64),
	error LONGTEXT,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_trigger_deliveries PRIMARY KEY (event_id, app_id, node_id),
	CONSTRAINT fk_trigger_deliveries_event_id FOREIGN KEY(event_id) REFERENCES trigger_events (id) ON DELETE CASCADE,
	CONSTRAINT fk_trigger_deliveries_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_trigger_deliveries_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL
)

ALTER TABLE trigger_deliveries ADD INDEX ix_trigger_deliveries_app_id_node_id_event_id (app_id, node_id, event_id)

ALTER TABLE trigger_deliveries ADD INDEX ix_trigger_deliveries_run_id (run_id)

CREATE TABLE schedule_plans (
	trigger_id CHAR(32) NOT NULL,
	cron LONGTEXT NOT NULL,
	timezone LONGTEXT NOT NULL,
	misfire VARCHAR(16) NOT NULL,
	overlap VARCHAR(16) NOT NULL,
	next_due_at DATETIME(6),
	last_run_id CHAR(32),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_schedule_plans PRIMARY KEY (trigger_id),
	CONSTRAINT ck_schedule_plans_overlap CHECK (overlap IN ('allow', 'skip', 'queue')),
	CONSTRAINT fk_schedule_plans_trigger_id FOREIGN KEY(trigger_id) REFERENCES app_triggers (id) ON DELETE CASCADE,
	CONSTRAINT fk_schedule_plans_last_run_id FOREIGN KEY(last_run_id) REFERENCES runs (id) ON DELETE SET NULL
)

ALTER TABLE schedule_plans ADD INDEX ix_schedule_plans_due (next_due_at)

ALTER TABLE schedule_plans ADD INDEX ix_schedule_plans_last_run_id (last_run_id)

CREATE TABLE schedule_firings (
	id CHAR(32) NOT NULL,
	trigger_id CHAR(32) NOT NULL,
	due_at DATETIME(6) NOT NULL,
	until DATETIME(6),
	state VARCHAR(16) NOT NULL,
	reason VARCHAR(64),
	error LONGTEXT,
	run_id CHAR(32),
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_schedule_firings PRIMARY KEY (id),
	CONSTRAINT ck_schedule_firings_state CHECK (state IN ('pending', 'waiting', 'started', 'skipped', 'failed')),
	CONSTRAINT uq_schedule_firings_trigger_id_due_at UNIQUE (trigger_id, due_at),
	CONSTRAINT fk_schedule_firings_trigger_id FOREIGN KEY(trigger_id) REFERENCES app_triggers (id) ON DELETE CASCADE,
	CONSTRAINT fk_schedule_firings_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL
)

ALTER TABLE schedule_firings ADD INDEX ix_schedule_firings_created_at (created_at)

ALTER TABLE schedule_firings ADD INDEX ix_schedule_firings_open (trigger_id, due_at)

ALTER TABLE schedule_firings ADD INDEX ix_schedule_firings_run_id (run_id)

CREATE TABLE child_chunks (
	id CHAR(32) NOT NULL,
	dataset_id CHAR(32) NOT NULL,
	document_id CHAR(32) NOT NULL,
	segment_id CHAR(32) NOT NULL,
	`position` INTEGER NOT NULL,
	content LONGTEXT NOT NULL,
	text_hash VARCHAR(64) NOT NULL,
	text_start BIGINT,
	text_end BIGINT,
	tokens INTEGER NOT NULL,
	word_count INTEGER NOT NULL,
	type VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_child_chunks PRIMARY KEY (id),
	CONSTRAINT ck_child_chunks_type CHECK (type IN ('automatic', 'customized')),
	CONSTRAINT fk_child_chunks_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
	CONSTRAINT fk_child_chunks_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
	CONSTRAINT fk_child_chunks_segment_id FOREIGN KEY(segment_id) REFERENCES segments (id) ON DELETE CASCADE
)

ALTER TABLE child_chunks ADD INDEX ix_child_chunks_dataset_id_text_hash (dataset_id, text_hash)

ALTER TABLE child_chunks ADD INDEX ix_child_chunks_document_id (document_id)

ALTER TABLE child_chunks ADD INDEX ix_child_chunks_segment_id_position (segment_id, `position`)

CREATE TABLE message_agent_thoughts (
	id CHAR(32) NOT NULL,
	message_id CHAR(32) NOT NULL,
	`position` INTEGER NOT NULL,
	thought LONGTEXT NOT NULL,
	tool LONGTEXT NOT NULL,
	tool_input LONGTEXT NOT NULL,
	observation LONGTEXT NOT NULL,
	tokens INTEGER NOT NULL,
	latency DOUBLE NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_message_agent_thoughts PRIMARY KEY (id),
	CONSTRAINT uq_message_agent_thoughts_message_id_position UNIQUE (message_id, `position`),
	CONSTRAINT fk_message_agent_thoughts_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
)

CREATE TABLE message_feedbacks (
	id CHAR(32) NOT NULL,
	app_id CHAR(32) NOT NULL,
	message_id CHAR(32) NOT NULL,
	rating VARCHAR(8) NOT NULL,
	content LONGTEXT NOT NULL,
	end_user_id CHAR(32),
	account_id CHAR(32),
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_message_feedbacks PRIMARY KEY (id),
	CONSTRAINT ck_message_feedbacks_rating CHECK (rating IN ('like', 'dislike')),
	CONSTRAINT uq_message_feedbacks_message_id_end_user_id UNIQUE (message_id, end_user_id),
	CONSTRAINT uq_message_feedbacks_message_id_account_id UNIQUE (message_id, account_id),
	CONSTRAINT fk_message_feedbacks_app_id FOREIGN KEY(app_id) REFERENCES apps (id) ON DELETE CASCADE,
	CONSTRAINT fk_message_feedbacks_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE,
	CONSTRAINT fk_message_feedbacks_end_user_id FOREIGN KEY(end_user_id) REFERENCES end_users (id) ON DELETE CASCADE,
	CONSTRAINT fk_message_feedbacks_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE
)

ALTER TABLE message_feedbacks ADD INDEX ix_message_feedbacks_account_id (account_id)

ALTER TABLE message_feedbacks ADD INDEX ix_message_feedbacks_app_id_created_at (app_id, created_at)

ALTER TABLE message_feedbacks ADD INDEX ix_message_feedbacks_end_user_id (end_user_id)

CREATE TABLE message_files (
	id CHAR(32) NOT NULL,
	message_id CHAR(32) NOT NULL,
	type VARCHAR(16) NOT NULL,
	transfer_method VARCHAR(16) NOT NULL,
	url LONGTEXT,
	upload_file_id CHAR(32),
	belongs_to VARCHAR(16) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	CONSTRAINT pk_message_files PRIMARY KEY (id),
	CONSTRAINT fk_message_files_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE,
	CONSTRAINT fk_message_files_upload_file_id FOREIGN KEY(upload_file_id) REFERENCES upload_files (id) ON DELETE SET NULL
)

ALTER TABLE accounts ADD CONSTRAINT fk_accounts_avatar_id FOREIGN KEY(avatar_id) REFERENCES upload_files (id) ON DELETE SET NULL

ALTER TABLE apps ADD CONSTRAINT fk_apps_asset_version_id FOREIGN KEY(asset_version_id) REFERENCES asset_versions (id) ON DELETE SET NULL

ALTER TABLE apps ADD CONSTRAINT fk_apps_model_config_id FOREIGN KEY(model_config_id) REFERENCES app_model_configs (id) ON DELETE SET NULL

ALTER TABLE message_files ADD INDEX ix_message_files_message_id (message_id)

ALTER TABLE message_files ADD INDEX ix_message_files_upload_file_id (upload_file_id)

INSERT INTO named_locks (number) VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31), (32), (33), (34), (35), (36), (37), (38), (39), (40), (41), (42), (43), (44), (45), (46), (47), (48), (49), (50), (51), (52), (53), (54), (55), (56), (57), (58), (59), (60), (61), (62), (63), (64), (65), (66), (67), (68), (69), (70), (71), (72), (73), (74), (75), (76), (77), (78), (79), (80), (81), (82), (83), (84), (85), (86), (87), (88), (89), (90), (91), (92), (93), (94), (95), (96), (97), (98), (99), (100), (101), (102), (103), (104), (105), (106), (107), (108), (109), (110), (111), (112), (113), (114), (115), (116), (117), (118), (119), (120), (121), (122), (123), (124), (125), (126), (127), (128), (129), (130), (131), (132), (133), (134), (135), (136), (137), (138), (139), (140), (141), (142), (143), (144), (145), (146), (147), (148), (149), (150), (151), (152), (153), (154), (155), (156), (157), (158), (159), (160), (161), (162), (163), (164), (165), (166), (167), (168), (169), (170), (171), (172), (173), (174), (175), (176), (177), (178), (179), (180), (181), (182), (183), (184), (185), (186), (187), (188), (189), (190), (191), (192), (193), (194), (195), (196), (197), (198), (199), (200), (201), (202), (203), (204), (205), (206), (207), (208), (209), (210), (211), (212), (213), (214), (215), (216), (217), (218), (219), (220), (221), (222), (223), (224), (225), (226), (227), (228), (229), (230), (231), (232), (233), (234), (235), (236), (237), (238), (239), (240), (241), (242), (243), (244), (245), (246), (247), (248), (249), (250), (251), (252), (253), (254), (255), (256), (257), (258), (259), (260), (261), (262), (263), (264), (265), (266), (267), (268), (269), (270), (271), (272), (273), (274), (275), (276), (277), (278), (279), (280), (281), (282), (283), (284), (285), (286), (287), (288), (289), (290), (291), (292), (293), (294), (295), (296), (297), (298), (299), (300), (301), (302), (303), (304), (305), (306), (307), (308), (309), (310), (311), (312), (313), (314), (315), (316), (317), (318), (319), (320), (321), (322), (323), (324), (325), (326), (327), (328), (329), (330), (331), (332), (333), (334), (335), (336), (337), (338), (339), (340), (341), (342), (343), (344), (345), (346), (347), (348), (349), (350), (351), (352), (353), (354), (355), (356), (357), (358), (359), (360), (361), (362), (363), (364), (365), (366), (367), (368), (369), (370), (371), (372), (373), (374), (375), (376), (377), (378), (379), (380), (381), (382), (383), (384), (385), (386), (387), (388), (389), (390), (391), (392), (393), (394), (395), (396), (397), (398), (399), (400), (401), (402), (403), (404), (405), (406), (407), (408), (409), (410), (411), (412), (413), (414), (415), (416), (417), (418), (419), (420), (421), (422), (423), (424), (425), (426), (427), (428), (429), (430), (431), (432), (433), (434), (435), (436), (437), (438), (439), (440), (441), (442), (443), (444), (445), (446), (447), (448), (449), (450), (451), (452), (453), (454), (455), (456), (457), (458), (459), (460), (461), (462), (463), (464), (465), (466), (467), (468), (469), (470), (471), (472), (473), (474), (475), (476), (477), (478), (479), (480), (481), (482), (483), (484), (485), (486), (487), (488), (489), (490), (491), (492), (493), (494), (495), (496), (497), (498), (499), (500), (501), (502), (503), (504), (505), (506), (507), (508), (509), (510), (511), (512), (513), (514), (515), (516), (517), (518), (519), (520), (521), (522), (523), (524), (525), (526), (527), (528), (529), (530), (531), (532), (533), (534), (535), (536), (537), (538), (539), (540), (541), (542), (543), (544), (545), (546), (547), (548), (549), (550), (551), (552), (553), (554), (555), (556), (557), (558), (559), (560), (561), (562), (563), (564), (565), (566), (567), (568), (569), (570), (571), (572), (573), (574), (575), (576), (577), (578), (579), (580), (581), (582), (583), (584), (585), (586), (587), (588), (589), (590), (591), (592), (593), (594), (595), (596), (597), (598), (599), (600), (601), (602), (603), (604), (605), (606), (607), (608), (609), (610), (611), (612), (613), (614), (615), (616), (617), (618), (619), (620), (621), (622), (623), (624), (625), (626), (627), (628), (629), (630), (631), (632), (633), (634), (635), (636), (637), (638), (639), (640), (641), (642), (643), (644), (645), (646), (647), (648), (649), (650), (651), (652), (653), (654), (655), (656), (657), (658), (659), (660), (661), (662), (663), (664), (665), (666), (667), (668), (669), (670), (671), (672), (673), (674), (675), (676), (677), (678), (679), (680), (681), (682), (683), (684), (685), (686), (687), (688), (689), (690), (691), (692), (693), (694), (695), (696), (697), (698), (699), (700), (701), (702), (703), (704), (705), (706), (707), (708), (709), (710), (711), (712), (713), (714), (715), (716), (717), (718), (719), (720), (721), (722), (723), (724), (725), (726), (727), (728), (729), (730), (731), (732), (733), (734), (735), (736), (737), (738), (739), (740), (741), (742), (743), (744), (745), (746), (747), (748), (749), (750), (751), (752), (753), (754), (755), (756), (757), (758), (759), (760), (761), (762), (763), (764), (765), (766), (767), (768), (769), (770), (771), (772), (773), (774), (775), (776), (777), (778), (779), (780), (781), (782), (783), (784), (785), (786), (787), (788), (789), (790), (791), (792), (793), (794), (795), (796), (797), (798), (799), (800), (801), (802), (803), (804), (805), (806), (807), (808), (809), (810), (811), (812), (813), (814), (815), (816), (817), (818), (819), (820), (821), (822), (823), (824), (825), (826), (827), (828), (829), (830), (831), (832), (833), (834), (835), (836), (837), (838), (839), (840), (841), (842), (843), (844), (845), (846), (847), (848), (849), (850), (851), (852), (853), (854), (855), (856), (857), (858), (859), (860), (861), (862), (863), (864), (865), (866), (867), (868), (869), (870), (871), (872), (873), (874), (875), (876), (877), (878), (879), (880), (881), (882), (883), (884), (885), (886), (887), (888), (889), (890), (891), (892), (893), (894), (895), (896), (897), (898), (899), (900), (901), (902), (903), (904), (905), (906), (907), (908), (909), (910), (911), (912), (913), (914), (915), (916), (917), (918), (919), (920), (921), (922), (923), (924), (925), (926), (927), (928), (929), (930), (931), (932), (933), (934), (935), (936), (937), (938), (939), (940), (941), (942), (943), (944), (945), (946), (947), (948), (949), (950), (951), (952), (953), (954), (955), (956), (957), (958), (959), (960), (961), (962), (963), (964), (965), (966), (967), (968), (969), (970), (971), (972), (973), (974), (975), (976), (977), (978), (979), (980), (981), (982), (983), (984), (985), (986), (987), (988), (989), (990), (991), (992), (993), (994), (995), (996), (997), (998), (999), (1000), (1001), (1002), (1003), (1004), (1005), (1006), (1007), (1008), (1009), (1010), (1011), (1012), (1013), (1014), (1015), (1016), (1017), (1018), (1019), (1020), (1021), (1022), (1023)
