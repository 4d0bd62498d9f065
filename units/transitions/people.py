"""Accounts and posts: opened, handed over, ended; a one-time password is told once and kept by nobody."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from units import passwords, submissions
from units.models import BatchOf, Branch, ImportBatch, Post, Unit, User
from units.names import person_pinyin
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused
from units.transitions.sources import Source

_DONE = "units:people"
SINGLE = frozenset({Role.SECRETARY, Role.UNIT_LEADER, Role.HEAD})
"""Posts that one person at a time holds where they are."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be given an account and a post; without a `username` one is made of the name."""

    name: str
    role: Role
    unit: Unit | None = None
    branch: Branch | None = None
    phone: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """账号条: what is handed to the person, once."""

    post: Post
    password: str

    @property
    def user(self) -> User:
        """Whose it is."""
        return self.post.user


def usernames_for(people: Iterable[NewPerson], *, taken: Collection[str]) -> list[str]:
    """An account name each: the one that is wished, else the name's pinyin, with a number where it is taken."""
    used, found = set(taken), []
    for person in people:
        plain = person.username or person_pinyin(person.name)
        name, number = plain, 1
        while name in used:
            number += 1
            name = f"{plain}{number}"
        used.add(name)
        found.append(name)
    return found


@transaction.atomic
def open_accounts(
    people: Collection[NewPerson], *, source: Source, key: str, by: User
) -> tuple[ImportBatch, list[Slip]]:
    """Accounts with posts, all or none, and what to print; of a form that was sent before nothing is told again."""
    if not submissions.claim(by, key, result_url=_DONE):
        return ImportBatch.objects.get(applied_by=by, key=key), []
    given = list(people)
    list(Post.objects.select_for_update().filter(until=None, role__in=SINGLE).order_by("pk"))
    for person in given:
        if holder := holder_of(person.role, unit=person.unit, branch=person.branch):
            raise Refused(f"{holder.label}现由{holder.user.name}担任；换人的，请在人员页办理交接。")
    taken = User.objects.values_list("username", flat=True)
    names = usernames_for(given, taken=set(taken))
    with acting(by, f"开通账号（{source.name}）"):
        slips = [_open(person, name) for person, name in zip(given, names, strict=True)]
    changes = [
        {"pk": slip.user.pk, "label": slip.user.name, "before": None,
         "after": {"username": slip.user.username, "role": slip.post.label}}
        for slip in slips
    ]  # fmt: skip
    batch = ImportBatch.objects.create(
        kind=BatchOf.PEOPLE, source=source.name[:120], sha256=source.sha256, changes=changes, added=len(slips),
        changed=0, applied_by=by, key=key,
    )  # fmt: skip
    return batch, slips


def holder_of(role: Role, *, unit: Unit | None, branch: Branch | None) -> Post | None:
    """Who holds a post that only one person holds."""
    if role not in SINGLE:
        return None
    return Post.objects.current().select_related("user").filter(role=role, unit=unit, branch=branch).first()


def _open(person: NewPerson, username: str) -> Slip:
    password = passwords.one_time()
    user = User(username=username, name=person.name, phone=person.phone, must_change=True)
    user.password = passwords.stored(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"账号“{username}”已有人使用，请换一个。") from None
    post = Post.objects.create(
        user=user, role=person.role, unit=person.unit, branch=person.branch, since=timezone.localdate()
    )
    return Slip(post, password)


@transaction.atomic
def reissue(users: Iterable[User]) -> list[Slip]:
    """New one-time passwords; the old ones and all sessions end. Who asked is on the access log."""
    posts = {
        post.user_id: post
        for post in Post.objects.current().select_related("user").filter(user__in=[one.pk for one in users])
    }
    slips = []
    for post in posts.values():
        password = passwords.one_time()
        User.objects.filter(pk=post.user_id).update(password=passwords.stored(password), must_change=True)
        slips.append(Slip(post, password))
    return slips


@transaction.atomic
def hand_over(post: Post, person: NewPerson, *, on: datetime.date, key: str, by: User) -> list[Slip]:
    """交接: the post ends and the successor begins it, in one act. Raises `Refused` where it has ended already."""
    if not submissions.claim(by, key, result_url=_DONE):
        return []
    ended = end_post(post, on=on, by=by)
    heir = NewPerson(person.name, Role(ended.role), ended.unit, ended.branch, person.phone, person.username)
    (name,) = usernames_for([heir], taken=set(User.objects.values_list("username", flat=True)))
    with acting(by, f"接任（前任{ended.user.name}）"):
        return [_open(heir, name)]


@transaction.atomic
def end_post(post: Post, *, on: datetime.date, by: User) -> Post:
    """免职: the post ends on that day and with it every right, at the next request."""
    current = (
        Post.objects.select_for_update(of=("self",)).select_related("user", "unit", "branch").get(pk=post.pk)
    )
    if current.until is not None:
        raise Refused(f"{current.user.name}已经不担任{current.label}。")
    if current.user_id == by.pk:
        raise Refused("不能免去自己的岗位，请由他人办理。")
    if on < current.since:
        raise Refused("免职日期不能早于任职日期。")
    with acting(by, "免职"):
        current.until = on
        current.save(update_fields=["until"])
    return current


def take_back_people(batch: ImportBatch) -> None:
    """Accounts that nobody has used go again; raises `Refused` where somebody signed in or was moved since."""
    users = User.objects.select_for_update().filter(pk__in=[change["pk"] for change in batch.changes])
    held = list(users)
    used = [user.name for user in held if user.last_login is not None or not user.must_change]
    if used:
        raise Refused(f"下列人员已经登录过，不能整份撤销：{'、'.join(used[:10])}。")
    for user in held:
        try:
            Post.objects.filter(user=user).delete()
            user.delete()
        except ProtectedError:
            raise Refused(f"{user.name}已有办理的事项，不能撤销导入。") from None
