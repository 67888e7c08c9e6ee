"""The table as a file: whole numbers of four bits, a scale for each stem, and its checksum."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tools.word_vectors.fit import Matrix

FILE = "vectors.npz"
_LARGEST_BYTES = 4_000_000
# Clipping of a number, as a share of its vector's root mean square: least error for a normal
# distribution in 15 steps (0.3 % of a text's direction remains as error).
_CUT = 2.6


def packed(vectors: Matrix) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
    """Return the vectors as numbers from -7 to 7, and a scale for each, then a row of zeros.

    Two numbers share a byte: of a row's first half in the low four bits, of its second in the
    high; 8 is added to each.
    """
    size = np.sqrt((vectors**2).mean(axis=1, keepdims=True))
    scales = (np.maximum(size, 1e-6) * _CUT / 7).astype(np.float16)
    numbers = np.clip(np.rint(vectors / scales.astype(np.float32)), -7, 7).astype(np.int8)
    low, high = np.split((numbers + 8).astype(np.uint8), 2, axis=1)
    # The last row is for words without a vector.
    nothing = np.full((1, low.shape[1]), 0x88, dtype=np.uint8)
    return np.concatenate([low | (high << 4), nothing]), np.append(scales[:, 0], np.float16(0))


def write(stems: Sequence[str], vectors: Matrix, folder: Path) -> None:
    """Write the vectors of these stems, and SHA256SUMS."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    numbers, scales = packed(vectors)
    # Not compressed: little would be saved. The archive holds no time, so the same vectors give
    # the same file.
    np.savez(
        path,
        stems=np.frombuffer("\n".join(stems).encode("ascii"), dtype=np.uint8),
        scales=scales,
        vectors=numbers,
    )
    size = path.stat().st_size
    if size > _LARGEST_BYTES:
        raise SystemExit(f"{path} is {size:,} bytes, more than {_LARGEST_BYTES:,}")
    (folder / "SHA256SUMS").write_text(f"{sha256(path.read_bytes()).hexdigest()}  {FILE}\n")
    print(f"{len(stems):,} stems, {size:,} bytes")
