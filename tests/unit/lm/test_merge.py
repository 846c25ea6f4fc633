"""A merged model is base plus adapter, whole or not there, and is refused in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from paestudio import cli
from paestudio.core import events as ev
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Run, Update
from paestudio.lm import merge as merging
from paestudio.lm.load import TARGETS
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Segment
from paestudio.lm.tiny import make
from paestudio.store import Recorder, Store

IDS = torch.arange(1, 41).view(2, 20)


def logits(model: Any) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = model.eval()(IDS).logits
    return found


def adapt(base: Path, to: Path, scale: float = 0.5) -> Path:
    """An adapter that changes something: LoRA's second factor is not left at zero."""
    torch.manual_seed(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        model = get_peft_model(
            AutoModelForCausalLM.from_pretrained(base),
            LoraConfig(r=4, lora_alpha=8, target_modules=TARGETS, task_type="CAUSAL_LM"),
        )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.normal_(std=scale)
    model.save_pretrained(to)
    return to


@pytest.fixture
def adapter(tiny_model: Path, tmp_path: Path) -> Path:
    return adapt(tiny_model, tmp_path / "000001")


def test_the_merged_model_says_what_base_and_adapter_say(tiny_model: Path, adapter: Path, tmp_path: Path) -> None:
    told: list[str] = []
    made = merging.merge(tiny_model, adapter, tmp_path / "out" / "model", told.append, {"run": "r", "version": 1})
    base = AutoModelForCausalLM.from_pretrained(tiny_model)
    alone = logits(base)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        wanted = logits(PeftModel.from_pretrained(base, adapter))
    got = logits(AutoModelForCausalLM.from_pretrained(made))
    assert (got - wanted).abs().max() < 1e-4 < 0.01 < (wanted - alone).abs().max()
    text = "Search the shop"
    assert AutoTokenizer.from_pretrained(made).encode(text) == AutoTokenizer.from_pretrained(tiny_model).encode(text)
    assert told == [f"{i} of 4: {step}" for i, step in enumerate(merging.STEPS, 1)]
    note = json.loads((made / merging.NOTE).read_text(encoding="utf-8"))
    assert note["run"] == "r" and note["version"] == 1 and "base's" in note["note"]
    assert [path.name for path in made.parent.iterdir()] == ["model"], "nothing half written is left"
    assert not list(made.glob("adapter*")) and list(made.glob("*.safetensors"))


def test_a_folder_in_use_and_a_folder_without_an_adapter_are_refused(
    tiny_model: Path, adapter: Path, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="not empty"):
        merging.merge(tiny_model, adapter, adapter, print)
    with pytest.raises(UserError, match="no adapter"):
        merging.merge(tiny_model, tmp_path / "nothing", tmp_path / "out", print)
    with pytest.raises(UserError, match="no model that can be loaded"):
        merging.merge(tmp_path / "nothing", adapter, tmp_path / "out", print)
    (tmp_path / "empty").mkdir()
    assert merging.merge(tiny_model, adapter, tmp_path / "empty", lambda _: None).is_dir()


def test_too_little_memory_or_disk_is_said_before_anything_is_read(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"takes 0\.1 GB, and 0\.0 GB are free in"):
        merging.demand_room(tiny_model, tmp_path / "out", memory=10**12, disk=1000)
    with pytest.raises(EnvironmentFault, match=r"about 0\.5 GB of memory, and 0\.0 GB are free"):
        merging.demand_room(tiny_model, tmp_path / "out", memory=1000, disk=10**12)
    merging.demand_room(tiny_model, tmp_path / "out", memory=10**10, disk=10**10)


def test_an_adapter_of_another_model_leaves_nothing_behind(tiny_model: Path, tmp_path: Path) -> None:
    other = adapt(make(tmp_path / "other", "qwen2"), tmp_path / "000002")
    weights = other / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:2000])
    with pytest.raises(EnvironmentFault, match="damaged"):
        merging.merge(tiny_model, other, tmp_path / "out", lambda _: None)
    torch.manual_seed(2)
    alone = adapt(tiny_model, tmp_path / "000003")
    settings = json.loads((alone / "adapter_config.json").read_text())
    (alone / "adapter_config.json").write_text(json.dumps(settings | {"r": 8}))
    with pytest.raises(UserError, match="made for another model"):
        merging.merge(tiny_model, alone, tmp_path / "out", lambda _: None)
    assert not (tmp_path / "out").exists() and not merging.part(tmp_path / "out").exists()


def test_numbers_that_are_none_are_not_merged(tiny_model: Path, tmp_path: Path) -> None:
    broken = adapt(tiny_model, tmp_path / "000004", scale=float("inf"))
    with pytest.raises(UserError, match="broken numbers"):
        merging.merge(tiny_model, broken, tmp_path / "out", lambda _: None)


@pytest.fixture
def stored(tiny_model: Path, tmp_path: Path) -> Path:
    """A store with a run of two versions on the tiny model."""
    folder = tmp_path / "store"
    with Store.open(folder) as store, Recorder(store, "r") as recorder:
        recorder.record(ev.RunStarted(Run("r", "http://shop.test/", {"model": str(tiny_model)}, started=1.0)))
        for version in (1, 2):
            recorder.record(ev.UpdateMade(Update(version, version, "rloo", (), checkpoint=f"{version:06d}")))
            adapt(tiny_model, store.run_folder("r") / "checkpoints" / f"{version:06d}", scale=0.1 * version)
    return folder


def test_export_on_the_command_line(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", "r", "--store", str(stored), "--output"]
    assert cli.main([*command, str(tmp_path / "a"), "--format", "adapter", "--version", "1"]) == 0
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"adapter_config.json", "adapter_model.safetensors"}
    for wanted, says in (("9", "no version 9"), ("0", "no version 0")):
        with pytest.raises(UserError, match=says):
            cli.main([*command, str(tmp_path / "b"), "--format", "merged", "--version", wanted])
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        cli.main([*command, str(tmp_path / "file" / "c"), "--format", "adapter"])
    with pytest.raises(UserError, match="Where should the model go"):
        cli.main(["export", "r", "--store", str(stored), "--format", "merged"])
    assert capsys.readouterr().out == f"{tmp_path / 'a'}\n"


@pytest.mark.slow
def test_the_command_writes_a_model_that_loads(stored: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "paestudio", "export", "r", "--store", str(stored), "--format", "merged"]
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "m")], capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0 and "4 of 4: Writing" in done.stderr, done.stderr
    assert json.loads((tmp_path / "m" / merging.NOTE).read_text())["version"] == 2, "the latest"
    assert logits(AutoModelForCausalLM.from_pretrained(tmp_path / "m")).isfinite().all()


def test_a_model_that_sees_keeps_its_eyes(one_seeing_model: Path, tmp_path: Path) -> None:
    lm = LanguageModel.load(one_seeing_model, rank=4, seed=1, precise=True)
    with torch.no_grad():
        for weight in lm.adapter_parameters:
            weight.normal_(std=0.05)
    lm.model.save_pretrained(tmp_path / "adapter")
    merged = merging.merge(one_seeing_model, tmp_path / "adapter", tmp_path / "merged", lambda line: None)
    other = LanguageModel.load(merged, rank=4, seed=1, precise=True)
    assert other.sight is not None
    segments = [Segment(lm.tokens("What does the Iron Can cost?"))]
    with torch.no_grad():
        assert torch.allclose(lm.forward(segments)[0], other.forward(segments)[0], atol=1e-4)
