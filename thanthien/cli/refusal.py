"""What a command raises when it cannot go on: one clear line for the person, exit 2."""

from django.core.management.base import CommandError


class Refusal(CommandError):
    """The message is one line, in Vietnamese, and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()), returncode=2)
