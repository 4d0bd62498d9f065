"""Background work of the ground floor: jobs whose worker died, old ones, files that wait for the virus scanner."""

from contextlib import suppress

from asgiref.sync import sync_to_async
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from units import files, jobs

_SILENT_SECONDS = 30
_MOST_ATTEMPTS = 3
_KEPT_HOURS = 72
_RESCUE = "rescue"


@app.periodic(cron="* * * * * */10")
@app.task(name=_RESCUE, queueing_lock=_RESCUE, pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Every ten seconds."""
    await take_up(context.app.job_manager)


async def take_up(manager: JobManager) -> None:
    """Put jobs of dead workers back, give up those that keep killing theirs, and say what nobody works on."""
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_SECONDS):
        with suppress(ConnectorException):  # another rescue was quicker; the other jobs still wait
            await _put_back_or_give_up(manager, job)
    await sync_to_async(jobs.give_up_orphans)()


async def _put_back_or_give_up(manager: JobManager, job: Job) -> None:
    """A rescue is not put back: the next one comes by itself, and the two may not wait together."""
    if job.task_name == _RESCUE or job.attempts + 1 >= _MOST_ATTEMPTS:
        await manager.finish_job(job, Status.FAILED, delete_job=False)
    else:
        await manager.retry_job(job)


@app.periodic(cron="30 3 * * *")
@app.task(name="clear_out", queueing_lock="clear_out", pass_context=True)
async def clear_out(context: JobContext, timestamp: int) -> None:
    """The rescues of a day alone are 8,640 rows."""
    await context.app.job_manager.delete_old_jobs(nb_hours=_KEPT_HOURS, include_failed=True)


@app.periodic(cron="*/10 * * * *")
@app.task(name="scan_files", queueing_lock="scan_files")
def scan_files(timestamp: int) -> None:
    """Files that came while the scanner did not answer."""
    files.scan_waiting()
