"""``python -m bot``: the command line, which takes a moment to load.

Nothing of it is imported before :func:`main`, so that Ctrl-C ends it without a trace then too.
"""

import sys

_INTERRUPTED = 130  # 128 and the number of the signal, as shells count


def main() -> int:
    """Do what the command line asks for; return the exit status."""
    try:
        from bot.cli import main as obey  # noqa: PLC0415 - see above

        return obey()
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
