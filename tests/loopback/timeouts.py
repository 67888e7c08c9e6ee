"""Timeouts of the tests, in seconds, for a slow machine that is busy with other work.

No passing test takes so long. The tests of the bot's speed (``test_start_and_end.py``,
``test_many_at_once.py``) take the load of the machine into account; elsewhere, a wait of Discord's
three seconds would only detect a slow machine.
"""

from typing import Final

from tests.loopback import limits

# Limit for anything that a test waits for.
PATIENCE_S: Final = 60.0
# Limit for the start of a bot, beside others that start.
START_S: Final = 180.0
# Default of the loopback in place of Discord's three seconds.
CALLBACK_S: Final = 10 * limits.CALLBACK_S
