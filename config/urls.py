"""The URL map: one line a room."""

from django.urls import include, path

from config import views
from units.views import sign_in

urlpatterns = [
    path("", views.home, name="home"),
    path("first-steps/", views.first_steps, name="first-steps"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:role>/", views.help_of, name="help-of"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", sign_in.change_password, name="password-change"),
    path("", include("units.urls")),
    path("", include("scorecards.urls")),
    path("", include("reports.urls")),
]

handler400 = "config.failures.bad_request"
handler500 = "config.failures.server_error"
