"""How long the tests wait, in seconds: for a slow machine that is busy with other work.

Nothing that passes takes so long. Who holds the bot to a time says so in a test of its own
(``test_start_and_end.py``, ``test_many_at_once.py``), beside what the machine does meanwhile; a
wait elsewhere that ended at Discord's three seconds would only tell a slow machine.
"""

from typing import Final

from tests.loopback import limits

# Until anything that was asked for is there, or the test has failed.
PATIENCE_S: Final = 60.0
# A bot starts with everything to read, beside others that do.
START_S: Final = 180.0
# The loopback takes this for Discord's three seconds, where a test does not say.
CALLBACK_S: Final = 10 * limits.CALLBACK_S
