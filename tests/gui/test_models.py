"""The Models page on a real store with checkpoints on disk; receipts, trash and going back as functions too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from paestudio import options
from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Outcome, Status, Verdict
from paestudio.gui import model_data, model_work
from paestudio.gui.job import Job
from paestudio.gui.main_window import MainWindow
from paestudio.gui.models_page import ModelsPage
from paestudio.store import Recorder, Store, queries
from paestudio.store.fork import fork
from paestudio.store.receipt import as_html, receipt, write
from paestudio.store.rows import RunState
from paestudio.store.trash import Trash
from paestudio.suites import taskfile
from tests.gui import scripted

pytestmark = pytest.mark.gui
Make = Callable[..., MainWindow]


def record(folder: Path, model: str = "some/base") -> None:
    """A finished run with three versions, each a checkpoint folder as PEFT writes it."""
    story = list(scripted.Story().whole())
    first = story[0]
    assert isinstance(first, ev.RunStarted)
    story[0] = ev.RunStarted(replace(first.run, config={**first.run.config, "model": model}))
    named = [
        replace(e, update=replace(e.update, checkpoint=f"{e.update.version:06d}"))
        if isinstance(e, ev.UpdateMade)
        else e
        for e in story
    ]
    with Store.open(folder) as store, Recorder(store, scripted.RUN) as recorder:
        for event in named:
            recorder.record(event)
        for version in (1, 2, 3):
            place = store.run_folder(scripted.RUN) / "checkpoints" / f"{version:06d}"
            place.mkdir(parents=True)
            (place / "adapter_config.json").write_text("{}")
            (place / "adapter_model.safetensors").write_bytes(b"w" * 1000 * version)
            (place / "manifest.json").write_text(json.dumps({"adapter_model.safetensors": f"sum{version}"}))


@pytest.fixture
def page(qtbot: QtBot, make_window: Make, tmp_path: Path) -> ModelsPage:
    record(tmp_path)
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    made = window.pages.widget("models")
    assert isinstance(made, ModelsPage)
    qtbot.waitUntil(lambda: made.listing is not None)
    return made


def choose(page: ModelsPage, version: int) -> None:
    row = next(i for i, item in enumerate(page.table.items) if item.version == version)
    page.view.setCurrentIndex(page.table.index(row, 0))


def test_every_version_is_listed_with_its_score_and_lineage(page: ModelsPage) -> None:
    adapters = [item for item in page.table.items if not item.base]
    assert [item.version for item in adapters] == [3, 2, 1] and adapters[0].latest
    assert adapters[0].rate is not None and adapters[0].rate.success == 0.68 and adapters[1].rate is None
    choose(page, 3)
    assert f"run {scripted.RUN}" in page.lineage.text() and "the latest" in page.lineage.text()
    words = [page.table.index(page.view.currentIndex().row(), c).data() for c in range(6)]
    assert words[0] == "127.0.0.1:8101 · version 3" and words[2] == "68 % (54–79 %)" and words[4] == "3 kB"


def test_export_and_receipt(qtbot: QtBot, page: ModelsPage, tmp_path: Path) -> None:
    choose(page, 2)
    with qtbot.waitSignal(page.said):
        page.export_to(tmp_path / "out")
    made = tmp_path / "out" / f"{scripted.RUN}-v2"
    assert (made / "adapter_model.safetensors").stat().st_size == 2000
    page.export_to(tmp_path / "out")
    qtbot.waitUntil(lambda: "not empty" in page.error.text())
    with qtbot.waitSignal(page.said):
        page.receipt_to(tmp_path / "receipt.html")
    text = (tmp_path / "receipt.html").read_text(encoding="utf-8")
    assert scripted.RUN in text and "sum3" in text and "<script" not in text


def merged_part(to: Path) -> Path:
    return to.with_name(f".{to.name}.part")


def test_a_merge_that_cannot_be_says_why(qtbot: QtBot, page: ModelsPage, tmp_path: Path) -> None:
    choose(page, 2)
    page.merge_to(tmp_path / "out")
    assert page.merging.isVisible() and str(tmp_path / "out") in page.merging.words.text()
    qtbot.waitUntil(lambda: page.error.isVisible(), timeout=60_000)
    assert "base model" in page.error.text() and "is not on this machine" in page.error.text()
    assert not page.merging.isVisible() and not (tmp_path / "out").exists()


def test_a_merge_tells_its_steps_and_is_cancelled_without_a_trace(
    qtbot: QtBot, page: ModelsPage, tmp_path: Path
) -> None:
    choose(page, 2)
    page.merge_to(tmp_path / "out")
    merging = page.merging
    assert merging.job is not None and merging.job.running
    merging.job.said.emit("3 of 4: Merging")
    assert (merging.bar.value(), merging.bar.maximum()) == (2, 4) and merging.words.text().startswith("Merging: ")
    merged_part(merging.to).mkdir(parents=True)
    with qtbot.waitSignal(merging.ended, timeout=20_000) as told:
        qtbot.mouseClick(merging.cancel, Qt.MouseButton.LeftButton)
    assert told.args == [False, ""] and not merged_part(merging.to).exists() and not page.error.isVisible()


@pytest.mark.slow
def test_a_merged_model_is_written_from_the_page(
    qtbot: QtBot, make_window: Make, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from paestudio.lm.model import LanguageModel
    from paestudio.lm.tiny import make as make_model

    base = make_model(tmp_path_factory.mktemp("base"))
    record(tmp_path, str(base))
    with Store.open(tmp_path, write=False) as store:
        place = store.run_folder(scripted.RUN) / "checkpoints" / "000002"
    LanguageModel.load(base, rank=4, seed=0).model.save_pretrained(place)
    window = make_window()
    page = window.pages.go("models")
    assert isinstance(page, ModelsPage)
    qtbot.waitUntil(lambda: page.listing is not None)
    choose(page, 2)
    with qtbot.waitSignal(page.said, timeout=120_000) as said:
        page.merge_to(tmp_path / "out")
    made = tmp_path / "out" / f"{scripted.RUN}-v2-merged"
    assert str(made) in said.args[0] and (made / "model.safetensors").is_file() and (made / "tokenizer.json").is_file()


def test_compare_asks_for_the_chosen_version(qtbot: QtBot, page: ModelsPage) -> None:
    choose(page, 2)
    with qtbot.waitSignal(page.compare_asked) as asked:
        qtbot.mouseClick(page.buttons["compare"], Qt.MouseButton.LeftButton)
    assert asked.args == [scripted.RUN, 2]


def test_delete_and_put_back(qtbot: QtBot, page: ModelsPage, tmp_path: Path) -> None:
    choose(page, 1)
    item = page.item()
    assert item is not None
    qtbot.mouseClick(page.buttons["delete"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.undo.isVisible())
    assert not item.place.exists() and 1 not in [i.version for i in page.table.items]
    qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 1 in [i.version for i in page.table.items])
    assert (item.place / "adapter_model.safetensors").stat().st_size == 1000 and not page.undo.isVisible()


def test_going_back_makes_a_run_that_goes_on_from_there(qtbot: QtBot, page: ModelsPage, tmp_path: Path) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    choose(page, 2)
    qtbot.mouseClick(page.buttons["back"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.asked))  # type: ignore[attr-defined]
    site, run = window.asked[0]  # type: ignore[attr-defined]
    assert site == scripted.SITE and run != scripted.RUN
    with Store.open(tmp_path, write=False) as store:
        point = queries.resume_point(store, run)
        assert point.version == 2 and point.checkpoint == "000002" and len(point.tasks) == 12
        assert queries.run(store, scripted.RUN).version == 3, "the run it comes from stays as it is"


def test_a_persons_later_word_goes_along(tmp_path: Path) -> None:
    record(tmp_path)
    task = scripted.tasks(12)[5]
    said = Verdict("ep00001", scripted.tasks(12)[0].id, Outcome.FAILURE, "human", at=9.0)
    late = Verdict("ep00020", task.id, Outcome.FAILURE, "human", at=9.0)
    with Store.open(tmp_path) as store:
        with Recorder(store, scripted.RUN) as recorder:
            for event in (
                ev.TaskSettled(task.id, Status.REJECTED, "human", "Duplicate"),
                ev.EpisodeJudged(said, said),
                ev.EpisodeJudged(late, late),
            ):
                recorder.record(event)
        new = fork(store, scripted.RUN, 1)
        assert queries.run(store, new).state is RunState.STOPPED
        assert {row.task.id: row.status for row in queries.tasks(store, new)}[task.id] is Status.REJECTED
        settled = queries.settled_verdicts(store, new)
        assert settled["ep00001"].evaluator == "human" and "ep00020" not in settled
        with pytest.raises(UserError, match="Version 9"):
            fork(store, scripted.RUN, 9)


def test_a_receipt_holds_the_run(tmp_path: Path) -> None:
    record(tmp_path)
    with Store.open(tmp_path, write=False) as store:
        made = receipt(store, scripted.RUN)
        with pytest.raises(UserError, match=r"\.json or \.html"):
            write(store, scripted.RUN, tmp_path / "receipt.txt")
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(EnvironmentFault, match="cannot be written"):
            write(store, scripted.RUN, tmp_path / "file" / "r.json")
        assert json.loads(write(store, scripted.RUN, tmp_path / "r.json").read_text(encoding="utf-8")) == made
    assert [u["adapter_sha256"] for u in made["updates"]] == ["sum1", "sum2", "sum3"]
    assert made["measured"][-1]["success"] == 0.68 and made["episodes"] == 24
    assert "&lt;b&gt;" in as_html({**made, "site": "<b>"})


def test_the_trash_keeps_for_a_while_and_never_overwrites(tmp_path: Path) -> None:
    trash, place = Trash(tmp_path / "trash"), tmp_path / "thing"
    place.mkdir()
    entry = trash.put(place, "a thing")
    place.mkdir()
    with pytest.raises(UserError, match="there again"):
        trash.restore(entry)
    place.rmdir()
    assert trash.purge() == 0 and trash.listing() == [entry]
    assert trash.purge(older=0.0) == 1 and trash.listing() == []
    with pytest.raises(UserError, match="gone for good"):
        trash.restore(entry)


def test_the_checkpoint_that_a_stopped_run_needs_stays(tmp_path: Path) -> None:
    record(tmp_path)
    latest = next(item for item in model_data.read(tmp_path).items if item.latest)
    with pytest.raises(UserError, match="needs to go on"):
        model_work.delete(tmp_path, replace(latest, state=RunState.STOPPED))


def test_an_evaluation_is_a_command_that_the_program_knows(tmp_path: Path) -> None:
    record(tmp_path)
    item = next(item for item in model_data.read(tmp_path).items if item.version == 2)
    item = replace(item, name="some/model")
    args = options.parser().parse_args(model_work.evaluation(tmp_path, item))
    assert args.adapter == str(item.place) and args.base_url == scripted.SITE
    assert options.config_of(args).model == "some/model"
    assert len(taskfile.load(Path(args.task_file), args.base_url)) == 12
    assert options.parser().parse_args(model_work.evaluation(tmp_path, replace(item, site="demo"))).suite == "demo"


def test_a_download_that_fails_says_why(qtbot: QtBot, page: ModelsPage) -> None:
    qtbot.keyClicks(page.name, "nonsense")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert page.fetching.isVisible() and "nonsense" in page.fetching.words.text()
    qtbot.waitUntil(lambda: page.error.isVisible(), timeout=60_000)
    assert "no model 'nonsense'" in page.error.text() and not page.fetching.isVisible()


def test_a_job_ends_when_it_is_told(qtbot: QtBot) -> None:
    job = Job(["demo-site", "--port", "0"])
    job.start()
    qtbot.waitUntil(lambda: job.running)
    with qtbot.waitSignal(job.ended, timeout=20_000):
        job.cancel()
    assert job.cancelled and not job.running
