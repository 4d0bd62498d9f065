"""The answer of a transition that cannot happen."""

from collections.abc import Sequence


class Refused(Exception):
    """Nothing was changed; each sentence says why and what to do next."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences: Sequence[str] = sentences
