"""What all tests share."""

from hypothesis import settings

pytest_plugins = ["tests.loopback.fixtures"]

# For tests that look for longer when asked: ``pytest --hypothesis-profile=large``.
settings.register_profile("large", max_examples=1000)
