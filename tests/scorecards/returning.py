"""A round in 审核, and items of its cards sent back."""

import datetime
import uuid

from scorecards.models import Card
from scorecards.transitions.returning import Returning, return_items
from units.models import User


def soon() -> datetime.datetime:
    """Three days from now by this machine; a return has to lie ahead of the database's clock."""
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)


def send_back(card: Card, *keys: str, by: User, reason: str = "缺少依据，请写明出处。") -> Card:
    """These items go back together."""
    items = [Returning(key, reason) for key in keys]
    return return_items(card, items, due_at=soon(), key=str(uuid.uuid4()), by=by)
