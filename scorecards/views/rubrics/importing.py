"""导入: upload, look at what was found, then store it as a draft; nothing is written before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.rubrics.upload import UploadForm, sealed, typed_with, unsealed
from scorecards.rubrics.outline_sketch import sketch_of
from scorecards.scoring import BadRubric
from scorecards.transitions import import_rubric
from scorecards.views.rubrics.lookup import require_office
from units.access import about, recorded
from units.requests import SignedIn


@never_cache
@require_safe
def rubric_upload(request: SignedIn) -> HttpResponse:
    """Which file."""
    require_office(request)
    return render(request, "scorecards/rubric_upload.html", {"form": UploadForm()})


@recorded("检查导入的评分细则")
@require_POST
def rubric_check(request: SignedIn) -> HttpResponse:
    """What was found in it: the tree with remarks, or the errors cell by cell."""
    require_office(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "scorecards/rubric_upload.html", {"form": form}, status=422)
    document = form.found.document
    if document is None:
        context = {"form": UploadForm(initial=typed_with(form)), "found": form.found}
        return render(request, "scorecards/rubric_upload.html", context, status=422)
    about(request, document.title)
    context = {"document": document, "found": form.found, "lines": sketch_of(document)}
    context["sealed"] = sealed(document, by=request.user)
    return render(request, "scorecards/rubric_check.html", context)


@recorded("导入评分细则")
@require_POST
def rubric_apply(request: SignedIn) -> HttpResponse:
    """导入为草稿."""
    require_office(request)
    document = unsealed(request.POST.get("document", ""), by=request.user)
    if document is None:
        messages.error(request, "这次导入已过期，请重新上传文件。")
        return redirect("scorecards:rubric-upload")
    about(request, document.title)
    try:
        version = import_rubric(document, by=request.user)
    except BadRubric as error:
        messages.error(request, str(error))
        return redirect("scorecards:rubric-upload")
    messages.success(request, f"已导入为《{version.rubric}》第{version.number}版。")
    return redirect("scorecards:rubric-detail", pk=version.pk)
