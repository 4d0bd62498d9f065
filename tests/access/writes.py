"""What a request writes, as the connection sees it."""

import re

WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+\"?(\w+)", re.IGNORECASE | re.MULTILINE)


class Writes:
    """Tables that were written: an execute wrapper."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute, sql, params, many, context):
        self.tables |= set(WRITES.findall(str(sql)))
        return execute(sql, params, many, context)
