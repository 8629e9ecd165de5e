"""What a command raises when it cannot go on: one clear line for the person, exit 2."""


class Refusal(Exception):
    """The message is one line, in Vietnamese, and says what to do. `main` prints it; nothing else follows."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
