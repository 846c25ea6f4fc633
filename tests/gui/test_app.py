"""The application as it is started, in a process of its own: order of imports, one window a store, real live pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.gui, pytest.mark.browser]
ROOT = Path(__file__).resolve().parents[2]
HEAD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from paestudio.config import RunConfig
from paestudio.gui.app import run_window
store = Path(sys.argv[1])
"""
OPENS = """
def ready(window):
    heavy = [name for name in ("torch", "transformers", "peft", "playwright") if name in sys.modules]
    import locale
    print("heavy", heavy, "visible", window.isVisible(), "text", window.run_bar.address.text(), flush=True)
    print("numeric", locale.setlocale(locale.LC_NUMERIC), flush=True)
    QTimer.singleShot(300, window.close)
print("code", run_window("shop.example.org", store, RunConfig(), ready=ready), flush=True)
"""
SECOND = """
import subprocess
def ready(window):
    program = "import sys; from pathlib import Path; from paestudio.config import RunConfig;" \\
        "from paestudio.gui.app import run_window;" \\
        "sys.exit(run_window('b.example.org', Path(sys.argv[1]), RunConfig()))"
    other = subprocess.Popen([sys.executable, "-c", program, str(store)], stderr=subprocess.PIPE, text=True)
    def look():
        if other.poll() is None:
            return
        print("second", other.returncode, other.stderr.read().strip().splitlines()[-1], flush=True)
        print("text", window.run_bar.address.text(), flush=True)
        timer.stop()
        window.close()
    timer = QTimer(window, interval=50)
    timer.timeout.connect(look)
    timer.start()
print("code", run_window("a.example.org", store, RunConfig(), ready=ready), flush=True)
"""
LIVE = """
import http.server, threading
from PySide6.QtCore import QUrl
from paestudio.gui import app
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Type", "text/html"); self.end_headers()
        self.wfile.write(b"<body style='background:#00ff00'>")
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
origin = f"http://127.0.0.1:{server.server_port}"
hosts = []
make = app._view_host
app._view_host = lambda endpoint: hosts.append(make(endpoint)) or hosts[0]
def ready(window):
    host = hosts[0]
    window.pages.go("train")
    host.open_view(0, "mark0", origin, False, (1280, 800), lambda event: None)
    def colour():
        mirror = window.live.mirror
        return window.grab().toImage().pixelColor(mirror.mapTo(window, mirror.rect().center())).name()
    tries = []
    def look():
        tries.append(1)
        stage = host.stage(0)
        if len(tries) == 10:
            stage.currentWidget().setUrl(QUrl(origin + "/"))
        if len(tries) > 10 and (colour() == "#00ff00" or len(tries) > 300):
            print("colour", colour(), stage.width(), stage.height(), stage.currentWidget().width(), flush=True)
            timer.stop()
            host.close_view(0, "mark0")
            QTimer.singleShot(200, window.close)
    timer = QTimer(window, interval=50)
    timer.timeout.connect(look)
    timer.start()
print("code", run_window(None, store, RunConfig(), ready=ready), flush=True)
server.shutdown()
"""
REPLAY = """
from paestudio.store import Recorder, Store
from tests.gui import scripted
with Store.open(store) as made, Recorder(made, scripted.RUN) as recorder:
    for event in scripted.Story().whole():
        recorder.record(event)
from paestudio import cli
from paestudio.gui import app
show = app.run_window
def ready(window):
    def look():
        if window.runner.busy:
            return
        timer.stop()
        heavy = [name for name in ("torch", "transformers", "peft", "playwright") if name in sys.modules]
        print("heavy", heavy, window.pages.current, len(window.state.data.finished), "episodes", flush=True)
        print("bar", window.replay_bar.isVisible(), window.replay_bar.speed.currentText(), flush=True)
        window.close()
    timer = QTimer(window, interval=50)
    timer.timeout.connect(look)
    timer.start()
app.run_window = lambda *args, **options: show(*args, ready=ready, **options)
print("code", cli.main(["replay", scripted.RUN, "--speed", "100", "--store", str(store)]), flush=True)
from paestudio.core.errors import UserError
try:
    cli.main(["replay", scripted.RUN, "--speed", "0", "--store", str(store)])
except UserError as fault:
    print("wrong", fault.message, flush=True)
"""


def run(program: str, tmp_path: Path) -> str:
    env = {**os.environ, "PAESTUDIO_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", HEAD + program, str(tmp_path / "store")]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_opens_without_the_model_and_closes(tmp_path: Path) -> None:
    said = run(OPENS, tmp_path)
    assert "heavy [] visible True text http://shop.example.org/" in said
    assert "numeric C\n" in said and "code 0" in said


def test_a_replay_needs_no_model(tmp_path: Path) -> None:
    said = run(REPLAY, tmp_path)
    assert "heavy [] train 24 episodes" in said and "bar True × 100" in said
    assert "code 0" in said and "wrong --speed must be a number above 0." in said


def test_a_second_start_brings_the_first_forward(tmp_path: Path) -> None:
    said = run(SECOND, tmp_path)
    assert "second 0 PAE Studio is already open on this store" in said
    assert "text http://b.example.org/" in said


def test_a_real_page_is_mirrored_at_its_own_size(tmp_path: Path) -> None:
    said = run(LIVE, tmp_path)
    assert "colour #00ff00 1280 800 1280" in said
