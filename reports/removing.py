"""整体删除 of a trial round (演练): nothing of it stays but the line in the access log."""

from functools import partial

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from reports.models import Document
from scorecards.models import Round
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.stages import hold_in
from units import files
from units.models import User
from units.transitions.acting import acting


@transaction.atomic
def remove_trial(round_: Round, *, by: User) -> None:
    """In any stage; what only the trial used goes from the disk once the rows are gone for good.

    The database looks for itself whether the round always was a trial (`remove_trial_round`).
    """
    current = hold_in(round_, *Phase)
    if not current.is_trial:
        raise Refused("只有演练期次可以整体删除，正式期次不能删除。")
    _require_no_paper_under_way(current)
    with acting(by, "删除演练期次"):
        Round.objects.filter(previous=current).update(previous=None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT remove_trial_round(%s)", [current.pk])
            paths: list[str] = cursor.fetchone()[0]
    transaction.on_commit(partial(files.forget, paths))


def _require_no_paper_under_way(round_: Round) -> None:
    """A worker that lays out a paper would not find it any more."""
    keys = list(Document.objects.filter(round=round_).values_list("key", flat=True))
    if ProcrastinateJob.objects.filter(args__run_key__in=keys, status="doing").exists():
        raise Refused("本期次有文件正在生成，请等一会儿，生成完再删除。")
