"""What Alembic runs around the scripts: it uses the caller's connection and transaction.

SQLite changes most things about a table only by a batch rebuild (``op.batch_alter_table``: copy,
drop, rename). The drop takes the table's triggers with it, and Alembic does not make them
again: a migration that rebuilds a table with triggers makes them again itself, and is tested
for it. Foreign keys are not enforced meanwhile and are checked before the commit.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
