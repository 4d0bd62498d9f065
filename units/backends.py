"""Who is signed in: the person and the current post come by one query, since every page asks for both."""

from django.contrib.auth.backends import ModelBackend

from units.models import Post, User


class PostBackend(ModelBackend):
    """Passwords as Django checks them; the person of a session together with the post."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; none whose account is closed."""
        post = Post.objects.current().select_related("user").filter(user=user_id).first()
        if post is None:
            found = super().get_user(user_id)
            return found if isinstance(found, User) else None
        user = post.user
        user.post = post
        return user if self.user_can_authenticate(user) else None
