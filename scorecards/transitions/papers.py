"""述职报告 and 交流材料 as files, beside their text or instead of it."""

from django.db import transaction

from scorecards.models import Card, CardPaper, PaperKind
from scorecards.transitions.open_cards import hold_whole_card
from units.models import StoredFile, User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def require_open_paper(card: Card, *, by: User) -> None:
    """Refused where no paper of the card can be changed now; asked before a file is stored for it."""
    hold_whole_card(card, by=by)


@transaction.atomic
def set_paper_file(card: Card, kind: PaperKind, *, file: StoredFile, by: User) -> CardPaper:
    """The file of the paper; one that was there before gives way. The text keeps its version: it has not changed."""
    at, current = hold_whole_card(card, by=by)
    if file.owner_unit_id != current.unit_id:
        raise Refused("这个文件不属于本单位，没有保存。请重新上传。")
    with acting(by, f"上传{kind.label}"):
        paper, _ = CardPaper.objects.update_or_create(
            card=current, kind=kind, defaults={"file": file, "changed_by": by, "changed_at": at}
        )
    return paper


@transaction.atomic
def remove_paper_file(card: Card, kind: PaperKind, *, by: User) -> None:
    """The file is taken off; the text stays."""
    at, current = hold_whole_card(card, by=by)
    papers = CardPaper.objects.filter(card=current, kind=kind, file__isnull=False)
    with acting(by, f"移除{kind.label}文件"):
        if not papers.update(file=None, changed_by=by, changed_at=at):
            raise Refused(f"{kind.label}的文件已被移除。")
