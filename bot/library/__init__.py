"""The library: curated quotes, their speakers and sources, and the points they speak to."""

import os

# pydantic reads it when the first model is made. Looking for plugins reads the metadata of every
# package that is installed; none of them has one that is wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # noqa: TID251 - pydantic's, not ours
