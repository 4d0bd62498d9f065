"""One version of a released result as it was sealed, and the 签批单 it was approved by."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scorecards.file_links import link_to
from scorecards.models import Release
from scorecards.results.approval_sheets import sealed_group
from scorecards.results.snapshots import read
from units.access import about, recorded
from units.files import send_file
from units.permissions import require
from units.requests import SignedIn


@never_cache
@require_safe
def release_version(request: SignedIn, pk: int) -> HttpResponse:
    """An old version stays readable and says which one holds now."""
    release = _release(request, pk)
    require(release.group.round.gives_scores, "本期次晒问题、不评分，没有名次和得分。")
    versions = Release.objects.visible_to(request.user).filter(group=release.group_id).defer("snapshot")
    context = {
        "release": release,
        "group": release.group,
        "sheet": sealed_group(read(bytes(release.snapshot))),
        "versions": versions.order_by("-number"),
        "signed": link_to(release.approval_file, reverse("scorecards:release-signed", args=[pk])),
    }
    return render(request, "scorecards/release_version.html", context)


@recorded("下载签批单", reading=True)
@require_safe
def release_signed(request: SignedIn, pk: int) -> HttpResponseBase:
    """The scan of the signed paper."""
    release = _release(request, pk)
    about(request, f"{release.group.round} {release}")
    if release.approval_file is None:
        raise Http404
    return send_file(release.approval_file, inline=True)


def _release(request: SignedIn, pk: int) -> Release:
    releases = Release.objects.visible_to(request.user)
    frame = releases.select_related("group__round", "prepared_by", "approved_by", "approval_file")
    return get_object_or_404(frame, pk=pk)
