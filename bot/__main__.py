"""``python -m bot``, or ``counterpoint`` if it is installed: the command line.

:func:`main` imports the rest, so that Ctrl-C while it loads ends without a traceback too.
"""

import gc
import sys

_INTERRUPTED = 130  # 128 plus the signal's number, the convention of shells


def main() -> int:
    """Run the command line; return the exit status."""
    try:
        # Modules and the library stay as long as the process: looking for garbage in them takes
        # 15 % of the time of one answer. What opens the library turns the collector on.
        gc.disable()
        from bot.cli import main as run  # noqa: PLC0415 - see above

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
