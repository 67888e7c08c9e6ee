"""The encoder's vectors of words and sentences; the only step that needs torch."""

from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import numpy as np
import numpy.typing as npt

# Of model.safetensors of sentence-transformers/all-MiniLM-L6-v2, Apache-2.0.
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
_BATCH = 10_000


def encoded(texts: Sequence[str], model: Path, kept: Path) -> npt.NDArray[np.float32]:
    """Return the encoder's vectors, one row a text, from ``kept`` if they are there already.

    Raises SystemExit if ``model`` holds other weights than the reviewed ones.
    """
    if not kept.exists():
        _check(model)
        # Needed for this step alone, so not a dependency of the project.
        encoder = import_module("sentence_transformers").SentenceTransformer(
            str(model), device="cpu"
        )
        parts = []
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            parts.append(encoder.encode(batch, batch_size=256, show_progress_bar=False))
            print(f"{kept.name}: {start + len(batch):,} of {len(texts):,}", flush=True)
        np.save(kept, np.concatenate(parts).astype(np.float16))
    vectors: npt.NDArray[np.float32] = np.load(kept).astype(np.float32)
    if vectors.shape != (len(texts), DIMENSIONS):
        raise SystemExit(f"{kept} was made of other texts; remove it and start again")
    return vectors


def _check(model: Path) -> None:
    found = sha256((model / "model.safetensors").read_bytes()).hexdigest()
    if found != MODEL_SHA256:
        raise SystemExit(f"{model}/model.safetensors is {found}, not {MODEL_SHA256}")
