"""设置: what the office is called, and whom to call."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import submissions, transitions
from units.access import about, recorded
from units.forms.office import OfficeForm
from units.models import Office
from units.permissions import can_set_office, require
from units.requests import SignedIn
from units.submissions import BadKey

_WHOSE = "工委信息由工委工作人员和负责人设置。"


@never_cache
@require_safe
def office_settings(request: SignedIn) -> HttpResponse:
    """As it is now."""
    require(can_set_office(request.user), _WHOSE)
    values = model_to_dict(Office.objects.here()) | {"key": submissions.new_key()}
    return _page(request, OfficeForm(initial=values))


@recorded("修改工委信息")
@require_POST
def office_save(request: SignedIn) -> HttpResponse:
    """As typed."""
    require(can_set_office(request.user), _WHOSE)
    form = OfficeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        office = transitions.set_office(**form.cleaned_data, by=request.user)
    except BadKey as refusal:
        return _page(request, form, status=409, refusal=str(refusal))
    about(request, office)
    messages.success(request, "已保存。以后生成的文件用新的单位名称，已有的文件不变。")
    return redirect("units:office-settings")


def _page(request: SignedIn, form: OfficeForm, *, status: int = 200, refusal: str = "") -> HttpResponse:
    return render(request, "units/office_settings.html", {"form": form, "refusal": refusal}, status=status)
