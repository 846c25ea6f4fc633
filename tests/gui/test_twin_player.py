"""The twin player with real widgets: what is stored is shown at once, what is played is shown live and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QThread, Signal
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from paestudio.core import events as ev
from paestudio.core.actions import Action, Verb
from paestudio.core.controls import Controls
from paestudio.core.protocols import COMPARING
from paestudio.core.records import (
    Cause,
    Decision,
    Episode,
    Final,
    Outcome,
    Purpose,
    Status,
    Step,
    Stop,
    Task,
    Update,
    Verdict,
)
from paestudio.gui.main_window import MainWindow
from paestudio.gui.progress_page import ProgressPage
from paestudio.gui.review_order import worth
from paestudio.gui.run_data import RunData
from paestudio.gui.twin_data import read_choices, read_pair
from paestudio.gui.twin_player import TwinPlayer
from paestudio.store import Recorder, Store, queries
from paestudio.store.export import lines
from paestudio.store.writer import keep
from tests.gui import scripted
from tests.gui.test_live import Painted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]
SHARED = Action(Verb.CLICK, 2)
TYPES = Action(Verb.TYPE, 1, "tea", submit=True)
HELP = Action(Verb.CLICK, 3)
DONE = Action(Verb.ANSWER, text="£9.99")


def episode(
    name: str, task: Task, moves: tuple[Action, ...], version: int, purpose: Purpose = Purpose.HELD_OUT
) -> Episode:
    steps = tuple(Step(i, scripted.observation(i), Decision(str(a), a)) for i, a in enumerate(moves))
    final = Final(f"{scripted.SITE}basket/", "", "Basket")
    return Episode(
        name, task, steps, Stop.ANSWERED, "£9.99", final, scripted.RUN, version, purpose, started=1_700_000_000.0
    )


def judged(one: Episode, outcome: Outcome) -> ev.EpisodeJudged:
    cause = Cause.ENVIRONMENT if outcome is Outcome.UNKNOWN else None
    verdict = Verdict(one.id, one.task.id, outcome, "check", cause, "the price", at=2.0)
    return ev.EpisodeJudged(verdict, verdict)


def record(folder: Path) -> list[Task]:
    """A finished run: four tasks, the last held out and measured by the base (a failure) and checkpoint 2."""
    tasks = scripted.tasks(4)
    held = tasks[3]
    base = episode("base-1", held, (SHARED, HELP, DONE), 0)
    later = episode("later-1", held, (SHARED, TYPES, SHARED, DONE), 2)
    told: list[ev.Event] = [*scripted.Story().opening(4)]
    told += [ev.TaskSettled(tasks[0].id, Status.REJECTED, "human", "Duplicate")]
    told += [ev.EpisodeEnded(base), judged(base, Outcome.FAILURE)]
    told += [ev.UpdateMade(Update(n, n, "rloo", (), metrics={"loss": 1.0}, checkpoint=f"{n:06d}")) for n in (1, 2)]
    told += [ev.EpisodeEnded(later), judged(later, Outcome.SUCCESS), ev.RunEnded("finished")]
    with Store.open(folder) as store, Recorder(store, scripted.RUN) as recorder:
        for event in told:
            recorder.record(event)
        for n in (1, 2):
            place = store.run_folder(scripted.RUN) / "checkpoints" / f"{n:06d}"
            place.mkdir(parents=True)
            (place / "adapter_model.safetensors").write_bytes(b"w")
    return tasks


class ScriptedTwin(QThread):
    """TwinThread's signals; `say` tells on behalf of the engine, which ends when it is told to."""

    told = Signal(int, object)
    failed = Signal(str, str)
    bug = Signal(str)

    def __init__(self, match: tuple[str, str, tuple[int, int]]) -> None:
        super().__init__()
        self.match = match
        self.controls = Controls()
        self.over = False

    def run(self) -> None:
        while not self.controls.stopping and not self.over:
            self.msleep(5)


@pytest.fixture
def twins() -> Iterator[list[ScriptedTwin]]:
    made: list[ScriptedTwin] = []
    yield made
    for one in made:
        one.controls.stop()
        assert one.wait(5000)
    QApplication.processEvents()


@pytest.fixture
def window(make_window: Make, tmp_path: Path, twins: list[ScriptedTwin]) -> MainWindow:
    record(tmp_path)
    made = make_window()

    def engine(*match: object) -> ScriptedTwin:
        twins.append(ScriptedTwin(match))  # type: ignore[arg-type]
        return twins[-1]

    made.twins._make_engine = engine  # type: ignore[assignment]
    return made


def open_twin(qtbot: QtBot, window: MainWindow) -> TwinPlayer:
    """Ctrl+T on the stored run."""
    window.open_run(scripted.RUN)
    qtbot.waitUntil(lambda: window.state.data.run is not None and not window.runner.busy)
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    page = window.pages.widget("progress")
    assert isinstance(page, ProgressPage) and page.twin is not None
    player = page.twin
    qtbot.waitUntil(lambda: player.isVisible() and player.strips.columns > 0)
    return player


def test_what_is_stored_is_shown_at_once(qtbot: QtBot, window: MainWindow) -> None:
    player = open_twin(qtbot, window)
    assert player.task.currentText().startswith("Held out: ") and player.task.count() == 3, (
        "held out first, no rejected"
    )
    first, second = player.sides
    assert (first.agent.currentText(), second.agent.currentText()) == ("Base", "Checkpoint 2")
    assert (first.chip.text(), second.chip.text()) == ("Failure", "Success")
    assert "held-out measurement" in first.source.text()
    assert player.sentence.text() == (
        "From step 2: the base clicks “Add to basket”, checkpoint 2 types “time machine”."
    ).replace("time machine", "tea")
    assert player.strips.column == 1 and player.strips.differs == 1, "it opens where they part"
    assert first.says.text().startswith("2. Click button “Add to basket”") and second.says.text().startswith("2. Type")
    assert player.play.isEnabled() and not player.cancel.isVisible() and not player.error.isVisible()


def test_both_strips_are_scrubbed_together(qtbot: QtBot, window: MainWindow) -> None:
    player = open_twin(qtbot, window)
    one, other = player.strips.strips
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Home)
    assert player.sides[0].says.text() == player.sides[1].says.text() == "1. Click link “Clothing”"
    qtbot.keyClick(one, Qt.Key.Key_Right)
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert player.strips.column == 2 and player.sides[1].says.text().startswith("3. Click")
    qtbot.keyClick(other, Qt.Key.Key_End)
    assert player.strips.column == player.strips.columns - 1
    for side, outcome in zip(player.sides, ("the price", "the price"), strict=True):
        assert side.says.text() == f"The agent said it was done – {outcome}"
    qtbot.keyClick(other, Qt.Key.Key_D)
    assert player.strips.column == 1
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton, pos=other.cell(0).center())
    assert player.strips.column == 0 and one.current == other.current == 0
    assert one.cell(3).left() == other.cell(4).left(), "the ends stand below each other"


def test_another_agent_and_another_task_are_looked_up(qtbot: QtBot, window: MainWindow) -> None:
    player = open_twin(qtbot, window)
    player.sides[1].agent.setFocus()
    qtbot.keyClick(player.sides[1].agent, Qt.Key.Key_Up)
    assert player.sides[1].agent.currentText() == "Checkpoint 1"
    qtbot.waitUntil(lambda: "Nothing is stored" in player.sides[1].mirror._message)
    assert not player.sentence.isVisible() and "Play both to compare them" in player.note.text()
    qtbot.keyClick(player.sides[1].agent, Qt.Key.Key_Up)
    assert player.note.text() == "Choose two different agents." and not player.play.isEnabled()


def test_a_run_that_goes_on_leaves_the_stored_ones(qtbot: QtBot, window: MainWindow) -> None:
    player = open_twin(qtbot, window)
    player.set_training(True)
    assert not player.play.isEnabled() and "A run goes on" in player.note.text()
    assert player.sentence.isVisible() and player.strips.columns == 5
    player.set_training(False)
    assert player.play.isEnabled()


def played(player: TwinPlayer, twin: ScriptedTwin) -> tuple[Task, list[Episode]]:
    task = player.task.currentData()
    assert isinstance(task, Task)
    return task, [
        episode("new-a", task, (HELP, DONE), 0, Purpose.COMPARE),
        episode("new-b", task, (TYPES, DONE), 2, Purpose.COMPARE),
    ]


def test_both_are_watched_while_they_play(qtbot: QtBot, window: MainWindow, twins: list[ScriptedTwin]) -> None:
    player = open_twin(qtbot, window)
    qtbot.mouseClick(player.play, Qt.MouseButton.LeftButton)
    assert twins[0].match == (scripted.RUN, player.task.currentData().id, (0, 2)) and window.twins.busy
    assert player.bar.isVisible() and not player.play.isVisible() and "Opening the site" in player.note.text()
    page = Painted("#00ff00")
    qtbot.addWidget(page)
    player.open_view(COMPARING, page)
    window.live.open_view(COMPARING, page)
    assert window.live.copies() == {}, "a comparison is not on the Train page"
    task, (a, b) = played(player, twins[0])
    tell = twins[0].told.emit
    tell(-1, ev.PhaseChanged("playing", "", 0, 12))
    tell(1, ev.EpisodeStarted(b.id, task, 0, Purpose.COMPARE))
    qtbot.waitUntil(lambda: player.sides[1].mirror.live and not player.sides[0].mirror.live)
    tell(1, ev.StepTaken(b.id, 0, b.steps[0]))
    tell(0, ev.EpisodeStarted(a.id, task, 1, Purpose.COMPARE))
    tell(0, ev.StepTaken(a.id, 1, a.steps[0]))
    qtbot.waitUntil(lambda: "From step 1: the base clicks" in player.sentence.text())
    assert player.bar.value() == 2 and player.sides[0].source.text() == "playing"
    player.close_view(COMPARING)
    assert not player.sides[1].mirror.live
    before = len(window.state.data.finished)
    for side, one, outcome in ((0, a, Outcome.FAILURE), (1, b, Outcome.SUCCESS)):
        tell(side, ev.EpisodeEnded(one))
        tell(side, judged(one, outcome))
    tell(-1, ev.PhaseChanged("kept"))
    twins[0].over = True
    qtbot.waitUntil(lambda: not window.twins.busy)
    assert [side.chip.text() for side in player.sides] == ["Failure", "Success"] and player.play.isVisible()
    assert "from a comparison" in player.sides[0].source.text()
    data = window.state.data
    assert len(data.finished) == before + 2 and data.training == {} and data.unknown_rate == 0.0
    assert data.judged == 2, "comparisons are not counted"


def test_a_comparison_is_stopped_by_a_click_and_by_a_run(
    qtbot: QtBot, window: MainWindow, twins: list[ScriptedTwin]
) -> None:
    player = open_twin(qtbot, window)
    for number in range(2):
        qtbot.mouseClick(player.play, Qt.MouseButton.LeftButton)
        assert player.cancel.isVisible()
        if number:
            player.set_training(True)
        else:
            qtbot.mouseClick(player.cancel, Qt.MouseButton.LeftButton)
            assert "Stopping" in player.note.text() and not player.cancel.isEnabled()
        qtbot.waitUntil(lambda: not window.twins.busy)
        assert twins[number].controls.stopping
    assert "because a run was started" in player.error.text() and not player.play.isEnabled()


def test_what_goes_wrong_is_said_and_the_stored_ones_stay(
    qtbot: QtBot, window: MainWindow, twins: list[ScriptedTwin]
) -> None:
    player = open_twin(qtbot, window)
    qtbot.mouseClick(player.play, Qt.MouseButton.LeftButton)
    twins[0].failed.emit("The site does not answer.", "Start it.")
    twins[0].over = True
    qtbot.waitUntil(lambda: not window.twins.busy)
    assert player.error.text() == "The site does not answer. Start it." and player.play.isEnabled()
    qtbot.waitUntil(lambda: player.strips.columns == 5)
    assert player.error.isVisible()


def test_the_window_closes_when_the_comparison_has_ended(
    qtbot: QtBot, window: MainWindow, twins: list[ScriptedTwin]
) -> None:
    player = open_twin(qtbot, window)
    qtbot.mouseClick(player.play, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.closed):
        window.close()
        assert window.isVisible() and twins[0].controls.stopping
    assert not window.twins.busy and window.closed_in_time


def test_from_the_palette_the_models_page_and_a_checkpoints_line(qtbot: QtBot, window: MainWindow) -> None:
    player = open_twin(qtbot, window)
    page = window.pages.widget("progress")
    assert isinstance(page, ProgressPage)
    qtbot.mouseClick(player.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.success.isVisible() and not player.isVisible())
    qtbot.waitUntil(lambda: len(page.success._lines) == 2)
    place = page.success.getPlotItem().getViewBox().mapViewToScene(QPointF(1.0, 0.5))
    at = page.success.mapFromScene(place)
    qtbot.mouseClick(page.success.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    qtbot.waitUntil(lambda: player.isVisible() and player.sides[1].agent.currentText() == "Checkpoint 1")
    qtbot.mouseClick(player.back, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = window.palette_card.findChild(QLineEdit)
    assert search is not None
    qtbot.keyClicks(search, "compare two")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: player.isVisible() and player.sides[1].agent.currentText() == "Checkpoint 2")
    qtbot.mouseClick(player.back, Qt.MouseButton.LeftButton)
    window.compare(scripted.RUN, 1)
    qtbot.waitUntil(lambda: player.isVisible() and player.sides[1].agent.currentText() == "Checkpoint 1")


def test_without_a_run_it_says_so(qtbot: QtBot, make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    window.compare()
    page = window.pages.widget("progress")
    assert isinstance(page, ProgressPage) and page.twin is not None
    assert "Open a run first" in page.twin.note.text() and not page.twin.play.isEnabled()


def test_a_comparison_that_is_kept_counts_nowhere(tmp_path: Path) -> None:
    tasks = record(tmp_path)
    mine = episode("mine", tasks[3], (HELP, DONE), 2, Purpose.COMPARE)
    said = judged(mine, Outcome.UNKNOWN).verdict
    with Store.open(tmp_path) as store:
        before = queries.resume_point(store, scripted.RUN)
        sft = list(lines(store, scripted.RUN, "sft"))
        keep(store, scripted.RUN, mine, [said])
        after = queries.resume_point(store, scripted.RUN)
        assert replace(after, seconds=0.0) == replace(before, seconds=0.0)
        assert after.seconds == pytest.approx(before.seconds), "no time of the run's"
        assert list(lines(store, scripted.RUN, "sft")) == sft
        assert queries.task(store, scripted.RUN, tasks[3].id).trials == 0
        assert queries.run(store, scripted.RUN).episodes == 2
        data = RunData()
        data.apply(event for _, _, event in queries.events(store, scripted.RUN))
        row = data.episode("mine")
        assert row is not None and worth(row, novel=True).value == 0.0, "nobody has to look at it again"
        assert data.unknown == 0 and data.judged == 2 and data.measured == []
        a, b = read_pair(scripted.RUN, tasks[3].id, (0, 2), store)
        assert a is not None and b is not None and (a.row.id, b.row.id) == ("base-1", "mine"), "the latest is shown"
        assert read_choices(scripted.RUN, store).versions[-1].here
