"""What a person tells a running loop."""

from __future__ import annotations

import threading

from paestudio.core.controls import Controls, Curate
from paestudio.core.records import Status


def test_stop_ends_a_pause() -> None:
    """A paused loop that is stopped is not paused any more: it must wake and end."""
    controls = Controls()
    controls.pause(True)
    assert controls.paused
    controls.stop()
    assert controls.stopping
    assert not controls.paused


def test_pause_and_go_on() -> None:
    """Pause is a switch."""
    controls = Controls()
    assert not controls.paused
    controls.pause(True)
    controls.pause(False)
    assert not controls.paused
    assert not controls.stopping


def test_requests_keep_their_order_and_are_taken_once() -> None:
    """Each decision is handed over exactly once, oldest first."""
    controls = Controls()
    asked = [Curate(str(i), Status.APPROVED) for i in range(5)]
    for request in asked:
        controls.send(request)
    assert controls.take() == asked
    assert controls.take() == []


def test_no_decision_is_lost_between_threads() -> None:
    """The window sends while the loop takes."""
    controls = Controls()
    done = threading.Event()

    def send() -> None:
        for i in range(2000):
            controls.send(Curate(str(i), Status.REJECTED))
        done.set()

    thread = threading.Thread(target=send)
    thread.start()
    taken: list[str] = []
    while not done.is_set():
        taken += [request.task for request in controls.take() if isinstance(request, Curate)]
    thread.join()
    taken += [request.task for request in controls.take() if isinstance(request, Curate)]
    assert taken == [str(i) for i in range(2000)]


def test_one_page_is_held_and_does_single_steps() -> None:
    """A held page waits, the others go on; a single step is used up."""
    controls = Controls()
    controls.hold(2, True)
    assert controls.waits(2) and not controls.waits(1)
    controls.single_step(2)
    assert not controls.waits(2) and controls.waits(2)
    controls.hold(2, False)
    assert not controls.waits(2)
    controls.pause(True)
    assert controls.waits(1)
    controls.stop()
    assert not controls.waits(1), "a stopped run waits for nobody"


def test_wishes_are_told_once() -> None:
    """End, help and measure are asked once and told once; ending lets a held page go."""
    controls = Controls()
    controls.hold(1, True)
    controls.end_episode(1)
    assert not controls.waits(1)
    assert [controls.take_end(1), controls.take_end(1), controls.take_end(2)] == [True, False, False]
    controls.take_over(3, True)
    assert controls.waits(3)
    controls.take_over(3, False)
    assert not controls.waits(3)
    assert [controls.take_help(3), controls.take_help(3)] == [True, False]
    controls.measure()
    assert [controls.take_measure(), controls.take_measure()] == [True, False]
