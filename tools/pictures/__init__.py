"""Pictures of cards for the docs, drawn from the very payloads that go to Discord."""
