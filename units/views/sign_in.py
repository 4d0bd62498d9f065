"""Coming in, going out, changing one's password."""

from typing import Any

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from units import transitions
from units.access import about, recorded
from units.forms.sign_in import ChangePasswordForm, SignInForm
from units.models import Office
from units.requests import SignedIn


class _SignIn(LoginView):
    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom to call when the password is forgotten."""
        return super().get_context_data(**kwargs) | {"office": Office.objects.here()}

    def form_invalid(self, form: Any) -> HttpResponse:
        """A refused sign-in is not a success for the machine that reads the status; who was tried is kept."""
        about(self.request, form.data.get("username", ""))
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = recorded("登录")(_SignIn.as_view())
sign_out = recorded("退出")(LogoutView.as_view())


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any, *args: Any) -> HttpResponse:
    """Too many wrong passwords: say when the pause ends."""
    cool_off = get_cool_off(request)
    ends_at = timezone.now() + cool_off if cool_off else None
    return render(request, "429.html", {"locked_until": ends_at, "office": Office.objects.here()}, status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an old page; nothing was saved."""
    return render(request, "403_csrf.html", status=403)


@recorded("修改密码")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: SignedIn) -> HttpResponse:
    """The page that a one-time password leads to."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = transitions.change_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改。")
        return redirect("home")
    status = 422 if form.is_bound else 200
    return render(request, "registration/password_change.html", {"form": form}, status=status)
