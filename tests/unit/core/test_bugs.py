"""The report of a bug: what is in it, and above all what is not."""

from __future__ import annotations

import errno

import pytest

from paestudio.core import bugs


def raised(text: str) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as fault:
        return fault


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("at http://anna:geheim@shop.example/a/b?q=1&page=2#top now", "at http://***@shop.example/a/b?*** now"),
        ("at https://shop.example/a, then", "at https://shop.example/a, then"),
        ("ws://127.0.0.1:99/devtools/browser?id=7", "ws://127.0.0.1:99/devtools/browser?***"),
        ("/home/annika/shop and annika's", "~/shop and ***'s"),
        ("mannikat is another word", "mannikat is another word"),
        ("password='hunter2', api_key: xyz", "password='***', api_key: ***"),
        ("with hf_abcdefghijkl", "with ***"),
        ("Cookie: id=77; a=b", "Cookie: ***"),
    ],
)
def test_what_is_nobodys_business_is_left_out(text: str, left: str) -> None:
    assert bugs.redact(text, home="/home/annika", user="annika") == left


def test_a_name_that_is_a_common_word_stays() -> None:
    assert bugs.redact("the root of al", home="/root", user="root") == "the root of al"
    assert bugs.redact("the root of al", home="/home/al", user="al") == "the root of al"


def test_a_report_has_the_facts_and_the_trace() -> None:
    text = bugs.report(raised("boo at http://a.example/?token=1"), "paestudio train 'http://a.example/?token=1'")
    assert text.rstrip().endswith("ValueError: boo at http://a.example/?***")
    assert "paestudio train 'http://a.example/?***'" in text and "torch" in text and "test_bugs.py" in text


def test_the_same_fault_has_the_same_mark() -> None:
    assert bugs.mark(raised("one")) == bugs.mark(raised("two")) != bugs.mark(ValueError("one"))


def test_the_machines_faults_are_told_apart_from_ours() -> None:
    full = bugs.machine_fault(OSError(errno.ENOSPC, "No space left on device", "/x/y"))
    assert full is not None and full.message == "The disk is full (/x/y)." and full.fix
    none = bugs.machine_fault(OSError(errno.EADDRINUSE, "Address already in use"))
    assert none is not None and none.message == "There is no free port on this machine." and none.fix
    no_memory = bugs.machine_fault(OSError(errno.ENOMEM, "Cannot allocate memory"))
    assert no_memory is not None and no_memory.message == "There is not enough memory."
    assert bugs.machine_fault(RuntimeError("can't start new thread")) is not None
    for words in ("Error while serializing: I/O error: No space left on device (os error 28)", "can't allocate memory"):
        assert bugs.machine_fault(RuntimeError(words)) is not None
    assert bugs.machine_fault(OSError(errno.EPERM, "no")) is None and bugs.machine_fault(ValueError()) is None
