"""What the office is called, and whom to call."""

from django.db import transaction
from django.urls import reverse

from units import submissions
from units.models import Office, User
from units.transitions.acting import acting


@transaction.atomic
def set_office(*, county_name: str, name: str, phone: str, key: str, by: User) -> Office:
    """What papers are headed with and whom to call, as the office enters it; the same form again changes nothing."""
    if not submissions.claim(by, key, result_url=reverse("units:office-settings")):
        return Office.objects.here()
    with acting(by, "修改工委信息"):
        office, _ = Office.objects.update_or_create(
            pk=Office.ONLY, defaults={"county_name": county_name, "name": name, "phone": phone}
        )
    return office
