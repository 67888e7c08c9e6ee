"""What is known: the curated quotes, who said them, where, and what they are about."""
