"""The verdict of an episode with its evidence, and the person's word on it: agree, or success, failure, unclear."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton, QVBoxLayout

from paestudio.core.agreement import agreements
from paestudio.core.records import Cause, Outcome, Purpose, Verdict
from paestudio.gui import words
from paestudio.gui.check_words import reasons
from paestudio.gui.folding_row import FoldingRow
from paestudio.gui.run_data import EpisodeRow, RunData, rate_words
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.verdict_model import effect
from paestudio.gui.widgets import button, label, named

SIGNS = {Outcome.SUCCESS: "✓", Outcome.FAILURE: "✗", Outcome.UNKNOWN: "?"}
KEYS = {Outcome.SUCCESS: "S", Outcome.FAILURE: "F", Outcome.UNKNOWN: "C"}
NO_TRUST = later("Judge some episodes yourself, and the evaluator's precision and recall appear here.")


class VerdictCard(QFrame):
    """`judged` carries an Outcome and the reason that was typed; `agreed` and `retracted` the reason only."""

    judged = Signal(object, str)
    agreed = Signal(str)
    retracted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = theme
        self._row: EpisodeRow | None = None
        self.verdicts = label("", wrap=True)
        self.verdicts.setTextFormat(Qt.TextFormat.RichText)
        self.verdicts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        says = tr("The verdict is right (Y)")
        self.agree = button(theme, tr("Agree"), "approve", says, style="primary", token="on_accent")
        self.buttons = {outcome: self._button(outcome) for outcome in Outcome}
        self.reason = QLineEdit(placeholderText=tr("Reason (optional), then a key or a button"), maxLength=300)
        named(self.reason, says=tr("Reason for your verdict"))
        self.effect = label("", wrap=True)
        self.trust = label("", "muted", wrap=True)
        says = tr("Take it out of training: no later update uses it (T)")
        self.retract = button(theme, tr("Retract"), "close", says)
        self.agree.clicked.connect(self._agree)
        self.retract.clicked.connect(self._retract)
        self._lay_out()
        theme.changed.connect(self._recolour)

    def show_episode(self, row: EpisodeRow | None, running: bool, data: RunData) -> None:
        """Show an episode's verdicts, what they change, and how far the evaluator is to be trusted."""
        self._row = row
        self.verdicts.setText(self._html(row))
        self.agree.setEnabled(row is not None and row.settled is not None)
        for made in (*self.buttons.values(), self.reason):
            made.setEnabled(row is not None)
        learned = row is not None and row.purpose in (Purpose.TRAIN, Purpose.SHOWN)
        self.retract.setEnabled(learned and row is not None and not row.retracted)
        self.effect.setText(effect(row, running) if row is not None else "")
        self.trust.setText(trust_words(data))

    def take_reason(self) -> str:
        """What was typed; the field is empty afterwards."""
        said = self.reason.text().strip()
        self.reason.clear()
        return said

    def _agree(self) -> None:
        self.agreed.emit(self.take_reason())

    def _retract(self) -> None:
        self.retracted.emit(self.take_reason())

    def _judge(self, outcome: Outcome, *_: object) -> None:
        self.judged.emit(outcome, self.take_reason())

    def _button(self, outcome: Outcome) -> QToolButton:
        look = words.OUTCOME[outcome]
        says = tr("Overrule: {verdict} ({key})").format(verdict=look.word, key=KEYS[outcome])
        made = button(self._theme, look.word, look.icon, says, token=look.token)
        made.clicked.connect(partial(self._judge, outcome))
        return made

    def _lay_out(self) -> None:
        first = FoldingRow(self.agree)
        first.push()
        first.add(self.retract)
        overrule = FoldingRow(*self.buttons.values())
        overrule.push()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.verdicts)
        layout.addWidget(first)
        layout.addWidget(overrule)
        layout.addWidget(self.reason)
        layout.addWidget(self.effect)
        layout.addStretch(1)
        layout.addWidget(label(tr("How far to trust the evaluator"), "heading"))
        layout.addWidget(self.trust)

    def _recolour(self, *_: object) -> None:
        self.verdicts.setText(self._html(self._row))

    def _html(self, row: EpisodeRow | None) -> str:
        if row is None:
            return tr("Select an episode.")
        if not row.verdicts:
            return tr("No evaluator has judged this episode yet.")
        return "".join(self._verdict(verdict, i == 0) for i, verdict in enumerate(reversed(row.verdicts)))

    def _verdict(self, verdict: Verdict, first: bool) -> str:
        gone = verdict.cause is Cause.RETRACTED
        look = words.RETRACTED if gone else words.OUTCOME[verdict.outcome]
        colours = self._theme.tokens.colours()
        who = escape(words.evaluator(verdict.evaluator))
        check = self._row.task.check if self._row is not None else None
        why = reasons(verdict, check)
        sign = "–" if gone else SIGNS[verdict.outcome]
        size = "font-size:large;" if first else ""
        word = f"<b style='{size}color:{colours[look.token]}'>{sign} {look.word}</b>"
        head = tr("{verdict} says {evaluator}").format(verdict=word, evaluator=who)
        if verdict.confidence < 1:
            head += ", " + tr("{share} sure").format(share=words.percent(verdict.confidence))
        detail = f"<br><span style='color:{colours['muted']}'>{escape(why)}</span>" if why else ""
        return f"<p style='margin:0 0 6px 0'>{head}{detail}</p>"


def trust_words(data: RunData) -> str:
    """Each evaluator's precision and recall against the person, with 95 % intervals."""
    told = agreements(row.verdicts for row in data.finished)
    lines = []
    for one in told:
        who = words.evaluator(one.evaluator)
        if one.same.n:
            agreed = tr("{evaluator} agreed with you on {rate}.").format(evaluator=who, rate=rate_words(one.same))
            lines.append(agreed[:1].upper() + agreed[1:])
            precision = rate_words(one.precision) if one.precision.n else tr("not known yet")
            recall = rate_words(one.recall) if one.recall.n else tr("not known yet")
            both = tr("Of its successes, right: {precision}. Of the real ones, found: {recall}.")
            lines.append(both.format(precision=precision, recall=recall))
        if one.unknown:
            text = tr("{evaluator} could not tell %n episode(s) that you decided.", None, one.unknown)
            lines.append(text.format(evaluator=who[:1].upper() + who[1:]))
    return "\n".join(lines) or tr(NO_TRUST)
