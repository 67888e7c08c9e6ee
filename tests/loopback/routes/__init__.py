"""Discord's HTTP routes, by subject."""
