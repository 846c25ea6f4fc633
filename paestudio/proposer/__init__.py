"""The proposer room: explore a site, then write tasks for it that a program can check and that were seen to work."""

from paestudio.proposer.explorer import Limits
from paestudio.proposer.grounded import GroundedProposer

__all__ = ["GroundedProposer", "Limits"]
