"""Reasons that are asked for beside an act."""

from units.transitions.refused import Refused

LONGEST = 500


def require_reason(reason: str, name: str, *, most: int = LONGEST) -> None:
    """Refuse an empty reason, one that is too long, and one that the database cannot hold."""
    if not reason:
        raise Refused(f"请写明{name}。")
    if len(reason) > most:
        raise Refused(f"{name}最多 {most} 个字，现在有 {len(reason)} 个字，请删减。")
    if "\x00" in reason:
        raise Refused(f"{name}中有不能保存的字符，请重新填写。")
