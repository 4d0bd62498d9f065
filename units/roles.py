"""The posts that a person can hold. Pure: the phases table reads it without Django."""

from enum import StrEnum


class Role(StrEnum):
    """What a person comes here to do; the order is the one that pages list posts in."""

    CLERK = "clerk"
    HEAD = "head"
    OFFICER = "officer"
    SECRETARY = "secretary"
    UNIT_LEADER = "unit_leader"
    SCORER = "scorer"
    COUNTY_LEADER = "county_leader"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"

    @property
    def label(self) -> str:
        """The post's name as the field writes it."""
        return _LABELS[self]


_LABELS = {
    Role.CLERK: "工委工作人员",
    Role.HEAD: "工委负责人",
    Role.OFFICER: "联络员",
    Role.SECRETARY: "支部书记",
    Role.UNIT_LEADER: "单位党委（党组）书记",
    Role.SCORER: "评分部门",
    Role.COUNTY_LEADER: "县领导",
    Role.AUDITOR: "审计管理员",
    Role.SYSADMIN: "系统管理员",
    Role.SECADMIN: "安全管理员",
}

STAFF = frozenset({Role.CLERK, Role.HEAD})
OF_A_UNIT = frozenset({Role.OFFICER, Role.UNIT_LEADER, Role.SCORER})
OF_A_BRANCH = frozenset({Role.SECRETARY})
