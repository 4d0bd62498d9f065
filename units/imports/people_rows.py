"""人员名单: who holds which post where, and under which account."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from units.imports.plans import Line, Plan, asked, refuse_doubles
from units.imports.tables import TableRow
from units.imports.unit_rows import compact
from units.matching import Match, Names
from units.models import Branch, Post, Unit
from units.name_keys import plain
from units.roles import OF_A_BRANCH, OF_A_UNIT, Role
from units.sheets import Column
from units.transitions.people import SINGLE, NewPerson, usernames_for

COLUMNS = (
    Column("name", ("姓名", "人员", "联络员姓名", "书记姓名", "联系人", "人员姓名"), required=True),
    Column("unit", ("单位", "单位名称", "所属单位", "工作单位", "所在单位")),
    Column("branch", ("党支部", "党支部名称", "支部", "支部名称", "所在党支部")),
    Column("role", ("岗位", "职务", "角色", "身份", "担任岗位")),
    Column("phone", ("联系电话", "电话", "手机", "手机号", "手机号码", "办公电话", "联系方式")),
    Column("username", ("账号", "登录名", "用户名", "登录账号")),
)  # fmt: skip
WITHOUT_HEAD = {
    2: "unit name",
    3: "unit name phone",
    4: "unit name role phone",
    5: "unit branch name role phone",
}

_WORDS = {
    Role.OFFICER: (
        "联络员",
        "党务干部",
        "党务工作者",
        "组织委员",
        "党建联络员",
        "填报人",
        "机关党委专职副书记",
    ),
    Role.SECRETARY: ("支部书记", "党支部书记", "书记"),
    Role.UNIT_LEADER: (
        "单位党委（党组）书记",
        "党委书记",
        "党组书记",
        "党委（党组）书记",
        "单位主要负责人",
        "主要负责人",
    ),
    Role.SCORER: ("评分部门", "评分人", "评分部门联络员"),
    Role.COUNTY_LEADER: ("县领导", "分管县领导", "联系县领导", "县委常委"),
    Role.CLERK: ("工委工作人员", "工委干部"),
    Role.HEAD: ("工委负责人", "工委书记"),
    Role.AUDITOR: ("审计管理员",),
    Role.SYSADMIN: ("系统管理员",),
    Role.SECADMIN: ("安全管理员",),
}
_ROLE = {plain(word): role for role, words in _WORDS.items() for word in words}
_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
_PHONE = re.compile(r"[0-9+\-()（） ]{3,30}")


@dataclass(slots=True)
class PersonLine(Line):
    """One person; `person` is what is opened, `role` the post's name."""

    person: NewPerson | None = None
    role: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What the rows are read against: units, their branches, the posts held now, account names, and the posts that
    whoever imports may give."""

    units: Sequence[Unit]
    names: Names
    branches: Sequence[Branch]
    posts: Sequence[Post]
    usernames: Collection[str]
    gives: Collection[Role]


def plan_people(rows: Sequence[TableRow], house: House, *, picks: Mapping[str, str]) -> Plan[PersonLine]:
    """Who is new gets an account; who holds that very post already stays as is."""
    lines = [_line(row, house, picks) for row in rows]
    refuse_doubles(lines, [_own(line) for line in lines])
    new = [line for line in lines if line.person and line.pk is None]
    names = usernames_for([line.person for line in new if line.person], taken=house.usernames)
    for line, name in zip(new, names, strict=True):
        line.after = {**line.after, "username": name}
    named = {line.pk for line in lines}
    return Plan(lines, sum(post.pk not in named for post in house.posts))


def _own(line: PersonLine) -> list[tuple[str, object]]:
    person = line.person
    if person is None:
        return []
    where = (person.role, person.unit and person.unit.pk, person.branch and person.branch.pk)
    single = [("岗位", where)] if person.role in SINGLE else []
    return [("人员和岗位", (person.name, *where)), ("账号", person.username), *single]


def _line(row: TableRow, house: House, picks: Mapping[str, str]) -> PersonLine:
    name, raw, raw_branch = compact(row, "name"), compact(row, "unit"), compact(row, "branch")
    names = {unit.pk: unit.name for unit in house.units}
    owner, open_name, near = asked(raw, house.names.match(raw) if raw else Match(), picks, names)
    unit = next((one for one in house.units if one.pk == owner), None)
    branch = _branch(raw_branch, unit, house.branches)
    role = _role(row.text("role"), has_branch=bool(raw_branch))
    phone, username = row.text("phone"), compact(row, "username").lower()
    line = PersonLine(
        row.place, name, {"phone": phone}, open_name=open_name, near=near, may_be_new=False,
        owner=unit.name if unit else raw, role=role.label if role else row.text("role"),
        branch=branch.name if branch else raw_branch,
    )  # fmt: skip
    line.problems = [
        *_shape(name, phone, username, house),
        *_where(role, (raw, raw_branch), unit, branch),
    ]
    if open_name:
        line.problems = [one for one in line.problems if one != _no_such(raw)]
    if role and role not in house.gives and not line.problems:
        line.problems.append(f"“{role.label}”这个岗位不由您安排，请由工委负责人或者安全管理员办理。")
    if role and not line.problems and not open_name:
        of_unit, of_branch = unit if role in OF_A_UNIT else None, branch if role in OF_A_BRANCH else None
        line.person = NewPerson(name, role, of_unit, of_branch, phone, username)
        _compare(line, line.person, house.posts)
    return line


def _role(text: str, *, has_branch: bool) -> Role | None:
    """The post by its name; without one a branch's secretary or a unit's 联络员."""
    if not text:
        return Role.SECRETARY if has_branch else Role.OFFICER
    return _ROLE.get(plain(text))


def _branch(text: str, unit: Unit | None, branches: Sequence[Branch]) -> Branch | None:
    if not text or unit is None:
        return None
    own = [one for one in branches if one.unit_id == unit.pk]
    return next((one for one in own if plain(one.name) == plain(text)), None)


def _compare(line: PersonLine, person: NewPerson, posts: Sequence[Post]) -> None:
    """Against who holds the post now."""
    where = (person.role, person.unit and person.unit.pk, person.branch and person.branch.pk)
    holders = [post for post in posts if (post.role, post.unit_id, post.branch_id) == where]
    same = next((post for post in holders if post.user.name == person.name), None)
    if same:
        line.pk, line.stands = same.pk, {"phone": line.after["phone"]}
    elif holders and person.role in SINGLE:
        line.problems.append(
            f"{person.role.label}现由{holders[0].user.name}担任；换人的，请在人员页办理交接。"
        )


def _shape(name: str, phone: str, username: str, house: House) -> list[str]:
    found = []
    if not 2 <= len(name) <= 30:
        found.append("没有写姓名。" if not name else f"姓名“{name[:12]}”请写 2 到 30 个字。")
    if phone and not _PHONE.fullmatch(phone):
        found.append(f"联系电话“{phone[:20]}”请只写数字。")
    if username and not _USERNAME.fullmatch(username):
        found.append(f"账号“{username[:20]}”请用 3 到 40 个小写字母、数字，以字母开头。")
    elif username and username in house.usernames:
        found.append(f"账号“{username}”已有人使用，请换一个，或者空着由系统取。")
    return found


def _no_such(unit: str) -> str:
    return f"没有“{unit[:30]}”这个单位，请核对名称，或者先导入单位名单。"


def _where(role: Role | None, raws: tuple[str, str], unit: Unit | None, branch: Branch | None) -> list[str]:
    """What is wrong with the post and its place; `raws` are unit and branch as written."""
    raw, raw_branch = raws
    if role is None:
        words = "、".join(one.label for one in Role)
        return [f"认不出是哪个岗位，请写其中一个：{words}。"]
    if role not in OF_A_UNIT | OF_A_BRANCH:
        return []
    if not raw:
        return ["没有写单位。"]
    if unit is None:
        return [_no_such(raw)]
    if role in OF_A_BRANCH and branch is None:
        what = f"{unit.short_name}没有“{raw_branch[:30]}”这个党支部" if raw_branch else "没有写党支部"
        return [f"{what}，请核对名称，或者先导入党支部名单。"]
    return []
