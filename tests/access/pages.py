"""The forms of a page as a browser would send them: address, and what each field holds."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_HELD = {"radio", "checkbox"}


@dataclass
class Form:
    """One form that is posted; fields by name, the last value wins."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.found = here, []
        self.form, self.area, self.select = None, "", ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(given.get("action") or self.here)
            self.found.append(self.form)
        if self.form is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self.area = name
            self.form.fields.setdefault(name, "")
        elif tag == "select":
            self.select = name
            self.form.fields.setdefault(name, "")
        elif tag == "option" and self.select and given.get("value"):
            self.form.fields[self.select] = given["value"]
        elif tag == "button" and name:
            self.form.fields[name] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            self.form.files.add(name)
        elif kind not in _HELD or name not in self.form.fields:
            self.form.fields[name] = given.get("value", "on" if kind in _HELD else "")

    def handle_data(self, data):
        if self.form is not None and self.area:
            self.form.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


def forms_of(html: str, *, here: str) -> list[Form]:
    """Every form of the page that is posted."""
    reader = _Reader(here)
    reader.feed(html)
    return reader.found
