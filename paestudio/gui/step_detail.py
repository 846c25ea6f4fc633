"""Everything about one step: its pictures, the page as the agent read it, and what the model said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from paestudio.core.records import Element, Observation, Step, Text
from paestudio.gui.engine_words import say
from paestudio.gui.picture_compare import AFTER, BEFORE, DIFFERENCE, PictureCompare
from paestudio.gui.pictures import Pictures
from paestudio.gui.run_data import EpisodeRow, StepLine
from paestudio.gui.steps_view import end_words
from paestudio.gui.texts import later, tr
from paestudio.gui.theme import Theme
from paestudio.gui.widgets import label, named

MODES = ((BEFORE, later("Before")), (AFTER, later("After")), (DIFFERENCE, later("Difference")))
READING = later("Reading the page from the store…")
MISSING = later("The store does not have this page.")


class StepDetail(QWidget):
    """`show_step` with what the window knows at once; `show_whole` when the page was read from the store."""

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self.says = label("", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.pictures = PictureCompare(theme, pictures)
        self.observation = self._text(tr("The page as the agent read it"))
        self.model = self._text(tr("What the model said"))
        self.marks = QCheckBox(tr("Number what the agent saw"))
        self.marks.toggled.connect(self._mark)
        self._row: EpisodeRow | None = None
        self._number = 0
        self._whole: list[Step] = []
        self._why = READING
        self.modes: dict[str, QPushButton] = {}
        self.tabs = named(QTabWidget(), says=tr("Details of the step"))
        self.tabs.tabBar().setAccessibleName(tr("Details of the step"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._picture_tab(), tr("Page"))
        self.tabs.addTab(self.observation, tr("Observation"))
        self.tabs.addTab(self.model, tr("Model"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.says)
        layout.addWidget(self.problem)
        layout.addWidget(self.tabs, 1)

    def show_episode(self, row: EpisodeRow | None) -> None:
        """Another episode: its pages are not read yet."""
        if row is not self._row:
            self._row, self._whole, self._why = row, [], READING

    def show_step(self, number: int) -> None:
        """One step, or (one past the last) the page at the end."""
        self._number = number
        row = self._row
        line = row.steps[number] if row is not None and number < len(row.steps) else None
        self.says.setText(_sentence(row, line, number))
        error = line.error if line is not None else row.error if row is not None else ""
        self.problem.setText(say(error))
        self.problem.setVisible(bool(error))
        self._show_pictures(row, line, number)
        self._show_texts()

    def show_whole(self, steps: list[Step]) -> None:
        """The episode's pages were read."""
        self._whole, self._why = steps, MISSING
        self._show_texts()

    def show_problem(self, sentence: str) -> None:
        """They could not be read."""
        self._why = sentence
        self._show_texts()

    def _show_pictures(self, row: EpisodeRow | None, line: StepLine | None, number: int) -> None:
        before = line.screenshot if line is not None else row.last_screenshot if row is not None else None
        after = None
        if row is not None and line is not None:
            later = row.steps[number + 1 :]
            after = later[0].screenshot if later else row.final_screenshot
        self.pictures.show_step(before, after, line.box if line is not None else None)
        for mode, made in self.modes.items():
            made.setEnabled(self.pictures.available(mode))
        if not self.pictures.available(self.pictures.mode):
            self.modes[BEFORE].setChecked(True)
            self.pictures.set_mode(BEFORE)
        self._mark()

    def _show_texts(self) -> None:
        step = self._whole[self._number] if self._number < len(self._whole) else None
        end = self._row is not None and self._number >= len(self._row.steps)
        none = tr("The episode ended here.") if end else "" if self._row is None else tr(self._why)
        self.observation.setPlainText(page_text(step.observation) if step is not None else none)
        said = model_text(step, self._whole[: self._number]) if step is not None else none
        self.model.setPlainText(said)
        self._mark()

    def _mark(self, *_: object) -> None:
        shown = self.marks.isChecked() and self._number < len(self._whole)
        self.pictures.show_marks(self._whole[self._number].observation.elements if shown else ())

    def _picture_tab(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout()
        group = QButtonGroup(page)
        for mode, name in MODES:
            made = QPushButton(tr(name))
            made.setCheckable(True)
            made.setChecked(mode == BEFORE)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(partial(self._set_mode, mode))
            group.addButton(made)
            row.addWidget(made)
            self.modes[mode] = made
        row.addStretch(1)
        row.addWidget(self.marks)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.pictures, 1)
        return page

    def _set_mode(self, mode: str, *_: object) -> None:
        self.pictures.set_mode(mode)

    def _text(self, says: str) -> QPlainTextEdit:
        made = named(QPlainTextEdit(readOnly=True, tabChangesFocus=True), "reading", says)
        made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        return made


def page_text(seen: Observation) -> str:
    """A page as the agent reads it: title, address, then texts and elements in the order of the document."""
    lines = [seen.title or tr("untitled"), seen.url, ""]
    lines += [f"! {note}" for note in (*seen.notes, *filter(None, (seen.last_error,)))]
    things: list[Element | Text] = [*seen.elements, *seen.texts]
    things.sort(key=lambda thing: thing.order)
    for thing in things:
        if isinstance(thing, Element):
            lines.append(_element(thing))
        else:
            lines.append(f"{'#' * thing.heading} {thing.text}" if thing.heading else thing.text)
    return "\n".join([*lines, *filter(None, ("", seen.dropped))])


def model_text(step: Step, before: list[Step]) -> str:
    """What was asked of the model beside the page, and its reply with how sure it was."""
    decision = step.decision
    done = ", ".join(one.decision.raw for one in before) or tr("nothing yet")
    problem = step.observation.last_error or tr("none")
    lines = [tr("Done before: {actions}").format(actions=done), tr("Problem told: {problem}").format(problem=problem)]
    lines += ["", tr("Reply:"), decision.raw or tr("(empty)"), ""]
    if decision.thought:
        lines += [tr("Thought: {thought}").format(thought=decision.thought)]
    if decision.error:
        told = tr("Note: {problem}") if decision.action else tr("Not an action: {problem}")
        lines += [told.format(problem=decision.error)]
    unsure = tr("Entropy {nats} nats over %n token(s)", None, len(decision.tokens))
    lines.append(unsure.format(nats=f"{decision.entropy:.2f}"))
    if decision.logprobs:
        lines.append(tr("Log-probability {value}").format(value=f"{sum(decision.logprobs):.2f}"))
    took = tr("Decided in {decision} s; the step took {step} s")
    return "\n".join([*lines, took.format(decision=f"{decision.seconds:.2f}", step=f"{step.seconds:.2f}")])


def _element(element: Element) -> str:
    parts = [f"[{element.ref}] {element.role} “{element.name}”"]
    parts += [f"= {element.value}"] if element.value else []
    parts += [f"({', '.join(element.state)})"] if element.state else []
    return " ".join(parts)


def _sentence(row: EpisodeRow | None, line: StepLine | None, number: int) -> str:
    if row is None:
        return ""
    if line is not None:
        thought = f" — {line.thought}" if line.thought else ""
        return f"{number + 1}. {line.action}{thought}"
    if not row.final_url:
        return end_words(row)
    title = row.final_title or tr("untitled")
    last = tr("Last page: {page}").format(page=f"{title}, {row.final_url}")
    return f"{end_words(row)} {last}"
