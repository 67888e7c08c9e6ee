"""How a request is answered: pure functions of a library and what was asked."""

import os

# numpy reads it when it is first imported. With more threads, the small products of an answer take
# twice the processor time, and no less of the clock.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251 - a setting of numpy, not ours
