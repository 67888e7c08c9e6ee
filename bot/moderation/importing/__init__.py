"""Import files into a server's collection."""
