"""Every change of state, one function a verb; `Refused` says why one cannot happen."""

from scorecards.transitions.cards import Entry, save_reported
from scorecards.transitions.checking import Cell, save_checked
from scorecards.transitions.confirming import confirm_card, confirm_group
from scorecards.transitions.gates import clear_gate, set_gate
from scorecards.transitions.groups import add_group
from scorecards.transitions.locking import blocks_locking
from scorecards.transitions.members import add_member
from scorecards.transitions.opening import open_round
from scorecards.transitions.opening_blocks import blocks_opening
from scorecards.transitions.releases import approve_release, prepare_release, withdraw_release
from scorecards.transitions.rounds import create_round
from scorecards.transitions.rubrics import import_rubric
from scorecards.transitions.saving import Saved
from scorecards.transitions.stages import lock_round, start_checking, start_judging, start_review
from scorecards.transitions.submitting import missing_items, submit
from units.transitions.refused import Refused

__all__ = [
    "Cell",
    "Entry",
    "Refused",
    "Saved",
    "add_group",
    "add_member",
    "approve_release",
    "blocks_locking",
    "blocks_opening",
    "clear_gate",
    "confirm_card",
    "confirm_group",
    "create_round",
    "import_rubric",
    "lock_round",
    "missing_items",
    "open_round",
    "prepare_release",
    "save_checked",
    "save_reported",
    "set_gate",
    "start_checking",
    "start_judging",
    "start_review",
    "submit",
    "withdraw_release",
]
