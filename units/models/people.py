"""People who sign in, and the posts that they hold."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.crypto import salted_hmac

from units.models.organisation import Branch, Unit
from units.roles import OF_A_BRANCH, OF_A_UNIT, STAFF, Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a first password always has to be changed."""

    def open_account(self, *, username: str, name: str, password: str, phone: str = "") -> User:
        """An account with a one-time password."""
        user = self.model(username=username, name=name, phone=phone, must_change=True)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. Rights come from the current post alone: no groups, no superuser."""

    username = models.CharField("账号", max_length=40, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField("姓名", max_length=30)
    staff_no = models.CharField("工号", max_length=20, null=True, blank=True, unique=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    must_change = models.BooleanField("首次登录须改密码", default=True)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def post(self) -> Post | None:
        """The current post with its unit and branch; read once a request."""
        return Post.objects.current().filter(user=self).first()

    def get_absolute_url(self) -> str:
        """Account and posts."""
        return reverse("units:person-detail", args=[self.pk])

    def has_role(self, *roles: Role) -> bool:
        """Whether the current post is one of these."""
        return self.post is not None and self.post.role in roles

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Changes with password, post and activity, so that lost rights end at the next request."""
        rights = f"{self.password}:{self.post.pk if self.post else 0}:{int(self.is_active)}"
        return salted_hmac("units.User.session", rights, secret=secret, algorithm="sha256").hexdigest()


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, past and present."""

    def current(self) -> PostQuerySet:
        """Posts held now, with the rows that every permission question reads."""
        return self.filter(until=None).select_related("unit", "branch__unit")

    def visible_to(self, user: User) -> PostQuerySet:
        """The office and the two administrators see who holds which post."""
        return self if user.has_role(*STAFF, Role.SYSADMIN, Role.SECADMIN) else self.none()

    def matching(self, words: str) -> PostQuerySet:
        """By person, account, unit or branch; no words find everything."""
        words = words.strip()
        if not words:
            return self
        return self.filter(
            Q(user__name__contains=words)
            | Q(user__username__contains=words.lower())
            | Q(unit__name__contains=words)
            | Q(unit__short_name__contains=words)
            | Q(branch__name__contains=words)
            | Q(branch__unit__name__contains=words)
            | Q(branch__unit__short_name__contains=words)
        )

    def in_order(self) -> PostQuerySet:
        """The house first, then by unit in the official order."""
        order = Coalesce("unit__official_order", "branch__unit__official_order", 0)
        return self.order_by(order, "unit_id", "branch_id", "role", "pk")

    def of_unit(self, unit: Unit) -> PostQuerySet:
        """Posts in the unit or in one of its branches, with their people."""
        return self.filter(Q(unit=unit) | Q(branch__unit=unit)).select_related("user").order_by("role", "pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Post(models.Model):
    """Who holds which post (岗位), since when and until when."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="posts")
    role = models.CharField("岗位", max_length=16, choices=[(role.value, role.label) for role in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", null=True, blank=True)
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", null=True, blank=True)
    since = models.DateField("任职日期")
    until = models.DateField("免职日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until=None),
                name="one_current_post",
                violation_error_message="该人员已有在任岗位，请先办理免职。",
            ),
            models.CheckConstraint(
                condition=Q(role__in=OF_A_UNIT, unit__isnull=False, branch=None)
                | Q(role__in=OF_A_BRANCH, unit=None, branch__isnull=False)
                | (~Q(role__in=OF_A_UNIT | OF_A_BRANCH) & Q(unit=None, branch=None)),
                name="post_belongs_where_it_should",
                violation_error_message="岗位与所属单位、党支部不符。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.user}"

    @property
    def label(self) -> str:
        """The post's name on screen."""
        return Role(self.role).label

    @property
    def home_unit(self) -> Unit | None:
        """The unit that the post belongs to, a branch's by its branch."""
        return self.branch.unit if self.branch else self.unit

    @property
    def home_unit_id(self) -> int | None:
        """Key of `home_unit`."""
        return self.branch.unit_id if self.branch else self.unit_id
