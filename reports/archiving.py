"""归档材料, downloaded."""

import io

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reports.archive import write_archive
from scorecards.models import Round
from scorecards.permissions import can_download_archive
from scorecards.phases import Phase
from units.access import about, recorded
from units.permissions import require
from units.requests import SignedIn


@recorded("下载归档材料", reading=True)
@require_safe
def round_archive(request: SignedIn, pk: int) -> FileResponse:
    """One zip with its 目录."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(can_download_archive(request.user), "归档材料由工委和审计管理员下载。")
    require(round_.stage == Phase.ARCHIVED, "本期次还没有归档，归档后可以下载全套材料。")
    about(request, round_)
    zipped = io.BytesIO()
    write_archive(round_, zipped)
    zipped.seek(0)
    name = f"{round_.title}归档材料.zip"
    return FileResponse(zipped, as_attachment=True, filename=name, content_type="application/zip")
