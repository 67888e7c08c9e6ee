"""The daily point and discussions: settings, schedule and records."""
