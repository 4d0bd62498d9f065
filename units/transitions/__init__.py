"""What people do with units, accounts, names, inbox, calendar and office, one function a verb."""

from units.transitions.accounts import change_password
from units.transitions.aliases import BadAlias, forget, remember
from units.transitions.calendar import enter_year
from units.transitions.inbox import read_notice
from units.transitions.office import set_office
from units.transitions.refused import Refused

__all__ = [
    "BadAlias",
    "Refused",
    "change_password",
    "enter_year",
    "forget",
    "read_notice",
    "remember",
    "set_office",
]
