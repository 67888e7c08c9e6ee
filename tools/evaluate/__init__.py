"""Measurement of answers, with requests whose right answers are known."""
