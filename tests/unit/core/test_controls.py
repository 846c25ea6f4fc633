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
