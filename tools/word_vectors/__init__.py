"""How the table of word vectors in ``bot/answer/meaning/`` was made (docs/meaning.md)."""
