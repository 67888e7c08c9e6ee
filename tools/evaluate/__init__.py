"""How well requests are answered, measured with requests whose right answers are known."""
