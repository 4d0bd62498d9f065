"""Looks at 报表 all the time, as one person does, and holds the page against the database."""

import hashlib
import re
import threading
from collections.abc import Iterator

from tests.drill.killing.facts import Facts
from tests.drill.killing.people import Person, Unanswered, Watched

PAGE = "/documents/?size=100"
ITEM = re.compile(r'<li class="todo">(.*?)</li>', re.DOTALL)
NUMBER = re.compile(r"/documents/(\d+)/")
TITLE = re.compile(r'class="todo-what">(.*?)<')
READY, GIVEN_UP, UNDER_WAY = "可下载", "失败", "生成中"


class Watch(threading.Thread):
    """One pair of eyes."""

    def __init__(self, person: Person, facts: Facts, watched: Watched) -> None:
        super().__init__(name=f"watch {person.username}", daemon=True)
        self.person, self.facts, self.watched = person, facts, watched
        self.looks = 0
        self._fetched: set[str] = set()
        self._enough = threading.Event()

    def run(self) -> None:
        """Until told that it is enough."""
        while not self._enough.wait(0.2):
            before = self._stored()
            try:
                page = self.person.get(PAGE).text
            except Unanswered:
                continue
            self._compare(page, before, self._stored())

    def stop(self) -> int:
        """After one more look; how many there were."""
        self._enough.set()
        self.join()
        return self.looks

    def _compare(self, page: str, before: dict[str, str], after: dict[str, str]) -> None:
        self.looks += 1
        for name, shown in read(page):
            if shown not in {before.get(name), after.get(name)}:
                sentence = f"paper {name} is shown as {shown}, is {before.get(name)} → {after.get(name)}"
                self.watched.refuse(f"{self.person.username}: {sentence}")
            if shown == READY and name not in self._fetched:
                self._fetch(name)

    def _fetch(self, number: str) -> None:
        try:
            answer = self.person.get(f"/documents/{number}/download/")
        except Unanswered:
            return
        stored = self.facts.one("SELECT sha256 FROM reports_document WHERE id = %s", number)
        if answer.status != 200 or hashlib.sha256(answer.body).hexdigest() != stored:
            self.watched.refuse(
                f"paper {number} is offered and gives {answer.status}, {len(answer.body)} bytes"
            )
        self._fetched.add(number)

    def _stored(self) -> dict[str, str]:
        """State by number and by title: who can only wait is shown no number."""
        found = {}
        for number, title, paper, run in self.facts.ask(_STORED):
            found[str(number)] = found[title] = _word(paper, run)
        return found


def read(page: str) -> Iterator[tuple[str, str]]:
    """Number, or else title, and state of each paper on the page."""
    for item in ITEM.findall(page):
        named = NUMBER.search(item) or TITLE.search(item)
        if named:
            yield named[1], _shown(item)


def _shown(item: str) -> str:
    if 'class="job ' in item:
        return READY if "job-done" in item else GIVEN_UP if "job-failed" in item else UNDER_WAY
    return READY if "/download/" in item else GIVEN_UP if "生成失败" in item else UNDER_WAY


def _word(paper: str, run: str) -> str:
    if paper == "done" or run == "done":
        return READY
    return GIVEN_UP if run == "failed" else UNDER_WAY


_STORED = """
SELECT document.id, document.title, document.state, run.state
FROM reports_document document JOIN units_jobrun run ON run.id = document.run_id
"""
