"""Changes to a server's collection by moderators, and suggestions by members."""
