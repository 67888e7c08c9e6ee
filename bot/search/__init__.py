"""How a request is answered: pure functions of a library and what was asked."""
