"""Imports: archives, CSV tables, and the plan of what an import changes."""
