"""What the core refuses, each with the place and a sentence that says what to do."""


class BadRubric(Exception):
    """A rubric that cannot be computed as written; `place` is the path of the fault."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place} 处：{sentence}")
        self.place = place
        self.sentence = sentence


class BadInput(Exception):
    """A mark that cannot be taken as typed; `field` names the box: value, level or counts.<cause>."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
