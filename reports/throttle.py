"""How often one address may ask the open page; counted from the access log, so every process agrees."""

import datetime

from django.http import HttpRequest
from django.utils import timezone

from units.access import address_of
from units.models import AccessLog

MOST_A_MINUTE = 30


def has_asked_too_often(request: HttpRequest, verb: str) -> bool:
    """Whether this address used up its minute."""
    since = timezone.now() - datetime.timedelta(minutes=1)
    asked = AccessLog.objects.filter(at__gte=since, verb=verb, address=address_of(request))
    return asked.count() >= MOST_A_MINUTE
