"""What words mean, so that a question finds what is said in other words.

From a table of word vectors that lies in ``table/`` (docs/meaning.md), read by numpy.
"""
