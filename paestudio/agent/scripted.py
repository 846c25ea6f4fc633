"""A policy without a model, for tests and demonstrations: it does what a function or a list says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from paestudio.core.actions import Action, Verb
from paestudio.core.protocols import Context
from paestudio.core.records import Decision, Observation

Script = Callable[[Context], Action]


class ScriptedPolicy:
    """core.protocols.Policy from a function of the context."""

    name = "scripted"

    def __init__(self, script: Script) -> None:
        self.version = 0
        self._script = script

    @classmethod
    def from_paths(cls, paths: Mapping[str, Sequence[Callable[[Context], Action]]]) -> ScriptedPolicy:
        """Plays task id → its list of moves, then says done."""

        def script(context: Context) -> Action:
            moves = paths.get(context.task.id, ())
            done = len(context.history)
            return moves[done](context) if done < len(moves) else Action(Verb.ANSWER, text="done")

        return cls(script)

    def decide(self, contexts: Sequence[Context]) -> list[Decision]:
        """The script's action for each context."""
        actions = [self._script(context) for context in contexts]
        return [Decision(str(action), action) for action in actions]

    def read_ahead(self, seen: Observation) -> bool:
        """A script reads nothing."""
        return False


def click(name: str) -> Script:
    """A move: click the first element whose name contains `name`."""
    return lambda context: Action(Verb.CLICK, _find(context, name))


def type_into(name: str, text: str) -> Script:
    """A move: type into the field whose name contains `name`, submitting when it submits."""

    def move(context: Context) -> Action:
        ref = _find(context, name)
        element = context.observation.element(ref)
        return Action(Verb.TYPE, ref, text, bool(element and element.submits))

    return move


def answer(text: str) -> Script:
    """A move: answer and end."""
    return lambda context: Action(Verb.ANSWER, text=text)


def _find(context: Context, name: str) -> int:
    for element in context.observation.elements:
        if name.casefold() in element.name.casefold():
            return element.ref
    return -1
