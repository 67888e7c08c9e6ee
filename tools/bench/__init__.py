"""Speed and quality of matching, beside what one would use instead."""
