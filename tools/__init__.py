"""Scripts for developers of the project; nothing at run time needs them."""
