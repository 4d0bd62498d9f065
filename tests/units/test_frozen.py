"""What a page prints once: kept by its named values alone, with holes that see the page."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from units.templatetags import frozen
from units.templatetags.icons import icon

CARD = Template(
    "{% load frozen %}{% frozen name=name %}[{{ name }}|{{ note }}|{% live %}{{ note }}{% endlive %}]{% endfrozen %}"
)


class Counting:
    """Says how often it was printed."""

    def __init__(self) -> None:
        self.printed = 0

    def __str__(self) -> str:
        self.printed += 1
        return "甲"


def test_holes_see_the_page_and_the_rest_does_not():
    assert CARD.render(Context({"name": "甲", "note": "只给甲看"})) == "[甲||只给甲看]"
    assert CARD.render(Context({"name": "甲", "note": "只给乙看"})) == "[甲||只给乙看]"


def test_the_rest_is_printed_once_for_each_set_of_values():
    name, other = Counting(), Counting()
    for note in ("一", "二", "三"):
        CARD.render(Context({"name": name, "note": note}))
    CARD.render(Context({"name": other, "note": "四"}))
    assert (name.printed, other.printed) == (1, 1)


def test_text_is_escaped_inside_and_outside_of_holes():
    assert CARD.render(Context({"name": "<b>", "note": "<i>"})) == "[&lt;b&gt;||&lt;i&gt;]"


def test_holes_beside_one_another_both_show():
    page = Template(
        "{% load frozen %}{% frozen a=a %}{% live %}{{ b }}{% endlive %}{% live %}{{ c }}{% endlive %}{% endfrozen %}"
    )
    assert page.render(Context({"a": 1, "b": 2, "c": 3})) == "23"


def test_no_more_is_kept_than_the_limit(monkeypatch):
    monkeypatch.setattr(frozen, "_KEPT", 2)
    page = Template("{% load frozen %}{% frozen a=a %}{{ a }}{% endfrozen %}")
    assert [page.render(Context({"a": number})) for number in range(5)] == ["0", "1", "2", "3", "4"]
    assert len(page.nodelist[-1]._kept) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "{% frozen %}{% endfrozen %}",
        "{% frozen a %}{% endfrozen %}",
        "{% frozen a=a %}{% if a %}{% live %}{% endlive %}{% endif %}{% endfrozen %}",
        "{% frozen a=a %}",
    ],
)
def test_what_cannot_be_kept_is_refused_when_the_template_is_read(text):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load frozen %}" + text)


def test_an_icon_is_the_same_svg_every_time():
    assert icon("check", size=16, aria_hidden="true") == icon("check", size=16, aria_hidden="true")
    assert 'width="16"' in icon("check", size=16)
    assert 'width="24"' in icon("check")
