"""A check told key by key."""

from __future__ import annotations

from paestudio.core.check_report import NOBODY, Told, Tried, report
from paestudio.core.checks import Site
from paestudio.core.records import Final

FINAL = Final("http://x/boots", "Red boots cost 40 pounds.", "Boots")


def test_each_key_says_whether_it_holds() -> None:
    check = {
        "url": "^/boots$",
        "text": ["40 pounds", "free"],
        "answer": "40",
        "all": [{"not": {"text": "blue"}}, {"url": "basket"}],
        "sql": {"db": "shop.db", "query": "select 1", "rows": [[1]]},
    }
    told = list(report(check, FINAL, None, Site("http://x")))
    assert [one.held for one in told] == [True, True, False, None, True, False, None]
    assert told[2] == Told("the page shows “free”", False, "text 'free' is not on the page", {"text": "free"})
    assert told[3].why == NOBODY and "data folder" in told[6].why
    assert [one.held for one in report({"answer": ["forty", "40"]}, FINAL, "40.", Site("http://x"))] == [True]


def test_a_check_that_holds_before_anything_is_done_is_called_out() -> None:
    good, bad = Told("a", True), Told("b", False)
    assert Tried((good,), (good,)).trivial and not Tried((good, bad), (good,)).trivial
    assert Tried((bad,), (good, good)).passes and not Tried((), ()).passes and not Tried((bad,), (good, bad)).passes
