"""Faults by whose they are: the user's to fix, the machine's to fix, or ours.

    PaeError
      UserError          something the person gave us is wrong (address, task file, setting): exit code 2
      EnvironmentFault   the machine or the site is not in order (no disk, no port, site down): exit code 3

Anything else that reaches the top is our bug: reported once, with a way to copy the report (exit code 70).
A failed page, judge or step is neither: it is data, recorded on the episode.
"""


class PaeError(Exception):
    """A fault that a person can act on: one sentence saying what is wrong, and `fix`, what to do."""

    exit_code = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()


class UserError(PaeError):
    """What the person gave is wrong: an address, a file, a setting."""

    exit_code = 2


class EnvironmentFault(PaeError):
    """The machine or the site is not in order: disk, port, memory, network, a site that is down."""

    exit_code = 3


class BrowserLost(EnvironmentFault):
    """The page or its browser is gone (crashed tab, closed view). Ends one episode, not the run."""
