"""Looks at 报表 all the time, as one person does, and holds the page against the database."""

import hashlib
import re
import threading
from collections.abc import Iterator

from tests.drill.killing.facts import Facts
from tests.drill.killing.people import Person, Unanswered, Watched

PAGE = "/documents/?size=100"
ITEM = re.compile(r'<li class="todo">(.*?)</li>', re.DOTALL)
TITLE = re.compile(r'<p class="todo-what">(.*?)</p>')
OFFERED = re.compile(r'<a class="btn btn-primary" href="(/documents/\d+/download/)">下载<span')
FAILED = ("job-failed", "生成失败")
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
        for title, shown, link in read(page):
            if shown not in {before.get(title), after.get(title)}:
                self.watched.refuse(f"“{title}” is shown as {shown}, is {before.get(title)} → {after.get(title)}")
            if link and link not in self._fetched:
                self._fetch(link)

    def _fetch(self, link: str) -> None:
        try:
            answer = self.person.get(link)
        except Unanswered:
            return
        number = int(link.split("/")[2])
        stored = self.facts.one("SELECT sha256 FROM reports_document WHERE id = %s", number)
        if answer.status != 200 or hashlib.sha256(answer.body).hexdigest() != stored:
            self.watched.refuse(f"{link} is offered and gives {answer.status}, {len(answer.body)} bytes")
        self._fetched.add(link)

    def _stored(self) -> dict[str, str]:
        return {title: _word(paper, run) for title, paper, run in self.facts.ask(_STORED)}


def read(page: str) -> Iterator[tuple[str, str, str]]:
    """Title, state and download link of each paper on the page."""
    for item in ITEM.findall(page):
        title, offered = TITLE.search(item), OFFERED.search(item)
        if title:
            state = READY if offered else GIVEN_UP if any(word in item for word in FAILED) else UNDER_WAY
            yield title[1], state, offered[1] if offered else ""


def _word(paper: str, run: str) -> str:
    if paper == "done" or run == "done":
        return READY
    return GIVEN_UP if run == "failed" else UNDER_WAY


_STORED = """
SELECT document.title, document.state, run.state
FROM reports_document document JOIN units_jobrun run ON run.id = document.run_id
"""
