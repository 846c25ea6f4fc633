"""What each key of a check means, and which checks are refused."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from paestudio.core.checks import KEYS, Site, describe, holds, probe_key, probes, same_answer, validate
from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.core.records import Final

SITE = Site("http://shop.test:80")
END = Final(
    url="http://shop.test:80/basket?x=1#top",
    text="Your basket\n2 items   TOTAL £1,024.50",
    probes={probe_key("#n", "value"): "2", probe_key("#gone", "value"): None},
)


def ok(check: dict[str, Any], answer: str | None = None, final: Final = END, site: Site = SITE) -> bool:
    """Whether a valid check holds."""
    held, why = holds(validate(check), final, answer, site)
    assert held or why, "a failed check says why"
    return held


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("Blue", " blue. ", True),
        ("£9.99", "9.99", True),
        ("1024.5", "£1,024.50", True),
        ("1024.5", "1,024,50", False),
        ("12", "12.0", True),
        ("12", "13", False),
        ("O’Neil", "o'neil", True),
        ("“Dune”", "Dune", True),
        ("9.99", "9.99 GBP", True),
        ("two words", "two   words", True),
        ("blue", "dark blue", False),
        ("blue", None, False),
        ("blue", "", False),
    ],
)
def test_same_answer(want: str, got: str | None, same: bool) -> None:
    """Case, space, full stop, quotes, currency and thousands do not matter; the content does."""
    assert same_answer(want, got) is same


def test_answer_takes_any_of_a_list() -> None:
    """One of several answers will do."""
    assert ok({"answer": ["red", "blue"]}, "Blue")
    assert not ok({"answer": ["red", "blue"]}, "green")
    assert not ok({"answer": "red"}, None)


def test_url_is_searched_in_the_path_on_the_own_origin() -> None:
    """Path, query and fragment count; another origin never does."""
    assert ok({"url": r"^/basket\?x=1#top$"})
    assert not ok({"url": "^/checkout"})
    assert not ok({"url": "/basket"}, final=Final(url="http://evil.test/basket"))
    assert not ok({"url": "shop.test"})
    assert ok({"url": "^/basket"}, final=Final(url="http://shop.test/basket")), "80 is what http means"


def test_text_needs_every_one() -> None:
    """Without case and with spaces folded."""
    assert ok({"text": "2 items total"})
    assert ok({"text": ["your BASKET", "£1,024.50"]})
    assert not ok({"text": ["your basket", "empty"]})


def test_element_reads_the_probe() -> None:
    """The property's value; null means that there is no such element."""
    assert ok({"element": {"selector": "#n", "property": "value", "value": "2"}})
    assert ok({"element": {"selector": "#n", "property": "value", "value": 2}})
    assert not ok({"element": {"selector": "#n", "property": "value", "value": "3"}})
    assert ok({"element": {"selector": "#gone", "property": "value", "value": None}})
    assert not ok({"element": {"selector": "#n", "property": "value", "value": None}})


def test_every_key_must_hold() -> None:
    """Keys of one object are joined by and."""
    assert ok({"url": "basket", "answer": "2"}, "2")
    assert not ok({"url": "basket", "answer": "2"}, "3")


def test_all_any_not() -> None:
    """The three ways to combine."""
    yes, no = {"text": "basket"}, {"text": "nowhere"}
    assert ok({"all": [yes, {"not": no}]})
    assert not ok({"all": [yes, no]})
    assert ok({"any": [no, yes]})
    assert not ok({"any": [no, no]})
    assert not ok({"not": yes})


def test_sql_and_file_read_the_data_folder(tmp_path: Path) -> None:
    """The site's own database and files, read only."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as con, con:
        con.execute("CREATE TABLE t (n)")
        con.execute("INSERT INTO t VALUES (3)")
    (tmp_path / "log.txt").write_text("order 17\nsent", encoding="utf-8")
    site = Site(SITE.base, tmp_path)
    assert ok({"sql": {"db": "a.db", "query": "SELECT n FROM t", "rows": [[3]]}}, site=site)
    assert not ok({"sql": {"db": "a.db", "query": "SELECT n FROM t", "rows": []}}, site=site)
    assert ok({"file": {"path": "*.txt", "regex": r"order \d+.sent"}}, site=site)
    assert not ok({"file": {"path": "*.csv", "regex": "order"}}, site=site)


def test_what_cannot_be_carried_out_is_a_fault_not_a_failure(tmp_path: Path) -> None:
    """No data folder, no database, a query that would write: never a failed attempt of the agent."""
    query = {"sql": {"db": "none.db", "query": "SELECT 1", "rows": []}}
    for site in (SITE, Site(SITE.base, tmp_path)):
        with pytest.raises(EnvironmentFault):
            holds(query, END, None, site)
    sqlite3.connect(tmp_path / "none.db").close()
    with pytest.raises(EnvironmentFault):
        holds({"sql": {"db": "none.db", "query": "CREATE TABLE t (n)", "rows": []}}, END, None, Site("", tmp_path))


class Answers(BaseHTTPRequestHandler):
    """A page behind a password, and one that is not there."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200 if self.headers.get("Authorization") == "Basic YTpi" else 403)
        self.end_headers()
        self.wfile.write(b"stock: 12")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[Site]:
    """A tiny site."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


def test_http_fetches_apart_from_the_agent(served: Site) -> None:
    """With a login of its own; an error status is a failed check, no server is a fault."""
    assert ok({"http": {"path": "/a", "regex": r"stock: \d+", "auth": "a:b"}}, site=served)
    assert not ok({"http": {"path": "/a", "regex": "gone", "auth": "a:b"}}, site=served)
    assert not ok({"http": {"path": "/a", "regex": "stock"}}, site=served)
    with pytest.raises(EnvironmentFault):
        holds({"http": {"path": "/a", "regex": "x"}}, END, None, Site("http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("check", "names"),
    [
        ({}, "check"),
        ([], "check"),
        (None, "check"),
        ({"uri": "x"}, "'uri'"),
        ({"answer": 3}, "check.answer"),
        ({"answer": []}, "check.answer"),
        ({"text": ["a", " "]}, "check.text"),
        ({"url": "("}, "check.url"),
        ({"url": 1}, "check.url"),
        ({"all": []}, "check.all"),
        ({"any": {"url": "x"}}, "check.any"),
        ({"all": [{"url": "x"}, {"wrong": 1}]}, "check.all[1]"),
        ({"not": {"wrong": 1}}, "check.not"),
        ({"element": {"selector": "#a"}}, "check.element"),
        ({"element": {"selector": "#a", "property": "value", "value": "1", "more": 1}}, "check.element"),
        ({"file": {"path": "*", "regex": "["}}, "check.file.regex"),
        ({"http": {"path": "/"}}, "check.http"),
        ({"sql": "SELECT 1"}, "check.sql"),
        ({"sql": {"db": "d", "query": 1, "rows": []}}, "check.sql.query"),
        ({"sql": {"db": "d", "query": "q", "rows": [1]}}, "check.sql.rows"),
        ({"element": {"selector": 1, "property": "value", "value": "1"}}, "check.element.selector"),
        ({"element": {"selector": "#a", "property": "value", "value": ["1"]}}, "check.element.value"),
        ({"file": {"path": "/etc/passwd", "regex": "root"}}, "check.file.path"),
        ({"http": {"path": "/", "regex": "x", "auth": None}}, "check.http.auth"),
    ],
)
def test_wrong_checks_are_refused_by_name(check: Any, names: str) -> None:
    """The sentence names the key that is wrong."""
    with pytest.raises(UserError) as caught:
        validate(check)
    assert names in str(caught.value)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="any pattern will do from there on")
def test_a_pattern_for_files_that_is_none_is_a_fault(tmp_path: Path) -> None:
    """Never a crash of the run."""
    (tmp_path / "folder").mkdir()
    assert not ok({"file": {"path": "*", "regex": "x"}}, site=Site(SITE.base, tmp_path))
    with pytest.raises(EnvironmentFault, match=r"a\*\*b"):
        holds({"file": {"path": "a**b", "regex": "x"}}, END, None, Site(SITE.base, tmp_path))


def test_probes_are_found_at_any_depth() -> None:
    """Everything the page must be asked for."""
    one, two = ({"element": {"selector": s, "property": "value", "value": "1"}} for s in ("#a", "#b"))
    assert list(probes({"any": [one, {"not": {"all": [two]}}], "url": "x"})) == [("#a", "value"), ("#b", "value")]
    assert list(probes(None)) == []


def test_every_key_reads_as_words() -> None:
    """The window shows a check in words."""
    part = {"selector": "#a", "property": "value", "value": "v"}
    every: dict[str, Any] = {
        "answer": ["a", "b"],
        "url": "u",
        "text": "t",
        "element": part,
        "reward": 1,
        "sql": {"db": "d", "query": "q", "rows": [[1]]},
        "file": {"path": "p", "regex": "r"},
        "http": {"path": "p", "regex": "r"},
        "all": [{"url": "u"}],
        "any": [{"url": "u"}, {"text": "t"}],
        "not": {"url": "u"},
    }
    assert set(every) == set(KEYS)
    for key, want in every.items():
        assert len(describe(validate({key: want}))) > 5
    assert describe(None) == "a person or the judge decides"
