"""The states of a card and its moves; how it takes part; what becomes of a late one."""

from django.db import models


class CardState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    ENDORSED = "endorsed", "单位已审签"
    CHECKING = "checking", "审核中"
    CONFIRMED = "confirmed", "已核定"


# 草稿 → 审核中 without a report: a unit that sent nothing is still checked by the office.
# Back to 草稿: 退回 before 审核.
# Out of 审核中 and back into it: the round stepped back, or a confirmed card was opened again by two people.
CARD_MOVES = (
    (CardState.DRAFT, CardState.SUBMITTED),
    (CardState.SUBMITTED, CardState.ENDORSED),
    (CardState.SUBMITTED, CardState.DRAFT),
    (CardState.ENDORSED, CardState.DRAFT),
    (CardState.DRAFT, CardState.CHECKING),
    (CardState.SUBMITTED, CardState.CHECKING),
    (CardState.ENDORSED, CardState.CHECKING),
    (CardState.CHECKING, CardState.CONFIRMED),
    (CardState.CHECKING, CardState.DRAFT),
    (CardState.CHECKING, CardState.SUBMITTED),
    (CardState.CHECKING, CardState.ENDORSED),
    (CardState.CONFIRMED, CardState.CHECKING),
)


class Standing(models.TextChoices):
    RANKED = "ranked", "参评"
    UNRANKED = "unranked", "参评不排名"
    DEFERRED = "deferred", "缓评"
    EXEMPT = "exempt", "免评"


TAKING_PART = (Standing.RANKED, Standing.UNRANKED)


class LateDecision(models.TextChoices):
    """逾期报送: what the office makes of a card that came after its deadline."""

    NOT_LATE = "", "—"
    PENDING = "pending", "待定"
    ACCEPTED = "accepted", "收"
    DECLINED = "declined", "不收"
