"""What is marked against which rubric, who checked it, and what was released."""

from scorecards.models.approvals import Approval
from scorecards.models.batches import BatchKind, MarkBatch
from scorecards.models.card_states import TAKING_PART, CardState, LateDecision, Standing
from scorecards.models.cards import Card
from scorecards.models.corrections import CorrectionKind, ReleaseCorrection
from scorecards.models.decisions import DecisionKind, RoundDecision, RoundExtension
from scorecards.models.evidence import Evidence, MarkEvidence
from scorecards.models.gate_hits import GateHit
from scorecards.models.labels import GroupLabel, GroupPeriod
from scorecards.models.lists import ExceptionList, ExceptionRow, ListState
from scorecards.models.marks import Mark, MarkState
from scorecards.models.public_notices import PublicNotice
from scorecards.models.rechecks import Recheck, RecheckState
from scorecards.models.records import DailyRecord, RecordUse
from scorecards.models.released_rows import ReleasedRow
from scorecards.models.releases import Release, ReleaseDraft
from scorecards.models.rounds import Endorsing, Group, Round, Subject, Term, Yields
from scorecards.models.rubrics import Erratum, Node, Rubric, RubricVersion, VersionState
from scorecards.models.scopes import TO_THE_PUBLIC, Scope, scope_in_words
from scorecards.models.showing import CardPaper, Highlight, HighlightKind, OwnItem, OwnItemState, PaperKind
from scorecards.models.tallies import TallySheet

__all__ = [
    "TAKING_PART", "TO_THE_PUBLIC", "Approval", "BatchKind", "Card", "CardPaper", "CardState",
    "CorrectionKind", "DailyRecord", "DecisionKind", "Endorsing", "Erratum", "Evidence", "ExceptionList",
    "ExceptionRow", "GateHit", "Group", "GroupLabel", "GroupPeriod", "Highlight", "HighlightKind",
    "LateDecision", "ListState", "Mark", "MarkBatch", "MarkEvidence", "MarkState", "Node", "OwnItem",
    "OwnItemState", "PaperKind", "PublicNotice", "Recheck", "RecheckState", "RecordUse", "Release",
    "ReleaseCorrection", "ReleaseDraft", "ReleasedRow", "Round", "RoundDecision", "RoundExtension", "Rubric",
    "RubricVersion", "Scope", "Standing", "Subject", "TallySheet", "Term", "VersionState", "Yields",
    "scope_in_words",
]  # fmt: skip
