"""The core of IE gets one plain page that says how to switch; every other browser never sees it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROMIUM = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/86.0.4240.198 Safari/537.36"
OLD = {
    "IE 11": "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "IE 8": "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; SLCC2; .NET CLR 2.0.50727)",
    "IE 6": "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)",
    "360 in compatible mode": "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; WOW64; Trident/7.0; 360SE)",
    "QQ in compatible mode": "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0; QQBrowser/9.0)",
}
NEW = {
    "Chrome": CHROMIUM,
    "Edge": f"{CHROMIUM} Edg/86.0.622.69",
    "old Edge": f"{CHROMIUM} Edge/18.19042",
    "360": f"{CHROMIUM} QIHU 360SE",
    "Sogou": f"{CHROMIUM} SE 2.X MetaSr 1.0",
    "QQ": f"{CHROMIUM} Core/1.94 QQBrowser/12.0",
    "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Safari": "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
    "WeChat": f"{CHROMIUM} MicroMessenger/8.0.49",
    "none": "",
}
WORDS = "请换用极速模式"


@pytest.mark.parametrize("agent", OLD.values(), ids=OLD)
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/cards/1/"])
def test_the_core_of_ie_is_told_how_to_switch(path, agent):
    """Without a query: the database is not asked for here."""
    response = Client(headers={"user-agent": agent}).get(path)
    text = response.content.decode()
    assert (response.status_code, WORDS in text) == (200, True)
    assert all(
        name in text for name in ("360安全浏览器", "QQ浏览器", "搜狗高速浏览器", "红芯", "Edge", "Chrome")
    )
    assert (response["Cache-Control"], response["Vary"]) == ("no-store", "User-Agent")
    assert "Content-Security-Policy" in response


@pytest.mark.django_db
@pytest.mark.parametrize("agent", NEW.values(), ids=NEW)
def test_other_browsers_never_see_it(agent):
    response = Client(headers={"user-agent": agent}).get(reverse("sign-in"))
    assert (response.status_code, WORDS in response.content.decode()) == (200, False)


@pytest.mark.django_db
def test_browsers_with_two_cores_are_asked_for_the_fast_one():
    assert '<meta name="renderer" content="webkit">' in Client().get(reverse("sign-in")).content.decode()


def test_the_page_uses_nothing_that_ie_lacks():
    page = (settings.BASE_DIR / "templates" / "old_browser.html").read_text("utf-8")
    style = (settings.BASE_DIR / "static" / "css" / "old-browser.css").read_text("utf-8")
    assert re.findall(r"<(?:script|main|header|footer|section|details|svg)\b", page) == []
    assert re.findall(r"var\(|flex|grid|calc|clamp", style.partition("*/")[2]) == []
