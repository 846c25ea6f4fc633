"""A run records what it uses of its machine: seldom, after each update, never after its end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import torch

from paestudio import machine, meter
from paestudio.core import codec
from paestudio.core import events as ev
from paestudio.core.records import Rate, Run, Update
from paestudio.store import Recorder, Store, queries


def test_it_tells_seldom_and_after_each_update() -> None:
    watch = meter.Meter(before=100.0)
    step = ev.PhaseChanged("acting")

    async def told(event: ev.Event) -> list[ev.Metric]:
        return await watch.after(event, 3)

    async def story() -> list[int]:
        update = ev.UpdateMade(Update(1, 3, "rloo", ()))
        events = (step, step, update, ev.Measured("after", 3, Rate(0, 0, 0, 0)), step, ev.RunEnded("finished"))
        return [len(await told(event)) for event in events]

    counts = asyncio.run(story())
    some = counts[0]
    assert some >= 2 and counts == [some, 0, some, some, 0, 0]


def test_its_numbers_are_those_of_this_process() -> None:
    watch = meter.Meter(before=100.0)
    found = asyncio.run(watch.after(ev.PhaseChanged("acting"), 3))
    values = {metric.name: metric.value for metric in found}
    assert 0 <= values[meter.CPU] <= 1 and 0.01 < values[meter.MEMORY] < 1000
    assert all(metric.iteration == 3 and 100 <= (metric.seconds or 0) < 160 for metric in found)


def test_what_was_recorded_before_there_was_a_time_is_read(tmp_path: Path) -> None:
    assert codec.loads(ev.Metric, '{"name":"loss","value":1.5,"iteration":2}') == ev.Metric("loss", 1.5, 2)
    with Store.open(tmp_path) as store, Recorder(store, "r") as recorder:
        recorder.record(ev.RunStarted(Run("r", "demo", started=1.0)))
        recorder.record(ev.Metric(meter.CPU, 0.5, 1, 12.25))
    with Store.open(tmp_path, write=False) as store:
        assert [event for _, _, event in queries.events(store, "r")][-1] == ev.Metric(meter.CPU, 0.5, 1, 12.25)
        assert [point.value for point in queries.metric(store, "r", meter.CPU)] == [0.5]


@pytest.mark.parametrize(("told", "load"), [("37\n", 0.37), ("0", 0.0), ("[N/A]\n", None), ("", None), ("7 %", None)])
def test_how_busy_a_card_is(told: str, load: float | None) -> None:
    assert machine.parse_load(told) == load


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU here")
def test_a_card_is_measured_too() -> None:
    held = torch.zeros(64 << 20, dtype=torch.uint8, device="cuda")
    values = meter.Meter().read()
    assert values[meter.GPU_MEMORY] > held.numel() / 1e9 and 0 <= values[meter.GPU] <= 1
