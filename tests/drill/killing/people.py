"""Somebody at a browser: signs in, reads, posts, and tries again until there is an answer."""

import html
import http.client
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

PATIENCE = 120  # seconds
PAUSE = 0.3
SECONDS_A_REQUEST = 45
CALM = "系统正在自动恢复"
KEY = re.compile(r'name="key"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="key"')
JSON = "application/json"
BROKEN = (OSError, http.client.HTTPException)


class Unanswered(Exception):
    """The connection broke, or the system said that it was recovering: nobody knows whether it was done."""


class Wrong(Exception):
    """An answer that nobody should ever see; the sentence says which."""


class Watched:
    """What all people together saw."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._lock = threading.Lock()

    def count(self, what: str) -> None:
        """One more of these."""
        with self._lock:
            self.seen[what] += 1

    def refuse(self, sentence: str) -> None:
        """Something that makes the drill fail."""
        with self._lock:
            self.wrong.append(sentence)


@dataclass(frozen=True)
class Answer:
    """What came back; `where` is set when it sends one elsewhere."""

    status: int
    body: bytes
    where: str

    @property
    def text(self) -> str:
        """As a person reads it."""
        return html.unescape(self.body.decode("utf-8", "replace"))

    @property
    def gist(self) -> str:
        """Enough of it for a sentence about what was wrong."""
        words = re.sub(r"<[^>]+>", " ", self.text[self.text.find("<main") :]).split()
        return f"{self.status} {self.where} {' '.join(words)[:200]}"


@dataclass
class Person:
    """One account in one browser."""

    address: str
    username: str
    password: str
    watched: Watched
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> "Person":
        """By the form."""
        self.surely_get("/sign-in/")
        answer = self.surely_post("/sign-in/", {"username": self.username, "password": self.password})
        if answer.status != 302:
            raise Wrong(f"{self.username} could not sign in: {answer.status}")
        return self

    def again(self) -> "Person":
        """The same browser, for a second tab."""
        return Person(self.address, self.username, self.password, self.watched, dict(self.cookies))

    def get(self, path: str) -> Answer:
        """Once."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str], *, accept: str = "text/html") -> Answer:
        """Once, with the token of the page."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, urlencode(token | dict(fields)), {"Accept": accept})

    def surely_get(self, path: str) -> Answer:
        """Until there is an answer."""
        return self._surely(lambda: self.get(path))

    def surely_post(self, path: str, fields: Mapping[str, str], *, accept: str = "text/html") -> Answer:
        """The same form again and again until there is an answer, then the page where it leads."""
        answer = self._surely(lambda: self.post(path, fields, accept=accept))
        if answer.status == 302 and "/sign-in/" not in path:
            page = self._surely(lambda: self.get(answer.where))
            return Answer(302, page.body, answer.where)
        return answer

    def key_on(self, path: str) -> str:
        """The key of the form on this page."""
        page = self.surely_get(path)
        found = KEY.search(page.text)
        if found is None:
            raise Wrong(f"{path} has no form with a key, but {page.gist}")
        return found[1] or found[2]

    def _surely(self, ask: Any) -> Answer:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer: Answer = ask()
            except Unanswered:
                if time.monotonic() > deadline:
                    raise Wrong(f"{self.username} got no answer for {PATIENCE} seconds") from None
                time.sleep(PAUSE)
            else:
                return answer

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(
            self.address.removeprefix("http://"), timeout=SECONDS_A_REQUEST
        )
        try:
            connection.request(method, path, body, self._headers(body) | dict(headers))
            response = connection.getresponse()
            answer = Answer(response.status, response.read(), response.getheader("Location", ""))
        except BROKEN as broken:
            self.watched.count("broken")
            raise Unanswered from broken
        finally:
            connection.close()
        self._keep(response)
        return self._judged(answer, path, headers)

    def _headers(self, body: str | None) -> dict[str, str]:
        kept = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            kept |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
        return kept

    def _keep(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie", []):
            for name, cookie in SimpleCookie(header).items():
                self.cookies[name] = cookie.value

    def _judged(self, answer: Answer, path: str, headers: Mapping[str, str]) -> Answer:
        self.watched.count(str(answer.status))
        if answer.status == 503:
            is_json = headers.get("Accept") == JSON
            is_calm = "unavailable" in json.loads(answer.body) if is_json else CALM in answer.text
            if not is_calm:
                self.watched.refuse(f"{path}: the 503 page does not say what happened")
            raise Unanswered
        if answer.status >= 400:
            self.watched.refuse(f"{path}: {answer.gist}")
        return answer
