"""Pictures of cards for the docs, drawn from the payloads that go to Discord."""
