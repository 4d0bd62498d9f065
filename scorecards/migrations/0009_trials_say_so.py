"""Every trial round (演练) bears the word in its name."""

from typing import ClassVar

from django.db import migrations

_NAME = """
UPDATE scorecards_round SET title = left(title, 56) || '（演练）' WHERE is_trial AND position('演练' IN title) = 0
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("scorecards", "0008_trial_batches")]
    operations: ClassVar = [migrations.RunSQL([_NAME], migrations.RunSQL.noop)]
