"""What the suite tests stand on: a small site with a login, data and a way to die, and a page in MiniWoB++'s manner."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

# It counts pledges in SQLite and a file, knows one user, and ends itself when asked to.
SERVER = r"""
import os, sqlite3, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

port, data = int(sys.argv[1]), Path(sys.argv[2])
con = sqlite3.connect(data / "site.sqlite3", check_same_thread=False)
con.execute("CREATE TABLE IF NOT EXISTS pledges (who TEXT)")
con.commit()
HOME = "<h1>Home</h1><a href=/pledge>Pledge</a> <a href=/die>Die</a> <a href=/info>Info</a>"
LOGIN = "<form method=post><input id=user name=user><button>Enter</button></form>"

class Handler(BaseHTTPRequestHandler):
    def say(self, body, status=200, **headers):
        text = ("<!doctype html><title>Corner</title>" + body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(text)
    def do_POST(self):
        who = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).get("user", [""])[0]
        if who == "ada":
            self.say("", 303, Location="/", Set_Cookie="who=ada")
        else:
            self.say("Unknown user" + LOGIN)
    def do_GET(self):
        who = "ada" if "who=ada" in self.headers.get("Cookie", "") else "nobody"
        if self.path == "/die":
            os._exit(9)
        elif self.path == "/pledge":
            con.execute("INSERT INTO pledges VALUES (?)", (who,)); con.commit()
            (data / "log.txt").open("a").write("pledged by " + who)
            self.say("<p>Thank you, " + who + "</p>")
        elif self.path == "/login":
            self.say(LOGIN)
        elif self.path == "/info":
            self.say("<h1>Info</h1><p>Open since 1999</p>")
        else:
            self.say(HOME + ("<p id=in>Hello ada</p>" if who == "ada" else ""))
    def log_message(self, *args):
        pass

ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""

LOGINS = {
    "ada": {"path": "/login", "fill": {"#user": "ada"}, "submit": "button", "expect": "#in"},
    "eve": {"path": "/login", "fill": {"#user": "eve"}, "submit": "button", "expect": "#in"},
}
PLEDGED = {"sql": {"db": "site.sqlite3", "query": "SELECT who FROM pledges", "rows": [["ada"]]}}
TASKS = [
    {"id": "info", "start": "/", "instruction": "Open Info.", "check": {"url": "^/info$", "text": "1999"}},
    {"id": "lost", "start": "/", "login": "eve", "instruction": "Open Info.", "check": {"url": "^/info$"}},
    {"id": "year", "kind": "retrieval", "start": "/info", "instruction": "Since when?", "check": {"answer": "1999"}},
    {"id": "one", "kind": "state", "start": "/", "login": "ada", "instruction": "Pledge.", "check": PLEDGED},
    {"id": "two", "kind": "state", "start": "/", "login": "ada", "instruction": "Pledge.", "check": {
        **PLEDGED, "file": {"path": "*.txt", "regex": "^pledged by ada$"}, "http": {"path": "/info", "regex": "1999"}}},
]  # fmt: skip
DIE = {"id": "die", "kind": "navigation", "start": "/", "instruction": "Die.", "check": {"url": "^/never$"}}

# Starts once or always: `touch "$0.once"` before lets the second start fail.
START = """#!/usr/bin/env bash
set -eu
if [ -e "$0.once" ]; then
  if [ -e "$0.started" ]; then echo "the database is gone" >&2; exit 4; fi
  touch "$0.started"
fi
mkdir -p "$2"
exec PYTHON "$(dirname "$0")/server.py" "$1" "$2"
"""

MINIWOB = """<!doctype html><html><head><title>Press</title><script>
var core = {}, WOB_RAW_REWARD_GLOBAL = 0, WOB_DONE_GLOBAL = false, cover = null;
var state = 1;
Math.seedrandom = function (seed) { state = (seed * 7919) % 65537; };
Math.random = function () { state = (state * 75 + 74) % 65537; return state / 65537; };
core.startEpisode = function () {
  cover = document.createElement("div"); cover.id = "sync-task-cover"; cover.textContent = "START";
  document.body.appendChild(cover);
};
core.startEpisodeReal = function () { genProblem(); WOB_DONE_GLOBAL = false; WOB_RAW_REWARD_GLOBAL = 0; };
core.endEpisode = function (reward) { WOB_RAW_REWARD_GLOBAL = reward; WOB_DONE_GLOBAL = true; };
core.getUtterance = function () { return { utterance: document.getElementById("query").textContent, fields: {} }; };
var NAMES = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];
function genProblem() {
  var wanted = NAMES[Math.floor(Math.random() * NAMES.length)];
  document.getElementById("query").textContent = "Press " + wanted + ".";
  NAMES.forEach(function (name) {
    var button = document.createElement("button");
    button.textContent = name;
    button.onclick = function () { core.endEpisode(name === wanted ? 1 : name === "beta" ? 0.4 : -1); };
    document.getElementById("area").appendChild(button);
  });
}
window.onload = function () { core.startEpisode(); };
</script></head><body><div id="query"></div><div id="area"></div></body></html>
"""


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def corner(folder: Path, *more: dict[str, object], first: bool = False) -> Path:
    """The site's folder; `more` tasks come after the others, or `first`."""
    folder.mkdir()
    tasks = [*more, *TASKS] if first else [*TASKS, *more]
    facts = {"name": "corner", "port": free_port(), "logins": LOGINS}
    (folder / "site.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "tasks.jsonl").write_text("".join(json.dumps(t) + "\n" for t in tasks), encoding="utf-8")
    (folder / "server.py").write_text(SERVER, encoding="utf-8")
    (folder / "start.sh").write_text(START.replace("PYTHON", sys.executable), encoding="utf-8")
    return folder
