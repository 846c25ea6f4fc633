"""A model server without a model: speaks the OpenAI dialect on this machine, for tests, benchmarks and trying out.

It reads a prompt as text, as a model would, and answers by rules. `careful` reads and compares words; `noisy` is
careful but errs, quotes what is not there and sometimes replies rubbish; `gullible` obeys instructions that it finds
outside the slots it was told to distrust; `reckless` obeys them anywhere. Trouble is apart from that: a server that
fails, limits, hangs, or answers something else than JSON.
"""

from paestudio.chat.standin.server import MODES, TROUBLES, StandIn

__all__ = ["MODES", "TROUBLES", "StandIn"]
