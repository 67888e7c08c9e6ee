"""``python -m bot``: the command line.

:func:`main` imports the rest, so that Ctrl-C while it loads ends without a traceback too.
"""

import sys

_INTERRUPTED = 130  # 128 plus the signal's number, the convention of shells


def main() -> int:
    """Run the command line; return the exit status."""
    try:
        from bot.cli import main as run  # noqa: PLC0415 - see above

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
