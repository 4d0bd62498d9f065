"""The virus scanner, where one is configured: a child that reads the file and answers by its exit code."""

import logging
import subprocess

from django.conf import settings

from units.models import ScanState

PATIENCE = 60
"""Seconds for one file."""

_ANSWERS = {0: ScanState.USABLE, 1: ScanState.REJECTED}

logger = logging.getLogger(__name__)


def scan(data: bytes) -> ScanState:
    """Usable without a scanner or by its word; waiting when it gave no answer."""
    if not settings.SCAN_COMMAND:
        return ScanState.USABLE
    try:
        done = subprocess.run(
            settings.SCAN_COMMAND, input=data, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("virus scanner did not answer: %s", type(error).__name__)
        return ScanState.WAITING
    if done.returncode not in _ANSWERS:
        logger.warning("virus scanner gave no answer, exit code %s", done.returncode)
    return _ANSWERS.get(done.returncode, ScanState.WAITING)
