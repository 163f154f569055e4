"""idempotency keys of any scope, not only of an app"""

from alembic import op


revision = '20261130_idempotency_scopes'
down_revision = '20261130_key_names'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint('fk_idempotency_keys_app_id', 'idempotency_keys', type_='foreignkey')
    op.alter_column('idempotency_keys', 'app_id', new_column_name='scope_id')


def downgrade() -> None:
    op.alter_column('idempotency_keys', 'scope_id', new_column_name='app_id')
    op.execute('DELETE FROM idempotency_keys WHERE app_id NOT IN (SELECT id FROM apps)')
    op.create_foreign_key(
        'fk_idempotency_keys_app_id', 'idempotency_keys', 'apps', ['app_id'], ['id'], ondelete='CASCADE'
    )
