"""Background work of this room."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from reports import printing
from reports.pdf import RenderFailed
from units import jobs


@app.task(
    name="render_document", retry=RetryStrategy(max_attempts=2, wait=5, retry_exceptions={RenderFailed})
)
def render_document(*, document_id: int, run_key: str) -> None:
    """One paper; a failure is shown to whoever waits, and tried once more."""
    try:
        printing.make(document_id)
    except RenderFailed as error:
        jobs.failed(run_key, str(error))
        raise
