"""Runs the steps on the connection that ``archive.catalog.engine`` hands over. Opens nothing itself."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False, render_as_batch=True)
context.run_migrations()
