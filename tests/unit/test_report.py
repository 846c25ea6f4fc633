"""What a command that ends badly says, its exit code, and the report it leaves."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from paestudio import report
from paestudio.core.errors import EnvironmentFault, PaeError, UserError


def failing(fault: BaseException) -> Callable[[], NoReturn]:
    def work() -> NoReturn:
        raise fault

    return work


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        (UserError("No such site.", "Check the address."), 2, "paestudio: No such site.\n  Check the address.\n"),
        (EnvironmentFault("Port 1 is taken."), 3, "paestudio: Port 1 is taken.\n"),
        (PaeError("Odd."), 1, "paestudio: Odd.\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (ExceptionGroup("tasks", [UserError("Bad.", "Mend it.")]), 2, "paestudio: Bad.\n  Mend it.\n"),
        (BaseExceptionGroup("tasks", [ValueError(), KeyboardInterrupt()]), 130, "Interrupted.\n"),
    ],
)
def test_a_known_fault_is_a_sentence_and_what_to_do(home: Path, fault: BaseException, code: int, says: str) -> None:
    err = io.StringIO()
    assert report.guarded(failing(fault), [], err) == code
    assert err.getvalue() == says
    assert not home.exists()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "The disk is full (/x/y)."),
        (OSError(errno.EROFS, "Read-only file system"), "The disk is read-only."),
        (OSError(errno.EMFILE, "Too many open files"), "Too many files are open."),
        (MemoryError(), "There is not enough memory."),
    ],
)
def test_a_fault_of_the_machine_is_not_called_a_bug(home: Path, fault: BaseException, says: str) -> None:
    err = io.StringIO()
    assert report.guarded(failing(fault), [], err) == 3
    assert says in err.getvalue()


def test_anything_else_is_written_once_as_a_report(home: Path) -> None:
    err = io.StringIO()
    for _ in range(2):
        assert report.guarded(failing(ValueError("boo")), ["train", "demo"], err) == 70
    files = list((home / "reports").iterdir())
    assert len(files) == 1
    assert str(files[0]) in err.getvalue()
    text = files[0].read_text(encoding="utf-8")
    assert "paestudio train demo" in text and "ValueError: boo" in text and "torch" in text


def test_a_report_holds_no_secrets(home: Path) -> None:
    address = "http://anna:geheim@127.0.0.1/?token=abc123&page=2"
    fault = ValueError(f"{address} password='hunter2' in {Path.home()}/x with hf_abcdefghijkl; Cookie: id=77")
    report.guarded(failing(fault), ["train", address, "--password", "tiger"], io.StringIO())
    text = next((home / "reports").iterdir()).read_text(encoding="utf-8")
    for secret in ("geheim", "abc123", "hunter2", "tiger", "hf_abc", "id=77", f"{Path.home()}/x"):
        assert secret not in text
    assert "page=2" not in text and "http://***@127.0.0.1/?***" in text


def test_without_a_data_folder_the_report_goes_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PAESTUDIO_HOME", str(tmp_path / "file"))
    path = report.write(ValueError(str(tmp_path)), [])
    assert path.parent == Path(tempfile.gettempdir())
    assert str(tmp_path) in path.read_text(encoding="utf-8")
    path.unlink()


def test_an_exit_asked_for_passes() -> None:
    with pytest.raises(SystemExit) as told:
        report.guarded(failing(SystemExit(5)), [])
    assert told.value.code == 5


def test_a_reader_that_goes_away_is_no_fault() -> None:
    program = (
        "import sys; from paestudio import report\n"
        "def work():\n    for _ in range(100_000): print('x' * 80)\n    return 0\n"
        "sys.exit(report.guarded(work, []))"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert run.stdout and run.stderr
    run.stdout.readline()
    run.stdout.close()
    said = run.stderr.read()
    run.stderr.close()
    assert (run.wait(20), said) == (141, b"")
