"""Password hashing at the strength OWASP recommends, on one thread: sign-in stays quick on a small server."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallServerArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one thread (OWASP Password Storage Cheat Sheet).

    Django's own 100 MiB on eight threads takes half a second of a two-core machine at each sign-in.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
