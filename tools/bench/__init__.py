"""Speed and quality of matching, compared with its alternatives."""
