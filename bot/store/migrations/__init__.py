"""The migrations, found and run by Alembic."""
