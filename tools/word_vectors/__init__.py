"""The making of the table of word vectors in ``bot/search/`` (docs/meaning.md)."""
