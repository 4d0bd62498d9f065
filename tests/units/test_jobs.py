"""Background work that lost its worker: taken up, given up with a sentence, never left waiting for nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from units import jobs, tasks
from units.models import JobRun, JobState

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN_UP = jobs.ORPHANED


@pytest.fixture
def run(clerk) -> JobRun:
    return jobs.ask(key="ranking:1", kind="生成排名", by=clerk)


def order(task: str = "render", **arguments: str) -> int:
    return app.configure_task(task, queueing_lock=task).defer(**arguments)


def lose_worker(number: int, *, attempts: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL, attempts = %s WHERE id = %s",
            [attempts, number],
        )


def take_up() -> None:
    """In a thread of its own, as a worker: a browser test may have left its loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_take_up).result()


def _take_up() -> None:
    try:
        async_to_sync(tasks.take_up)(app.job_manager)
    finally:
        connection.close()


def status_of(number: int) -> str:
    return ProcrastinateJob.objects.get(pk=number).status


def told(run: JobRun) -> tuple[str, str]:
    run.refresh_from_db()
    return run.state, run.error


@pytest.mark.parametrize("attempts", [0, 1])
def test_job_of_a_dead_worker_is_put_back(attempts, run):
    number = order(run_key=run.key)
    lose_worker(number, attempts=attempts)
    take_up()
    assert (status_of(number), told(run)) == ("todo", (JobState.WAITING, ""))


def test_job_that_lost_three_workers_is_given_up_and_says_so(run):
    number = order(run_key=run.key)
    lose_worker(number, attempts=2)
    take_up()
    assert (status_of(number), told(run)) == ("failed", (JobState.FAILED, GIVEN_UP))


def test_rescue_that_lost_its_worker_is_not_put_back_and_holds_up_nothing(run):
    lost, number = order("rescue"), order(run_key=run.key)
    lose_worker(lost)
    lose_worker(number)
    waiting = order("rescue")
    take_up()
    assert [status_of(one) for one in (lost, number, waiting)] == ["failed", "todo", "todo"]


def test_job_that_cannot_be_put_back_holds_up_nothing(transactional_db, run):
    blocked = order("other")
    lose_worker(blocked)
    order("other")
    number = order(run_key=run.key)
    lose_worker(number)
    take_up()
    assert (status_of(blocked), status_of(number)) == ("doing", "todo")


@pytest.mark.parametrize("status", ["failed", "aborted", "succeeded"])
def test_run_that_no_job_works_on_any_more_says_so(status, run):
    number = order(run_key=run.key)
    jobs.started(run.key, step="排版")
    lose_worker(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s, false)", [number, status])
    take_up()
    assert told(run) == (JobState.FAILED, GIVEN_UP)


def test_run_with_a_live_job_is_left_alone(run):
    order(run_key=run.key)
    take_up()
    assert told(run) == (JobState.WAITING, "")


def test_progress_is_counted_and_begins_anew_with_another_try(run):
    jobs.started(run.key, step="排版", total=120)
    jobs.went_on(run.key, step="排版", done=45)
    run.refresh_from_db()
    assert (run.state, run.step, run.done, run.total) == (JobState.RUNNING, "排版", 45, 120)
    jobs.failed(run.key, "没有成功。")
    again = jobs.ask(key=run.key, kind=run.kind, by=run.asked_by)
    assert (again.state, again.done) == (JobState.WAITING, 0)


def test_finished_run_stays_finished(run):
    jobs.finished(run.key)
    jobs.went_on(run.key, step="排版", done=1)
    jobs.started(run.key, step="排版")
    jobs.failed(run.key, "另一次没有成功。")
    assert told(run) == (JobState.DONE, "")
