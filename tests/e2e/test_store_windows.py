"""A run in one process, followed by two others: as with the command line training and two windows looking on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from paestudio.core import events as ev
from paestudio.store import Store, queries

TRAINING = """
import sys, time
from pathlib import Path
from paestudio.core import events as ev
from paestudio.core.records import *
from paestudio.store import Recorder, Store

task = Task.make("Find the mug", "http://shop.test/", {"url": "/mug"})
with Store.open(Path(sys.argv[1])) as store, Recorder(store, "run") as recorder:
    recorder.record(ev.RunStarted(Run("run", "http://shop.test/")))
    print("started", flush=True)
    for n in range(60):
        page = Observation("http://shop.test/", "Shop", screenshot=store.blobs.save(b"picture %d" % n))
        step = Step(0, page, Decision("Wait", None))
        recorder.record(ev.EpisodeStarted(str(n), task, 0, Purpose.TRAIN, 1))
        recorder.record(ev.StepTaken(str(n), 0, step))
        recorder.record(ev.EpisodeEnded(Episode(str(n), task, (step,), Stop.ANSWERED, iteration=1)))
        recorder.record(ev.Metric("reward", n / 60, n))
    recorder.record(ev.RunEnded("finished"))
"""
FOLLOWING = """
import hashlib, sys, time
from pathlib import Path
from paestudio.core import codec
from paestudio.core import events as ev
from paestudio.store import Store, queries

store = Store.open(Path(sys.argv[1]), write=False)
seen, digest, ended = 0, hashlib.sha256(), 0
while True:
    over = queries.run(store, "run").state != "running"
    for seen, at, event in queries.events(store, "run", after=seen):
        digest.update(codec.dumps(event).encode())
        if isinstance(event, ev.EpisodeEnded):
            ended += 1
            assert queries.episode(store, "run", event.episode.id) == event.episode
            assert store.blobs.open(event.episode.steps[0].observation.screenshot)
    assert queries.count_episodes(store, "run", ended=True) >= ended
    if over:
        break
    time.sleep(0.01)
print(ended, digest.hexdigest(), queries.run(store, "run").state)
"""


def test_two_windows_follow_a_run(tmp_path: Path) -> None:
    """Both see every event once, in order, with whole episodes and their pictures, and how the run ended."""
    writer = subprocess.Popen([sys.executable, "-c", TRAINING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "started\n"
    readers = [
        subprocess.Popen([sys.executable, "-c", FOLLOWING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    seen = [reader.communicate(timeout=120)[0].split() for reader in readers]
    writer.communicate(timeout=120)
    assert [process.returncode for process in (writer, *readers)] == [0, 0, 0]
    assert seen[0] == seen[1]
    assert seen[0][0] == "60"
    assert seen[0][2] == "finished"
    with Store.open(tmp_path, write=False) as store:
        told = [event for _, _, event in queries.events(store, "run")]
        assert sum(isinstance(event, ev.EpisodeEnded) for event in told) == 60
        assert len(told) == 1 + 4 * 60 + 1
        assert store.problems() == []
