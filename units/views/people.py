"""人员与账号: who holds which post; handed over, ended, and a new one-time password."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import submissions
from units.access import about, recorded
from units.forms.people import EndForm, HandOverForm
from units.models import ImportBatch, Post, User
from units.pages import page_of
from units.permissions import can_appoint, can_edit_units, can_reissue, can_see_people, require
from units.requests import SignedIn
from units.roles import Role
from units.submissions import BadKey
from units.transitions import Refused
from units.transitions.people import NewPerson, end_post, hand_over, reissue
from units.views.slips import slips_page

_ONLY = "人员与账号由工委工作人员和管理员查看。"


@require_safe
def people_list(request: SignedIn) -> HttpResponse:
    """Everybody in post, the house first, then by unit."""
    require(can_see_people(request.user), _ONLY)
    words = request.GET.get("q", "")[:40]
    posts = Post.objects.visible_to(request.user).current().matching(words).select_related("user").in_order()
    context = {"page": page_of(request, posts), "words": words, "can_edit": can_edit_units(request.user)}
    return render(request, "units/people/list.html", context)


@never_cache
@require_safe
def person_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One account with its posts, and what can be done."""
    return _page(request, _person(request, pk))


@recorded("重新生成一次性密码")
@require_POST
def person_reissue(request: SignedIn, pk: int) -> HttpResponse:
    """Forgotten: the old password and all sessions end, the slip is the answer."""
    person = _person(request, pk)
    about(request, person.username)
    require(can_reissue(request.user, person), "这个账号的密码不由您重新生成。")
    return slips_page(request, reissue([person]), back=person.get_absolute_url())


@recorded("办理免职")
@require_POST
def person_end(request: SignedIn, pk: int) -> HttpResponse:
    """The post ends and with it every right."""
    person, post = _holder(request, pk)
    form = EndForm(request.POST, today=timezone.localdate(), prefix="end")
    if not form.is_valid():
        return _page(request, person, end=form, status=422)
    try:
        end_post(post, on=form.cleaned_data["on"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{person.name}不再担任{post.label}，账号已不能登录。")
    return redirect(person.get_absolute_url())


@recorded("办理交接")
@require_POST
def person_hand_over(request: SignedIn, pk: int) -> HttpResponse:
    """One act: the post ends, the successor's account opens, and the slip is printed."""
    person, post = _holder(request, pk)
    form = HandOverForm(request.POST, today=timezone.localdate(), prefix="heir")
    if not form.is_valid():
        return _page(request, person, heir=form, status=422)
    given = form.cleaned_data
    heir = NewPerson(given["name"], Role(post.role), phone=given["phone"])
    try:
        slips = hand_over(post, heir, on=given["on"], key=given["key"], by=request.user)
    except (Refused, BadKey) as refusal:
        messages.error(request, str(refusal))
        return redirect(person.get_absolute_url())
    return (
        slips_page(request, slips, back=person.get_absolute_url())
        if slips
        else redirect(person.get_absolute_url())
    )


@recorded("重新打印账号条")
@require_POST
def batch_reissue(request: SignedIn, pk: int) -> HttpResponse:
    """New passwords for those of an import who have never signed in."""
    require(can_edit_units(request.user), _ONLY)
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    about(request, batch)
    waiting = [one for one in batch.waiting() if can_reissue(request.user, one)]
    if not waiting:
        messages.info(request, "这批人员都已登录过，不用再打印账号条。")
        return redirect(batch)
    return slips_page(request, reissue(waiting), back=batch.get_absolute_url())


def _person(request: SignedIn, pk: int) -> User:
    require(can_see_people(request.user), _ONLY)
    return get_object_or_404(User, pk=pk)


def _holder(request: SignedIn, pk: int) -> tuple[User, Post]:
    person = _person(request, pk)
    about(request, person.username)
    post = get_object_or_404(
        Post.objects.visible_to(request.user).current().select_related("user"), user=person
    )
    require(can_appoint(request.user, Role(post.role), held=set(Role)), f"{post.label}的任免不由您办理。")
    return person, post


def _page(
    request: SignedIn,
    person: User,
    *,
    end: EndForm | None = None,
    heir: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today, post = timezone.localdate(), person.post
    posts = Post.objects.visible_to(request.user).filter(user=person).select_related("unit", "branch__unit")
    is_mine = person.pk == request.user.pk
    can_move = post is not None and not is_mine and can_appoint(request.user, Role(post.role), held=set(Role))
    context: dict[str, Any] = {
        "person": person, "post": post, "posts": posts.order_by("-since", "-pk"), "can_move": can_move,
        "can_reissue": can_reissue(request.user, person),
        "end": end or EndForm(today=today, prefix="end"),
        "heir": heir or HandOverForm(today=today, prefix="heir"),
        "key": submissions.new_key(),
    }  # fmt: skip
    return render(request, "units/people/detail.html", context, status=status)
