"""Signing in and changing one's password, with sentences that say what to do."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """One message for a wrong account, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": "账号或密码不正确，请核对后重新输入。",
        "inactive": "账号或密码不正确，请核对后重新输入。",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"
        self.fields["username"].error_messages["required"] = "请填写账号。"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": "原密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致，请重新输入。",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少 10 个字符，不能全是数字，不能与账号、姓名相近。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"

    def clean(self) -> dict[str, Any]:
        """A first password has to be a new one."""
        cleaned = super().clean() or {}
        new = cleaned.get("new_password1")
        if new and self.user.check_password(new):
            self.add_error("new_password1", forms.ValidationError("新密码不能与原密码相同。"))
        return cleaned
