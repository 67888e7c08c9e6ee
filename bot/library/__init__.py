"""The library: curated quotes, their speakers and sources, and the points they speak to."""
