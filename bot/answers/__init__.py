"""Which excerpts answer a request: pure functions of a library and a request."""
