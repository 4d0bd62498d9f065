"""签批单: who signed it, when, and its scan."""

import datetime
from typing import Any

from scorecards.forms.approvals import day_field, line_field
from scorecards.forms.uploads import SCAN, OneFileForm


class SignedPaperForm(OneFileForm):
    """The head's signed 签批单, entered by a clerk who did not prepare the thing."""

    signed_by = line_field("签批人", most=30, hint="在签批单上签字的负责人姓名。")
    signed_on = day_field("签批日期")
    field_order = ("signed_by", "signed_on", "file")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(
            *args, kinds=SCAN, words="签批单扫描件，PDF 或图片（JPG、PNG）", **{"auto_id": "sign-%s"} | kwargs
        )
        self.fields["file"].label = "签批单扫描件"
        self.fields["signed_on"].widget.attrs["max"] = today.isoformat()
