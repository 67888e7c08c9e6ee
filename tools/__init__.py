"""Scripts for those who work on the project; nothing at run time needs them."""
