"""Keeps the token out of the log, wherever it might have slipped into a record."""

import logging

MASK = "[token]"
_FORMATTER = logging.Formatter()


class Redaction(logging.Filter):
    """Writes a mask for the secret in messages, arguments and traces; lets every record pass."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record in place; the trace is formatted here, so that it can be."""
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._redacted(record.exc_text)
        if record.stack_info:
            record.stack_info = self._redacted(record.stack_info)
        said = record.getMessage()
        if self._secret in said:
            record.msg, record.args = self._redacted(said), ()
        return True

    def _redacted(self, text: str) -> str:
        return text.replace(self._secret, MASK)


def keep_secret(secret: str) -> None:
    """From now on, no handler of the root logger writes the secret. An empty one is none."""
    if not secret:
        return
    handlers = [
        *logging.getLogger().handlers,
        *([logging.lastResort] if logging.lastResort else []),
    ]
    for handler in handlers:
        handler.addFilter(Redaction(secret))
