"""How the table of word vectors in ``bot/search/`` was made (docs/meaning.md)."""
