"""Background work of the ground floor: taking up jobs whose worker died."""

from typing import Any

from asgiref.sync import sync_to_async
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from units import jobs

_SILENT_SECONDS = 30
_MOST_ATTEMPTS = 3


@app.periodic(cron="* * * * * */10")
@app.task(name="rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Put jobs of dead workers back; one that keeps killing its worker is given up and says so."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_SECONDS):
        if job.attempts < _MOST_ATTEMPTS:
            await manager.retry_job(job)
            continue
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        await _say_given_up(job.task_kwargs)


@sync_to_async
def _say_given_up(arguments: dict[str, Any]) -> None:
    """Tasks that somebody waits for carry the key of their progress row as `run_key`."""
    if "run_key" in arguments:
        jobs.failed(arguments["run_key"], "后台程序多次中断，请重试；仍不成功请联系系统管理员。")
