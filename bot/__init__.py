"""Counterpoint: answers discussion questions with what people really said."""
