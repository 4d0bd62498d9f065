"""Progress of background work: asked for, running, done or failed. Every step may be repeated."""

from units.models import JobRun, JobState, User


def ask(*, key: str, kind: str, by: User) -> JobRun:
    """The run under this key, put back to waiting when it had failed; a finished one stays finished."""
    run, created = JobRun.objects.get_or_create(key=key, defaults={"kind": kind, "asked_by": by})
    if not created and run.state == JobState.FAILED:
        JobRun.objects.filter(pk=run.pk).update(state=JobState.WAITING, error="", step="")
        run.refresh_from_db()
    return run


def started(key: str, *, step: str) -> None:
    """The worker has begun."""
    JobRun.objects.filter(key=key).update(state=JobState.RUNNING, step=step, error="")


def finished(key: str) -> None:
    """The result is stored."""
    JobRun.objects.filter(key=key).update(state=JobState.DONE, step="", done=1, total=1, error="")


def failed(key: str, sentence: str) -> None:
    """The reason is shown to whoever asked."""
    JobRun.objects.filter(key=key).update(state=JobState.FAILED, step="", error=sentence[:300])
