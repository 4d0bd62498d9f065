"""首次设置: six steps from an empty database to a trial round; how far each is, is read from what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from scorecards.models import Round, RubricVersion
from units.models import Branch, Office, Post, Unit, User
from units.roles import Role


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is for, how far it is, and where it is done; `links` are label and address."""

    title: str
    why: str
    fact: str
    is_done: bool
    links: Sequence[tuple[str, str]]

    @property
    def word(self) -> str:
        """Its state."""
        return "已完成" if self.is_done else "未完成"


def is_begun(user: User) -> bool:
    """Whether a round was ever made: from then on nobody needs to be led."""
    return Round.objects.visible_to(user).exists()


def steps_of(user: User) -> list[Step]:
    """In their order; seven queries at any size."""
    return [_office(), *_units(user), _rubric(), _people(user), _trial(user)]


def _office() -> Step:
    office = Office.objects.first()
    return Step(
        "工委名称和联系电话", "印在文件、表格和操作说明上；忘记密码的人打这个电话。",
        f"{office.full_name}，电话 {office.phone or '没有填写'}" if office else "还没有填写",
        bool(office and office.phone), [("填写" if office is None else "修改", reverse("units:office-settings"))],
    )  # fmt: skip


def _units(user: User) -> list[Step]:
    kinds = Unit.objects.visible_to(user).filter(valid_until=None).order_by().values("category")
    found = list(
        kinds.annotate(count=Count("pk")).values_list("category", "count").order_by("-count", "category")
    )
    count, branches = (
        sum(number for _, number in found),
        Branch.objects.visible_to(user).filter(valid_until=None),
    )
    listed = "、".join(f"{kind} {number} 个" for kind, number in found)
    return [
        Step(
            "单位和党支部", "用手头的单位名单导入，不用编码；要评支部的，再导入党支部名单。",
            f"{count} 个单位，{branches.count()} 个党支部" if count else "还没有单位", bool(count),
            [("导入单位名单", reverse("units:import-new", args=["units"])),
             ("导入党支部名单", reverse("units:import-new", args=["branches"]))],
        ),
        Step(
            "类别与排列顺序", "同一类别的一起排名、用同一份细则；各种名单都按规定的顺序列出。",
            f"{len(found)} 个类别：{listed}" if found else "导入单位后核对", bool(count),
            [("核对顺序与类别", reverse("units:unit-order"))],
        ),
    ]  # fmt: skip


def _rubric() -> Step:
    count = RubricVersion.objects.count()
    links = [
        ("选用标准细则", reverse("scorecards:rubric-list")),
        ("上传细则", reverse("scorecards:rubric-upload")),
    ]
    return Step("评分细则", "先用标准细则走一遍，以后再换成本县的。", f"{count} 份" if count else "还没有细则",
                bool(count), links)  # fmt: skip


def _people(user: User) -> Step:
    seated = Post.objects.current().filter(role=Role.OFFICER, unit__isnull=False).order_by().values("unit")
    without = Unit.objects.visible_to(user).filter(valid_until=None).exclude(pk__in=seated).count()
    has_units = Unit.objects.visible_to(user).exists()
    fact = (
        f"还有 {without} 个单位没有联络员"
        if without
        else "每个单位都有联络员"
        if has_units
        else "导入单位后开通"
    )
    links = [("导入人员名单", reverse("units:import-new", args=["people"])),
             ("人员与账号", reverse("units:people-list"))]  # fmt: skip
    why = "开通各单位联络员、书记的账号，当场打印账号条；负责人和三位管理员也在这里开通。"
    return Step("账号", why, fact, has_units and not without, links)


def _trial(user: User) -> Step:
    trial = Round.objects.visible_to(user).filter(is_trial=True).newest_first().first()
    links = (
        [("打开演练", trial.get_absolute_url())]
        if trial
        else [("新建演练期次", f"{reverse('scorecards:round-new')}?trial=1")]
    )
    return Step("演练", "建一个演练期次，从填报走到排名；结果不作数，历年得分里不出现。",
                str(trial) if trial else "还没有演练", trial is not None, links)  # fmt: skip
