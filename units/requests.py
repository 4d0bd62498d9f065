"""The request as a view sees it: nobody comes this far without signing in."""

from django.http import HttpRequest

from units.models import User


class SignedIn(HttpRequest):
    """For annotations: `LoginRequiredMiddleware` has seen to the user."""

    user: User
