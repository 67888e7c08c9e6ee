"""The same commands at a terminal: one by one, at a prompt, through a pipe, many from a file."""
