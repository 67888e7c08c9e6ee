"""The terminal front end: one answer, a prompt, and the commands of operators and curators."""
