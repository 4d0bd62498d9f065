"""What somebody did with a notice."""

from django.utils import timezone

from units.models import Notice


def read_notice(notice: Notice) -> None:
    """The notice was opened; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
