"""Numbered steps from every released version of the tables to the next (Alembic). Holds no other code."""
