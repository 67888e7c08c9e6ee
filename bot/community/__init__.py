"""The daily point and discussions of a server: schedules and settings."""
