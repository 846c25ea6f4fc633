"""Garbage that was made anywhere is collected in the main thread, and Python takes over again afterwards."""

from __future__ import annotations

import gc
import threading

from pytestqt.qtbot import QtBot

from paestudio.webview.collector import Collector


class Cycle:
    """Says in which thread it went."""

    def __init__(self, told: list[threading.Thread]) -> None:
        self.me = self
        self.told = told

    def __del__(self) -> None:
        self.told.append(threading.current_thread())


def _litter(told: list[threading.Thread]) -> None:
    Cycle(told)
    kept = [[i] for i in range(5_000)]  # enough to make Python collect by itself
    del kept


def test_garbage_of_another_thread_is_collected_here(qtbot: QtBot) -> None:
    told: list[threading.Thread] = []
    before = gc.isenabled()  # not, when another one is at work already
    collector = Collector()
    try:
        thread = threading.Thread(target=_litter, args=(told,))
        thread.start()
        thread.join()
        assert told == []
        kept = [[i] for i in range(5_000)]
        qtbot.waitUntil(lambda: bool(told), timeout=5_000)
        del kept
    finally:
        collector.stop()
    assert told == [threading.main_thread()]
    assert gc.isenabled() is before


def test_nothing_due_nothing_done() -> None:
    collector = Collector()
    try:
        gc.collect()
        assert collector.collect_due() is None
    finally:
        collector.stop()


def test_what_outlived_a_slow_collection_is_left_alone_until_the_end() -> None:
    told: list[threading.Thread] = []
    collector = Collector(patience=0.0)
    limits = gc.get_threshold()
    try:
        kept = Cycle(told)
        gc.set_threshold(1, 1, 1)
        young: list[list[int]] = []
        done: list[int | None] = []
        while 2 not in done and len(done) < 100:
            young += [[1] for _ in range(10)]
            done.append(collector.collect_due())
        gc.set_threshold(*limits)
        assert gc.get_freeze_count() > 0
        del kept
        gc.collect()
        assert told == []
    finally:
        gc.set_threshold(*limits)
        collector.stop()
    assert len(told) == 1
