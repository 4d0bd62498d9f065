"""Idempotent posts: the key in the form makes a second click or a repeat by the browser harmless."""

import uuid

from django.db import transaction

from units.models import Submission, User


class BadKey(ValueError):
    """The form's key is missing or not one of ours."""


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return str(uuid.uuid4())


def claim(user: User, key: str, *, result_url: str) -> bool:
    """Take the key inside the caller's transaction; False when the same form was taken before.

    A rival transaction with the same key waits here until this one ends.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("提交凭据只能在事务中使用。")
    try:
        parsed = uuid.UUID(key)
    except ValueError as error:
        raise BadKey("页面已过期，请刷新后重试。") from error
    taken, created = Submission.objects.get_or_create(
        user=user, key=parsed, defaults={"result_url": result_url}
    )
    if taken.result_url != result_url:
        raise BadKey("这张表单的凭据已用于另一件事，请刷新后重试。")
    return created
