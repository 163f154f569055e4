"""OpenAPI tools"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_api_tools'
down_revision = '20261130_workflows'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'api_providers',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('document_url', sa.Text(), nullable=True),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('document_digest', sa.String(length=64), nullable=False),
        sa.Column('server_url', sa.Text(), nullable=False),
        sa.Column('own_server', sa.Boolean(), nullable=False),
        sa.Column('sealed_auth', sa.Text(), nullable=True),
        sa.Column('auth_schemes', postgresql.JSONB(), nullable=False),
        sa.Column('changes', postgresql.JSONB(), nullable=False),
        sa.Column('change_count', sa.Integer(), nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['created_by'], ['accounts.id'], name=op.f('fk_api_providers_created_by_accounts'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['workspace_id'], ['workspaces.id'], name=op.f('fk_api_providers_workspace_id_workspaces'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_api_providers')),
        sa.UniqueConstraint('workspace_id', 'name', name=op.f('uq_api_providers_workspace_id_name')),
    )
    op.create_index(op.f('ix_api_providers_created_by'), 'api_providers', ['created_by'])
    op.create_table(
        'api_tools',
        sa.Column('provider_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('description', sa.Text(), nullable=False),
        sa.Column('operation', postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ['provider_id'], ['api_providers.id'], name=op.f('fk_api_tools_provider_id_api_providers'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('provider_id', 'name', name=op.f('pk_api_tools')),
    )


def downgrade() -> None:
    op.drop_table('api_tools')
    op.drop_table('api_providers')
