"""What an unquoted word of YAML means: the core schema of YAML 1.2, as editors read it.

https://yaml.org/spec/1.2.2/#103-core-schema. So ``no`` and ``on`` are text, and a date is too.
"""

import re

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER_STARTS = frozenset("+-.0123456789")
# Python refuses to read whole numbers much longer than this; as a fraction they are only inexact.
_LONGEST_INTEGER = 4000


def resolve(word: str) -> str | int | float | bool | None:
    """The value of an unquoted word."""
    if word in _NULLS:
        return None
    if word in _TRUTHS:
        return _TRUTHS[word]
    if word[0] in _NUMBER_STARTS:
        return _number(word)
    return word


def _number(word: str) -> str | int | float:
    if len(word) <= _LONGEST_INTEGER:
        if _INTEGER.fullmatch(word):
            return int(word)
        if _OCTAL.fullmatch(word) or _HEXADECIMAL.fullmatch(word):
            return int(word, 0)
    if _FLOAT.fullmatch(word):
        return float(word)
    if _SPECIAL.fullmatch(word):
        return float(word.replace(".", ""))
    return word
