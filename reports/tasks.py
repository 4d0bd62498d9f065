"""Background work of this room."""

from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from reports import printing
from reports.pdf import RenderFailed
from units import jobs

_BROKEN = "生成文件时出错。请重试；仍不成功请联系系统管理员。"
_MORE_ATTEMPTS = 2
_AGAIN = RetryStrategy(
    max_attempts=_MORE_ATTEMPTS, wait=5, retry_exceptions={RenderFailed, OperationalError, InterfaceError}
)


@app.task(name="render_document", retry=_AGAIN, pass_context=True)
def render_document(context: JobContext, *, document_id: int, run_key: str) -> None:
    """One paper; it is tried again by itself, and only the last failure is shown to whoever waits."""
    try:
        printing.make(document_id)
    except Exception as error:
        if _AGAIN.get_retry_decision(exception=error, job=context.job) is None:
            jobs.failed(run_key, str(error) if isinstance(error, RenderFailed) else _BROKEN)
        raise
