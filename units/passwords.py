"""One-time passwords: told once on a slip of paper, changed at the first sign-in."""

import secrets

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

_SIGNS = "abcdefghjkmnpqrtuvwxyz346789"  # no two look alike: without 0 o, 1 i l, 2, 5 s
_GROUPS, _SIZE = 3, 4


class _Quick(Argon2PasswordHasher):
    """For passwords that nobody can guess: 28 signs to the 12th are 57 bits. A sign-in stores it anew at full cost,
    because the parameters differ."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1


def one_time() -> str:
    """Twelve random signs in three fours."""
    signs = [secrets.choice(_SIGNS) for _ in range(_GROUPS * _SIZE)]
    return "-".join("".join(signs[at : at + _SIZE]) for at in range(0, len(signs), _SIZE))


def stored(password: str) -> str:
    """How a one-time password is kept; a hundred of them take about a second."""
    return make_password(password, hasher=_Quick())
