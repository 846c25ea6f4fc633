"""The person on the agent's page: holding, single steps, and a real QtWebEngine page used through the mirror."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from paestudio.agent.scripted import ScriptedPolicy, answer
from paestudio.browser.embedded import EmbeddedBrowser
from paestudio.browser.options import BrowserOptions
from paestudio.core import events as ev
from paestudio.core import loops
from paestudio.core.controls import Show
from paestudio.core.events import StepTaken
from paestudio.core.records import Decision, Element, Outcome, Purpose, Run, Step, Task
from paestudio.gui.main_window import MainWindow
from paestudio.gui.tasks_page import TasksPage
from paestudio.rollout import Limits, rollout
from paestudio.webview.start import prepare
from tests.gui import scripted, site
from tests.gui.conftest import ScriptedEngine

pytestmark = [pytest.mark.gui, pytest.mark.browser]
Make = Callable[..., MainWindow]
PAGE = """<body style='margin:0'><input id=i style='position:absolute;left:100px;top:80px;width:400px;height:60px'>
<button style='position:absolute;left:100px;top:300px;width:400px;height:80px'
 onclick='document.title="pressed " + i.value'>Go</button></body>"""


def watching(qtbot: QtBot, make_window: Make, page: QWidget) -> MainWindow:
    """A run whose slot 0 plays an episode on `page`."""
    story = scripted.Story()
    task = scripted.tasks(1)[0]
    window = make_window([*story.opening(1), *story.episode(task, Outcome.SUCCESS, ended=False)])
    window.live.open_view(0, page)
    window.train("http://127.0.0.1:8101/")
    qtbot.waitUntil(lambda: bool(window.state.data.slots) and len(window.state.data.slots[0].steps) == 4)
    return window


def placed(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a point of the page lies in the mirror."""
    mirror = window.live.mirror
    area, page = mirror.page_area(), mirror.picture().deviceIndependentSize()
    return QPoint(
        round(area.x() + x * area.width() / page.width()), round(area.y() + y * area.height() / page.height())
    )


def test_a_person_takes_over_a_real_page_and_hands_it_back(qtbot: QtBot, make_window: Make) -> None:
    prepare(quiet=True)
    from PySide6.QtWebEngineWidgets import QWebEngineView  # after prepare: it reads the flags when it is imported

    view = QWebEngineView()
    qtbot.addWidget(view)
    view.setFixedSize(1280, 800)
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.show()
    with qtbot.waitSignal(view.loadFinished, timeout=20_000):
        view.setHtml(PAGE)
    window = watching(qtbot, make_window, view)
    live = window.live
    qtbot.waitUntil(lambda: not live.mirror.picture().isNull(), timeout=10_000)
    controls = window.runner.controls
    assert controls is not None
    qtbot.mouseClick(live.bar.take, Qt.MouseButton.LeftButton)
    assert controls.waits(0) and live.bar.take.text() == "Hand back" and "counts for nothing" in live.bar.says.text()
    qtbot.mouseClick(live.mirror, Qt.MouseButton.LeftButton, pos=placed(window, 300, 110))
    qtbot.keyClicks(live.mirror, "ink a")
    qtbot.mouseClick(live.mirror, Qt.MouseButton.LeftButton, pos=placed(window, 300, 340))
    qtbot.waitUntil(lambda: view.title() == "pressed ink a", timeout=10_000)
    assert all(row.reason == "" for row in window.state.data.tasks), "no key of the window was meant"
    qtbot.keyClick(live.mirror, Qt.Key.Key_F8)
    assert not controls.waits(0) and controls.take_help(0) and live.bar.take.text() == "Take over"
    qtbot.mouseClick(live.mirror, Qt.MouseButton.LeftButton, pos=placed(window, 300, 110))
    qtbot.keyClicks(live.mirror, "x")
    assert not live.hands.on
    live.close_view(0)


def test_hold_one_action_slow_and_end(qtbot: QtBot, make_window: Make) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    window = watching(qtbot, make_window, page)
    bar, controls = window.live.bar, window.runner.controls
    assert controls is not None
    window.live.strip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.live.strip.setFocus()
    qtbot.keyClicks(window.live.strip, "p")
    assert controls.waits(0) and bar.hold.text() == "Go on" and bar.says.text() == "Held before its next action."
    qtbot.keyClicks(window.live.strip, "n")
    assert not controls.waits(0) and controls.waits(0)
    qtbot.mouseClick(bar.hold, Qt.MouseButton.LeftButton)
    assert not controls.waits(0)
    bar.slow.setChecked(True)
    assert controls.delay == 2.0
    qtbot.mouseClick(bar.end, Qt.MouseButton.LeftButton)
    assert controls.take_end(0)
    window.runner.stop()
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert not bar.take.isEnabled()


def test_what_the_agent_saw_is_numbered_on_wish(qtbot: QtBot, make_window: Make) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    window = watching(qtbot, make_window, page)
    assert window.live.mirror._numbered == ()
    window.live.bar.numbers.setChecked(True)
    assert [element.ref for element in window.live.mirror._numbered] == [1, 2, 3]


def test_a_page_that_asks_for_a_password_says_that_it_needs_a_person(qtbot: QtBot, make_window: Make) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    window = watching(qtbot, make_window, page)
    row = window.state.data.slots[0]
    assert row.seen is not None
    seen = replace(row.seen, elements=(Element(1, "textbox", "Password"),))
    step = Step(4, seen, Decision("wait", None))
    window.state.apply([StepTaken(row.id, 0, step)])
    assert window.live.bar.says.text() == "Needs you: this page asks for a password. T takes it over."


class PlayingEngine(ScriptedEngine):
    """Plays the task of its story on a real embedded page with an agent that does nothing but say that it is done."""

    host: Any = None

    def __init__(self, story: Iterable[ev.Event], *, stay: bool = True) -> None:
        super().__init__(story, stay=stay)
        self.told = list(story)
        self.controls.hold(0, True)

    def run(self) -> None:
        loops.run(self._play())

    async def _play(self) -> None:
        self.tell(self.told)
        task = next(event.task for event in self.told if isinstance(event, ev.TaskProposed))
        browser = await EmbeddedBrowser.start(BrowserOptions(task.start_url[:-1], slots=1), str, self.host)
        with ThreadPoolExecutor(1, thread_name_prefix="model") as thread:
            playing = rollout(
                [task],
                browser=browser,
                policy=ScriptedPolicy(answer("done")),
                thread=thread,
                limits=Limits(3),
                controls=self.controls,
            )
            async for event in playing:
                self.tell([event])
        await browser.close()
        while not self.controls.stopping:
            self.requests += self.controls.take()
            self._tick.wait(0.01)
        self.requests += self.controls.take()
        self.tell([ev.RunEnded("stopped")])


@pytest.mark.parametrize("keep", [True, False])
def test_what_a_person_did_is_kept_as_a_demonstration_when_they_say_so(
    qtbot: QtBot, make_window: Make, keep: bool
) -> None:
    endpoint = prepare(quiet=True)
    from paestudio.webview.host import ViewHost  # after prepare: it reads the flags when it is imported

    PlayingEngine.host = host = ViewHost(endpoint)
    with site.served() as (home, _):
        task = Task.make("Open the red boots.", home, {"url": "^/boots$"})
        story = [ev.RunStarted(Run(scripted.RUN, home)), ev.TaskProposed(task)]
        window = make_window(story, views=host, kind=PlayingEngine)
        window.train(home)
        live, slow = window.live, 20_000
        qtbot.waitUntil(lambda: live.bar.take.isEnabled() and not live.mirror.picture().isNull(), timeout=slow)
        qtbot.mouseClick(live.bar.take, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: live.hands.gate.gestures.followed, timeout=slow)
        place = live.mirror.from_page(QPointF(*site.AT["boots"])).toPoint()
        qtbot.mouseClick(live.mirror, Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(lambda: not live.hands.gate.waiting, timeout=slow)
        qtbot.keyClick(live.mirror, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: window.banner.key == "shown", timeout=slow)
        assert "“Open the red boots.” as a demonstration? Its check holds." in window.banner.text.text()
        qtbot.mouseClick(window.banner.act if keep else window.banner.other, Qt.MouseButton.LeftButton)
        assert not window.banner.isVisible()
        engine = window.engines[0]  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: bool(window.state.data.finished), timeout=slow)
        row = window.state.data.task(task.id)
        assert row is not None and len(window.state.data.shown(row)) == keep
        window.runner.stop()
        qtbot.waitUntil(lambda: not window.runner.busy, timeout=slow)
        shows = [request.shown for request in engine.requests if isinstance(request, Show)]
        assert [str(step.decision.action) for one in shows for step in one.steps][1:] == ["ANSWER; [done]"] * keep
        assert all(one.purpose is Purpose.SHOWN and one.final.url == f"{home}boots" for one in shows)
    host.shutdown()


def test_a_check_is_tried_beside_a_run_that_goes_on(qtbot: QtBot, make_window: Make) -> None:
    endpoint = prepare(quiet=True)
    from paestudio.webview.host import ViewHost  # after prepare: it reads the flags when it is imported

    PlayingEngine.host = host = ViewHost(endpoint)
    with site.served() as (home, _):
        task = Task.make("Open the red boots.", home, {"url": "^/boots$"})
        story = [ev.RunStarted(Run(scripted.RUN, home)), ev.TaskProposed(task)]
        window = make_window(story, views=host, kind=PlayingEngine)
        window.train(home)
        slow = 20_000
        qtbot.waitUntil(lambda: window.live.bar.take.isEnabled(), timeout=slow)
        page = window.pages.go("tasks")
        assert isinstance(page, TasksPage)
        page.select(task.id)
        trial = page.side.trial
        qtbot.mouseClick(trial.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "✗ the page is /boots" in trial.report.text(), timeout=slow)
        assert list(window.live.copies()) == [0], "pages beside the run are not shown as the agent's"
        assert not window.state.data.finished
        engine = window.engines[0]  # type: ignore[attr-defined]
        engine.controls.hold(0, False)
        qtbot.waitUntil(lambda: bool(window.state.data.finished), timeout=slow)
        assert window.state.data.finished[0].error == "" and window.state.data.finished[0].final_url == home
        qtbot.waitUntil(lambda: trial.button.isEnabled(), timeout=slow)
        window.runner.stop()
        qtbot.waitUntil(lambda: not window.runner.busy, timeout=slow)
    host.shutdown()
