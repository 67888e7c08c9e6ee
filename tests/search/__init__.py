"""Tests of how requests are answered."""
