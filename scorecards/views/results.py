"""通报 up to the second person's decision."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scorecards import permissions, transitions
from scorecards.forms.signed_papers import SignedPaperForm
from scorecards.models import Group, Release, ReleaseDraft, Round, scope_in_words
from scorecards.phases import SETTLED, Act
from scorecards.progress import group_progress, sums_of
from scorecards.transitions.leaving import blocks_release, undone
from scorecards.views.outcomes import carry_out
from units import submissions
from units.access import about, recorded
from units.models import User
from units.permissions import require
from units.requests import SignedIn


@require_safe
def release_detail(request: SignedIn, pk: int) -> HttpResponse:
    """通报: who prepared it, what it seals, and who may approve."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.is_staff(request.user), "通报的拟稿和审定由工委办理。")
    return release_page(request, round_)


def release_page(
    request: SignedIn, round_: Round, *, sign: SignedPaperForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with the signed paper's form as it was typed."""
    user = request.user
    drafts = ReleaseDraft.objects.visible_to(user).select_related("round", "prepared_by")
    draft = drafts.filter(round=round_, withdrawn_at=None).first()
    groups = group_progress(Group.objects.visible_to(user).filter(round=round_))
    blocks = [] if round_.is_sealed else blocks_release(round_)
    can_prepare = permissions.can_prepare_release(user, round_) and draft is None
    releases = Release.objects.visible_to(user).filter(group__round=round_)
    context = {
        "round": round_,
        "groups": groups,
        "sums": sums_of(groups),
        "draft": draft,
        "is_preparer": draft is not None and draft.prepared_by_id == user.pk,
        "releases": releases.select_related("group", "prepared_by", "approved_by", "replaced_by")
        .defer("snapshot", "replaced_by__snapshot")
        .newest_first(),
        "can_prepare": can_prepare,
        "blocks": blocks,
        "is_settled": round_.stage in SETTLED,
        "can_prepare_now": can_prepare and not undone(round_),
        "scope": _scope_words(round_, draft),
        "can_approve": draft is not None and not blocks and permissions.can_approve_release(user, draft),
        "can_withdraw": draft is not None and permissions.can_withdraw_release(user, draft),
        "can_correct": permissions.may(Act.CORRECT_RELEASE, user, round_) and round_.gives_scores,
        "sign_form": _sign_form(user, draft, sign) if draft and not blocks else None,
        "key": submissions.new_key(),
    }
    return render(request, "scorecards/release_detail.html", context, status=status)


def _sign_form(user: User, draft: ReleaseDraft, typed: SignedPaperForm | None) -> SignedPaperForm | None:
    """For a clerk who did not prepare it; the head approves without paper."""
    if typed is not None:
        return typed
    if permissions.can_approve_release(user, draft) or not permissions.can_sign_release(user, draft):
        return None
    return SignedPaperForm(today=timezone.localdate())


def _scope_words(round_: Round, draft: ReleaseDraft | None) -> str:
    """How much the units will see: as it was put up, or as it is set."""
    if draft is not None:
        return scope_in_words(draft.scope, draft.scope_top)
    return scope_in_words(round_.release_scope, round_.scope_top)


@recorded("拟通报")
@require_POST
def release_prepare(request: SignedIn, pk: int) -> HttpResponse:
    """The first person's act."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.PREPARE_RELEASE, request.user), "通报由工委拟稿。")
    about(request, round_)
    act = partial(transitions.prepare_release, round_, by=request.user)
    back = reverse("scorecards:release-detail", args=[pk])
    return carry_out(request, act, done="通报稿已提交，等待审定。", back=back)


@recorded("撤回通报稿")
@require_POST
def release_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """The first person changes their mind."""
    drafts = ReleaseDraft.objects.visible_to(request.user).select_related("round")
    draft = get_object_or_404(drafts, pk=pk)
    require(draft.prepared_by_id == request.user.pk, "只有拟稿人可以撤回通报稿。")
    about(request, draft)
    act = partial(transitions.withdraw_release, draft, by=request.user)
    return carry_out(request, act, done="通报稿已撤回。", back=draft.get_absolute_url())
