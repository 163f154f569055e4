"""evaluation sets of knowledge bases, and runs over them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_evaluation'
down_revision = '20261130_indexes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('evaluation_sets',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_evaluation_sets_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_evaluation_sets_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_sets')),
        sa.UniqueConstraint('dataset_id', 'name', name=op.f('uq_evaluation_sets_dataset_id_name'))
    )
    op.create_index(op.f('ix_evaluation_sets_created_by'), 'evaluation_sets', ['created_by'], unique=False)
    op.create_table('evaluation_questions',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('set_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('expected', postgresql.JSONB(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['set_id'], ['evaluation_sets.id'], name=op.f('fk_evaluation_questions_set_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_questions'))
    )
    op.create_index(op.f('ix_evaluation_questions_set_id_position'), 'evaluation_questions', ['set_id', 'position'], unique=False)
    op.create_table('evaluation_runs',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('set_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('options', postgresql.JSONB(), nullable=False),
        sa.Column('searched', postgresql.JSONB(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('completed', sa.Integer(), nullable=False),
        sa.Column('figures', postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column('error_code', sa.String(length=64), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('claim', sa.Uuid(), nullable=True),
        sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'completed', 'error')", name=op.f('ck_evaluation_runs_state')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_evaluation_runs_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['set_id'], ['evaluation_sets.id'], name=op.f('fk_evaluation_runs_set_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_runs'))
    )
    op.create_index(op.f('ix_evaluation_runs_created_by'), 'evaluation_runs', ['created_by'], unique=False)
    op.create_index(op.f('ix_evaluation_runs_set_id_created_at'), 'evaluation_runs', ['set_id', 'created_at'], unique=False)
    op.create_index('ix_evaluation_runs_work', 'evaluation_runs', ['created_at'], unique=False, postgresql_where=sa.text("state IN ('waiting', 'running')"))
    op.create_table('evaluation_answers',
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('question_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('ndcg', sa.Float(), nullable=True),
        sa.Column('recall', sa.Float(), nullable=True),
        sa.Column('reciprocal_rank', sa.Float(), nullable=True),
        sa.Column('milliseconds', sa.Float(), nullable=False),
        sa.Column('results', postgresql.JSONB(), nullable=False),
        sa.Column('missing', postgresql.JSONB(), nullable=False),
        sa.Column('warnings', postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(['run_id'], ['evaluation_runs.id'], name=op.f('fk_evaluation_answers_run_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('run_id', 'question_id', name=op.f('pk_evaluation_answers'))
    )


def downgrade() -> None:
    for table in ('evaluation_answers', 'evaluation_runs', 'evaluation_questions', 'evaluation_sets'):
        op.drop_table(table)
