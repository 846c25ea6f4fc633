"""What benchmarks share: pages of a given size, times in turns, memory, limits, tables, environments of peers."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import torch

from paestudio.__main__ import main
from paestudio.bench import environment, gguf_file, limits, measure, naive, workload
from paestudio.bench.pages import LocalSite, generated, page_of
from paestudio.bench.table import Table
from paestudio.bench.ui import record
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.learner import loss
from paestudio.learner.batch import Weighted
from paestudio.lm.model import LanguageModel
from paestudio.lm.tiny import SIZES, make
from paestudio.store import Store, queries


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as reply:
        body: bytes = reply.read()
    return body.decode()


def test_pages_have_about_as_many_elements_as_asked() -> None:
    for nodes in (100, 1_500, 10_000):
        assert abs(page_of(nodes).count(b"<") - page_of(nodes).count(b"</") - nodes) < 12
    with LocalSite(generated) as base:
        assert "<title>100 nodes</title>" in get(f"{base}/100")
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(f"{base}/thing/1")
        refused.value.close()


def test_rivals_take_turns_and_stop_when_the_time_is_over() -> None:
    order: list[str] = []
    times = measure.alternate({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3, 60.0)
    assert order == ["a", "b"] * 3 and len(times["a"]) == 3
    assert len(measure.alternate({"a": lambda: None}, 50, 0.0)["a"]) == measure.LEAST_ROUNDS


def test_a_rival_that_breaks_is_told_once_and_the_others_go_on() -> None:
    def breaks() -> None:
        raise EnvironmentFault("It fell over.")

    table = Table("Speed")
    times = measure.alternate({"ours": lambda: None, "theirs": breaks}, 3, 60.0, table.lost)
    assert (len(times["ours"]), times["theirs"]) == (3, [])
    assert table.notes == ["theirs was left out from here on: It fell over."]
    with pytest.raises(EnvironmentFault):
        measure.alternate({"theirs": breaks}, 3, 60.0)


def test_median_and_spread() -> None:
    assert measure.median([3.0, 1.0, 2.0]) == 2.0 and measure.spread([1.0, 2.0, 3.0, 4.0, 5.0]) == 2.0


def test_memory_that_is_held_only_for_a_while_is_seen() -> None:
    peak = measure.peak_memory(lambda: torch.ones(64 << 20, dtype=torch.uint8).add_(1))
    assert 40 < peak < 400


def test_limits_are_finite_speeds() -> None:
    cpu = torch.device("cpu")
    assert 1e7 < limits.gemm_flops(torch.float32, cpu, 0.02, 128) < 1e16
    assert 1e6 < limits.memory_bytes(cpu, 0.02, 1 << 20) < 1e14


def test_a_table_has_figures_ratios_and_what_failed() -> None:
    table = Table("Speed")
    table.add("ours", 12.00001)
    table.add("theirs", 24.0)
    table.ratio("ahead", "theirs", "ours")
    table.ratio("of_nothing", "theirs", "nobody")
    table.fail("too slow")
    said = table.result()
    assert said.json("x")["ours"] == 12.0 and said.json("x")["ahead"] == 2.0 and "of_nothing" not in said.ratios
    assert "FAILED: too slow" in said.text and said.details["failures"] == ["too slow"]


@pytest.mark.parametrize("page", [False, True])
def test_the_naive_losses_agree_with_ours(tiny_model: Path, page: bool) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    lm.model.float()
    entries = workload.group(lm, 4, workload.QUICK, page=page)
    plain = naive.plain(lm, 4, torch.float32)
    ours = float(loss.likelihood(entries, loss.score(lm, [e.sample for e in entries], 1.0)).detach())
    assert sum(float(naive.sample_loss(plain, e, lm.device).detach()) for e in entries) == pytest.approx(ours, rel=1e-4)
    if not page:
        assert float(naive.batch_loss(plain, entries, lm.device).detach()) == pytest.approx(ours, rel=1e-4)


def test_a_padded_batch_takes_rows_of_different_length(tiny_model: Path) -> None:
    lm = LanguageModel.load(tiny_model, rank=4, seed=0)
    lm.model.float()
    short, long = workload.Size(12, 8, 3), workload.Size(20, 8, 6)
    entries: list[Weighted] = [*workload.group(lm, 2, short, page=False), *workload.group(lm, 2, long, page=False)]
    plain = naive.plain(lm, 4, torch.float32)
    alone = sum(float(naive.sample_loss(plain, e, lm.device).detach()) for e in entries)
    assert float(naive.batch_loss(plain, entries, lm.device).detach()) == pytest.approx(alone, rel=1e-3)


def test_the_large_run_is_one_that_the_store_can_show(tmp_path: Path) -> None:
    assert record(tmp_path, 60, 40) > 60 + 40 * 5
    with Store.open(tmp_path, write=False) as store:
        run = queries.runs(store, 1)[0]
        assert (run.episodes, run.run.id) == (40, "bench-ui")
        kinds = [type(event).__name__ for _, _, event in queries.events(store, "bench-ui")]
    assert kinds.count("TaskProposed") == 60 and kinds[-1] == "RunEnded"


def test_a_peer_that_cannot_be_installed_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    told: list[str] = []
    with pytest.raises(EnvironmentFault, match=r"browsergym-miniwob.* could not be installed"):
        environment.make("browsergym", ["browsergym-miniwob"], told.append)
    assert len(told) == 1 and "browsergym" in told[0]


def test_a_peer_sees_our_packages_when_it_should(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path))
    python = environment.make("ours", [], lambda text: None, ours=True)
    assert python.is_file() and python.is_relative_to(tmp_path)
    assert environment.make("ours", [], lambda text: pytest.fail(text), ours=True) == python
    with (
        environment.Peer(python, "no_such_script.py") as peer,
        pytest.raises(EnvironmentFault, match=r"it failed: .*no_such"),
    ):
        peer.ask({})
    program = [str(python), "-c", "import psutil; print(psutil.__file__)"]
    said = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert Path(sys.prefix) in Path(said.strip()).parents


def test_a_peer_answers_until_it_is_ended_and_says_why_it_dies(tmp_path: Path) -> None:
    script = tmp_path / "adds.py"
    script.write_text(
        "total = 0\n"
        "def answer(asked):\n"
        "    global total\n"
        "    print('chatter of a library')\n"
        "    total += asked['more']\n"
        "    return {'total': total}\n"
        f"def end(): open({str(tmp_path / 'ended')!r}, 'w').close()\n"
    )
    with environment.Peer(Path(sys.executable), str(script)) as peer:
        assert peer.ask({"more": 2}) == {"total": 2} and peer.ask({"more": 3}) == {"total": 5}
        with pytest.raises(EnvironmentFault, match="it failed: KeyError: 'more'"):
            peer.ask({})
        with pytest.raises(EnvironmentFault, match="it failed"):
            peer.ask({"more": 1})
    assert (tmp_path / "ended").exists()


def test_a_peer_that_does_not_answer_is_ended(tmp_path: Path) -> None:
    script = tmp_path / "sleeps.py"
    script.write_text("import threading\ndef answer(asked): threading.Event().wait()\n")
    fault = pytest.raises(EnvironmentFault, match=r"did not answer within 0\.2 seconds")
    with environment.Peer(Path(sys.executable), str(script)) as peer, fault:
        peer.ask({}, seconds=0.2)


@pytest.mark.parametrize("kind", ["f32", "f16", "bf16", "q8_0"])
def test_the_weights_for_llama_cpp_are_those_of_the_model(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gguf

    monkeypatch.setitem(SIZES, "hidden_size", 64)  # whole blocks of 32 in each row
    lm = LanguageModel.load(make(tmp_path / "tiny"), rank=4, seed=0)
    gguf_file.write(lm, kind, tmp_path / "weights.gguf")
    read = gguf.GGUFReader(tmp_path / "weights.gguf")
    tensors = {tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type) for tensor in read.tensors}
    given = {
        name.replace(".base_layer", ""): p.detach().float() for name, p in lm.model.get_base_model().named_parameters()
    }
    far = {"f32": 0.0, "f16": 1e-3, "bf16": 1e-2, "q8_0": 1e-2}[kind]
    up = given["model.layers.1.mlp.up_proj.weight"]
    assert torch.allclose(torch.tensor(tensors["blk.1.ffn_up.weight"]).view_as(up), up, atol=far)
    key = given["model.layers.0.self_attn.k_proj.weight"]
    heads, half = 2, key.shape[0] // 4
    turned = torch.tensor(tensors["blk.0.attn_k.weight"]).view(heads, half, 2, -1).transpose(1, 2).reshape(key.shape)
    assert torch.allclose(turned, key, atol=far)
    assert {"token_embd.weight", "output_norm.weight"} <= set(tensors) and "output.weight" not in tensors  # tied
    assert len(tensors) == len([name for name in given if "lora_" not in name])


def test_other_models_are_refused_for_llama_cpp(tmp_path: Path) -> None:
    lm = LanguageModel.load(make(tmp_path / "qwen", "qwen2"), rank=4, seed=0)
    with pytest.raises(EnvironmentFault, match="type qwen2 are not converted"):
        gguf_file.write(lm, "f32", tmp_path / "weights.gguf")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["observe", "--size", "-3"], "--size must be at least 1, not -3."),
        (["generate", "--gguf", "/none.gguf"], "There is no file /none.gguf."),
        (["ui", "--seconds", "900"], "--seconds must be between 0 and 60, not 900."),
        (["speed"], "There is no benchmark 'speed'."),
    ],
)
def test_bad_input_is_said_before_anything_is_measured(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *words]) == UserError.exit_code
    assert sentence in capsys.readouterr().err
