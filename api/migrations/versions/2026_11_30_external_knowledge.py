"""external knowledge APIs, and the knowledge bases that ask them"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_external_knowledge'
down_revision = '20261130_message_sources'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('external_knowledge_apis',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('description', sa.Text(), nullable=False),
        sa.Column('endpoint', sa.Text(), nullable=False),
        sa.Column('sealed_key', sa.Text(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_external_knowledge_apis_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['updated_by'], ['accounts.id'], name=op.f('fk_external_knowledge_apis_updated_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_external_knowledge_apis_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_external_knowledge_apis'))
    )
    op.create_index(op.f('ix_external_knowledge_apis_created_by'), 'external_knowledge_apis', ['created_by'], unique=False)
    op.create_index(op.f('ix_external_knowledge_apis_updated_by'), 'external_knowledge_apis', ['updated_by'], unique=False)
    op.create_index(op.f('ix_external_knowledge_apis_workspace_id_created_at'), 'external_knowledge_apis', ['workspace_id', 'created_at'], unique=False)
    op.add_column('datasets', sa.Column('external_knowledge_api_id', sa.Uuid(), nullable=True))
    op.add_column('datasets', sa.Column('external_knowledge_id', sa.Text(), nullable=True))
    op.create_foreign_key(op.f('fk_datasets_external_knowledge_api_id'), 'datasets', 'external_knowledge_apis', ['external_knowledge_api_id'], ['id'], ondelete='SET NULL')
    op.create_index(op.f('ix_datasets_external_knowledge_api_id'), 'datasets', ['external_knowledge_api_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_datasets_external_knowledge_api_id'), table_name='datasets')
    op.drop_constraint(op.f('fk_datasets_external_knowledge_api_id'), 'datasets', type_='foreignkey')
    op.drop_column('datasets', 'external_knowledge_id')
    op.drop_column('datasets', 'external_knowledge_api_id')
    op.drop_table('external_knowledge_apis')
