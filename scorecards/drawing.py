"""随机抽取 that anybody can check again: names in the order of SHA-256 of seed and name, the first so many."""

from collections.abc import Mapping
from hashlib import sha256


def draw(names: Mapping[int, str], *, count: int, seed: str) -> frozenset[int]:
    """Keys of `count` names (all, where there are fewer); the same seed and names give the same ones."""
    if count < 0:
        raise ValueError("count is negative")
    order = sorted(names, key=lambda key: (sha256(f"{seed}:{names[key]}".encode()).hexdigest(), key))
    return frozenset(order[:count])
