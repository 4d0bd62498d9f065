"""An invented county: its units, people and losses. No real people or places."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from units.roles import Role

PASSWORD = "shaibiping-2026"  # noqa: S105 - printed for everybody; production refuses the demo
RUBRIC = Path(settings.BASE_DIR) / "config" / "demo" / "rubric.json"
STANDARD = "jiguan-xianzhi"
STANDARD_OF_BRANCHES = "zhibu-baolei"
COUNTY = "云岫县"
GROUP = "县直部门一组"


@dataclass(frozen=True, slots=True)
class Account:
    """One sign-in of the demo."""

    post: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Person:
    """An account and its post; people of a unit name it by short name."""

    username: str
    name: str
    role: Role
    unit: str = ""
    branch: str = ""


# Full name without the county, short name.
UNITS = (
    ("发展改革局", "县发改局"),
    ("教育体育局", "县教体局"),
    ("财政税政局", "县财政局"),
    ("人力资源和社会保障局", "县人社局"),
    ("自然资源和规划局", "县资规局"),
    ("住房和城乡建设局", "县住建局"),
    ("交通运输局", "县交通局"),
    ("农业农村局", "县农业农村局"),
    ("文化广电旅游局", "县文广旅局"),
    ("卫生健康局", "县卫健局"),
    ("市场监督管理局", "县市场监管局"),
    ("行政审批和数据服务管理局", "县审批数据局"),
)

STAFF = (
    Person("gongwei", "沈知远", Role.CLERK),
    Person("gongwei2", "陆清和", Role.CLERK),
    Person("fuzeren", "顾明川", Role.HEAD),
    Person("xianlingdao", "程望舒", Role.COUNTY_LEADER),
    Person("shenji", "何守正", Role.AUDITOR),
    Person("xitong", "秦思齐", Role.SYSADMIN),
    Person("anquan", "韩慎之", Role.SECADMIN),
)
OF_UNITS = (
    Person("jiaoyu", "许静怡", Role.OFFICER, "县教体局"),
    Person("jiaoyusj", "罗启明", Role.UNIT_LEADER, "县教体局"),
    Person("zhibu", "宋怀瑾", Role.SECRETARY, "县教体局", "县教体局机关第一党支部"),
    Person("zhibu2", "方正己", Role.SECRETARY, "县教体局", "县教体局机关第二党支部"),
    Person("xuanchuan", "叶文彬", Role.SCORER, "县文广旅局"),
)
WITH_TWO_BRANCHES = ("县教体局",)
REPORTED = ("县发改局", "县财政局", "县卫健局")
LED_BY_THE_LEADER = ("县教体局", "县卫健局", "县文广旅局")

# What was lost in the released round, by short name: item → what the clerk typed. Everything else was full.
LOSSES: dict[str, dict[str, str]] = {
    "县发改局": {"3.1": "不够明确"},
    "县教体局": {"1.1": "0 0 1"},
    "县财政局": {},
    "县人社局": {"1.2": "1", "2.2": "一般"},
    "县资规局": {"1.1": "0 1 1", "3.2": "不完整"},
    "县住建局": {"2.1": "一般", "3.1": "不够明确", "3.3": "有意见"},
    "县交通局": {"1.1": "0 0 1"},
    "县农业农村局": {"2.1": "一般"},
    "县文广旅局": {},
    "县卫健局": {"1.2": "2", "3.2": "没有召开"},
    "县市场监管局": {"2.2": "一般", "3.4": "有违纪"},
    "县审批数据局": {"1.1": "1 1 1", "2.1": "一般", "3.1": "不够明确"},
}
