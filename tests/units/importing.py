"""Lists sent through the pages as a clerk does."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def check(client, text: str = "", *, file: bytes | None = None, kind: str = "units", **more):
    """The list sent to be read."""
    given = {"text": text, **more}
    if file is not None:
        given["file"] = SimpleUploadedFile("参评单位名单.xlsx", file)
    return client.post(reverse("units:import-check", args=[kind]), given)


def hidden(html: str, name: str) -> list[str]:
    """What inputs of this name hold."""
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def apply(client, answer, *, kind: str = "units", **more):
    """The preview confirmed as it was shown."""
    html = answer.content.decode()
    (parcel,), (key,) = hidden(html, "parcel"), hidden(html, "key")
    given = {"parcel": parcel, "key": key, **more}
    return client.post(reverse("units:import-apply", args=[kind]), given)


def import_text(client, text: str, *, kind: str = "units", **more):
    """Both at once."""
    return apply(client, check(client, text, kind=kind, **more), kind=kind)
