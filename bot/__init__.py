"""Counterpoint: answers discussion questions with what people really said."""

__version__ = "0.2.0"
