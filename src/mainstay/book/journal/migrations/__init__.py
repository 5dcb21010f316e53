"""Alembic environment of the journal; it ships with the package."""
