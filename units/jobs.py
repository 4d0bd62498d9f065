"""Progress of background work: asked for, running, done or failed. Every step may be repeated.

A job that somebody waits for carries the key of its progress row as `run_key`, and is deferred in the
transaction that asks for the row.
"""

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from units.models import JobRun, JobState, User

ORPHANED = "后台工作多次中断，没有完成。请重试；仍不成功请联系系统管理员。"
_UNFINISHED = (JobState.WAITING, JobState.RUNNING)


def ask(*, key: str, kind: str, by: User) -> JobRun:
    """The run under this key, put back to waiting when it had failed; a finished one stays finished."""
    run, created = JobRun.objects.get_or_create(key=key, defaults={"kind": kind, "asked_by": by})
    if not created and run.state == JobState.FAILED:
        _set(key, state=JobState.WAITING, done=0)
        run.refresh_from_db()
    return run


def started(key: str, *, step: str, total: int = 1) -> None:
    """The worker has begun, on as many pieces."""
    _set(key, state=JobState.RUNNING, step=step, done=0, total=total)


def went_on(key: str, *, step: str, done: int) -> None:
    """So many of the pieces are done."""
    _set(key, state=JobState.RUNNING, step=step, done=done)


def finished(key: str) -> None:
    """The result is stored."""
    _set(key, state=JobState.DONE, done=1, total=1)


def failed(key: str, sentence: str) -> None:
    """Nobody will try again by himself; the reason is shown to whoever asked."""
    _set(key, state=JobState.FAILED, error=sentence[:300])


def give_up_orphans() -> None:
    """Runs that are not finished though no job is left that would finish them."""
    at_work = ProcrastinateJob.objects.annotate(run_key=KeyTextTransform("run_key", "args")).filter(
        run_key=OuterRef("key"), status__in=["todo", "doing"]
    )
    orphans = JobRun.objects.filter(~Exists(at_work), state__in=_UNFINISHED)
    orphans.update(state=JobState.FAILED, step="", error=ORPHANED, updated_at=Now())


def _set(key: str, *, state: JobState, step: str = "", error: str = "", **counts: int) -> None:
    """A finished run stays finished, whatever a second worker on the same job says."""
    run = JobRun.objects.filter(key=key).exclude(state=JobState.DONE)
    run.update(state=state, step=step, error=error, updated_at=Now(), **counts)
