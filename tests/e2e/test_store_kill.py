"""Kill -9 at any moment: what was acknowledged is there, once, and the next session goes on from it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from paestudio.core import events as ev
from paestudio.store import Store, queries

KILLS = 20
# Each session plays episodes without end; it says an episode's name only after `record` has returned.
SESSION = """
import sys
from pathlib import Path
from paestudio.core import events as ev
from paestudio.core.records import *
from paestudio.store import Recorder, Store

session = int(sys.argv[2])
task = Task.make("Find the mug", "http://shop.test/", {"url": "/mug"})
elements = tuple(Element(i, "link", f"Product number {i} of the shop", order=i) for i in range(20))
page = Observation("http://shop.test/", "Shop", elements)
store = Store.open(Path(sys.argv[1]))
recorder = Recorder(store, "run")
recorder.record(ev.RunStarted(Run("run", "http://shop.test/"), resumed=session > 0))
print("started", flush=True)
n = 0
while True:
    key = f"{session}-{n}"
    steps = tuple(Step(i, page, Decision(f"Click [{i}]", None)) for i in range(4))
    recorder.record(ev.EpisodeStarted(key, task, 0, Purpose.TRAIN, session))
    for step in steps:
        recorder.record(ev.StepTaken(key, 0, step))
        recorder.record(ev.Metric("steps", n, session))
    recorder.record(ev.EpisodeEnded(Episode(key, task, steps, Stop.ANSWERED, iteration=session)))
    print(f"ended {key}", flush=True)
    said = Verdict(key, task.id, Outcome.SUCCESS, "check")
    recorder.record(ev.EpisodeJudged(said, said))
    print(f"judged {key}", flush=True)
    if n % 5 == 4:
        used = tuple(f"{session}-{i}" for i in range(n - 4, n + 1))
        recorder.record(ev.UpdateMade(Update(session * 1000 + n, session, "rloo", used)))
        print(f"used {' '.join(used)}", flush=True)
    n += 1
"""


def session(folder: Path, number: int, seconds: float) -> list[str]:
    """Run one session, kill it after `seconds` of work; returns the lines it got out."""
    process = subprocess.Popen(
        [sys.executable, "-c", SESSION, str(folder), str(number)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first == "started\n"
    time.sleep(seconds)
    process.kill()
    rest, _ = process.communicate()
    lines = rest.split("\n")
    return lines[:-1]  # the last one may be half


def test_twenty_kills(tmp_path: Path) -> None:
    """After each kill the file is in order, and whatever was acknowledged is there exactly once."""
    rng = random.Random(0)
    acknowledged: dict[str, set[str]] = {"ended": set(), "judged": set(), "used": set()}
    seen = 0
    for number in range(KILLS):
        for line in session(tmp_path, number, rng.uniform(0.0, 0.25)):
            word, *keys = line.split()
            acknowledged[word].update(keys)
        with Store.open(tmp_path) as store:
            seen = _no_torn_row(store, seen)
            _once_each(store, acknowledged)
            _resumes(store, acknowledged)
    assert len(acknowledged["ended"]) > KILLS
    assert acknowledged["used"]


def _no_torn_row(store: Store, after: int) -> int:
    """The file is in order, and all that this session told reads back whole."""
    assert store.problems() == []
    for number, _, event in queries.events(store, "run", after):
        after = number
        if isinstance(event, ev.EpisodeEnded):
            assert [step.index for step in event.episode.steps] == [0, 1, 2, 3]
    return after


def _once_each(store: Store, acknowledged: dict[str, set[str]]) -> None:
    """Every acknowledged episode, verdict and update is there, once in the log and once in the tables."""
    ends = store.rows("SELECT json_extract(body, '$.episode.id') AS id FROM events WHERE type = 'EpisodeEnded'")
    keys = [row["id"] for row in ends]
    assert len(keys) == len(set(keys)), "an episode is there twice"
    assert acknowledged["ended"] <= set(keys), "an acknowledged episode is lost"
    assert {row["id"] for row in store.rows("SELECT id FROM episodes WHERE ended_seq IS NOT NULL")} == set(keys)
    judged = [row["episode"] for row in store.rows("SELECT episode FROM verdicts")]
    assert len(judged) == len(set(judged)), "a verdict is there twice"
    assert acknowledged["judged"] <= set(judged) <= set(keys)
    used = [key for update in queries.updates(store, "run") for key in update.episodes]
    assert len(used) == len(set(used)), "an episode was used by two updates"
    assert acknowledged["used"] <= set(used) <= set(keys)


def _resumes(store: Store, acknowledged: dict[str, set[str]]) -> None:
    """The next session gets every complete episode since the last update, and none that was used."""
    point = queries.resume_point(store, "run")
    offered = {judged.episode.id for judged in point.ready} | {episode.id for episode in point.unjudged}
    used = {row["episode"] for row in store.rows("SELECT episode FROM update_episodes")}
    last = store.rows("SELECT coalesce(max(seq), 0) FROM updates")[0][0]
    fresh = {row["id"] for row in store.rows("SELECT id FROM episodes WHERE ended_seq > ?", (last,))}
    assert fresh <= offered, "an episode is lost for the next update"
    assert not offered & used, "an episode would be used again"
    assert not set(point.void) & acknowledged["ended"], "a complete episode counts as cut short"
