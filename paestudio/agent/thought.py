"""What a model said, in the published grammar, as a thought and an action; or in words, why it is none.

    Thought: The price is on the product's page.
    Action: Click [12]

Accepts what models make of WebVoyager's and PAE's formats: other cases, brackets and quotes, markdown, extra words,
several actions (the first counts). Sources: He et al., "WebVoyager", appendix B; Zhou et al., "PAE", section 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paestudio.core.actions import Action, Verb

FORMS = (
    "Click [number], Type [number]; text, Select [number]; option, Press [key], Scroll [WINDOW]; down, Wait, GoBack "
    "or ANSWER; text"
)
KEYS: tuple[str, ...] = ("Enter", "Escape", "Tab", "Backspace", "Delete", "Space", "Home", "End", "PageUp", "PageDown")
KEYS += ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight")
KEY_NAMES = {key.casefold(): key for key in KEYS} | {
    "return": "Enter", "esc": "Escape", "up": "ArrowUp", "down": "ArrowDown", "left": "ArrowLeft",
    "right": "ArrowRight", "page up": "PageUp", "page down": "PageDown", "del": "Delete", "spacebar": "Space",
}  # fmt: skip

_SIGN_PAIRS: dict[str | int, str] = {
    "［": "[", "］": "]", "【": "[", "】": "]", "〔": "[", "〕": "]", "（": "(", "）": ")",
    "；": ";", "：": ":", "，": ",", "｡": "。", "\u00a0": " ", "\u200b": "", "\ufeff": "",
    **{0xFF10 + i: str(i) for i in range(10)},
}  # fmt: skip
_SIGNS = str.maketrans(_SIGN_PAIRS)
_QUOTES = ('""', "''", "“”", "‘’", "„“", "„”", "‚‘", "«»", "‹›", "»«", "「」", "『』", "《》", "”“", "””", "’’", "``")

_LABEL = re.compile(r"(?im)(?:^|(?<=[\s.!?]))[*_#>\s]*\b(?:next\s+)?action\b(?:\s+\d+)?[*_]*\s*[:=\-][*_]*\s*")
_THOUGHT = re.compile(r"(?i)[*_#>\s]*\bthought\b(?:\s+\d+)?[*_]*\s*:[*_]*\s*")
_ENDS = re.compile(
    r"(?im)^\s*[*_#>]*\s*(?:thought|action|observation|reflection|step \d+|user|assistant)\b[*_]*\s*\d*\s*:"
)
_FENCE = re.compile(r"(?m)^\s*(?:```|~~~)[\w+-]*\s*$|```|~~~")
_MORE = re.compile(r"(?i)(?<=[\]\"”»'」])(?:\s|[,;.]|and\b|then\b)+(?=(?:press|click|type|scroll)\b)")
_UNOPENED = r"(?<!\[)"
_BEFORE = re.compile(r"(?i)[\s*_`>\-•\d.),;]*(?:(?:and|then)[\s,]+)*")
_REF = (
    r"\s*(?:\w+\s+){0,4}?[\[(<{]?\s*(?:ref\s*=?\s*|id\s*=?\s*|number\s+|no\.?\s*|nr\.?\s*|#)?(?P<ref>-?\d+)\s*[\])>}]?"
)
_TARGET = r"(?:\s*[\[(<{]?\s*(?:(?P<window>window|page)|#?(?P<ref>\d+))\s*[\])>}]?)?"

_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?i)(?<!\w){'' if name in ('wait', 'back') else _UNOPENED}(?:{pattern})"))
    for name, pattern in (
        ("click", r"(?:left[ -]?)?click(?:s|ed|ing)?\b|tap\b"),
        ("type", r"(?:type|input|enter\s+text|fill)(?:s|d|ing)?(?:\s+in(?:to)?)?\b"),
        ("select", r"(?:select|choose)(?:s|d|ing)?(?:\s+option)?\b"),
        ("press", r"press(?:es|ed|ing)?\b"),
        ("scroll", r"scroll(?:s|ed|ing)?\b"),
        ("wait", r"wait(?:s|ed|ing)?\b"),
        ("back", r"go[ _-]?back\b|back\b"),
        ("google", r"google\b"),
        ("answer", r"answer\b|finish(?:ed)?\b|stop\b"),
        ("other", r"goto\b|navigate\b|open\b|hover\b|drag\b|double[ -]?click\b|visit\b|zoom\b|refresh\b|reload\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`action` None: `told` says why there is none. With an action it says what was left out, or nothing."""

    thought: str
    action: Action | None
    told: str = ""


class _Unclear(Exception):
    """Why what was said is no action."""


def finished(text: str) -> bool:
    """Whether a reply has its whole action: an action label with something behind it, and a line that ends."""
    label = _LABEL.search(text)
    return bool(label and re.search(r"\S[^\n]*\n", text[label.end() :]))


def parse(said: str) -> Parsed:
    """The thought and the action of a reply."""
    text = _FENCE.sub("\n", said.translate(_SIGNS))
    label = _LABEL.search(text)
    thought = _thought(text[: label.start()] if label else text)
    if not text.strip():
        return Parsed("", None, f"You said nothing. Say one of: {FORMS}.")
    rest = text[label.end() :] if label else text
    found = _first(rest, anchored=label is None)
    if found is None:
        where = "There is nothing after “Action:”" if label and not rest.strip() else "There is no action in your reply"
        return Parsed(thought, None, f"{where}. End with “Action:” and one of: {FORMS}.")
    verb, start, end = found
    if label is None:
        thought = _thought(text[:start])
    try:
        action, used = _read(verb, rest[start:end], rest[end:])
    except _Unclear as e:
        return Parsed(thought, None, str(e))
    return Parsed(thought, action, _left_out(action, rest[end + used :]))


def _thought(text: str) -> str:
    label = _THOUGHT.search(text)
    return re.sub(r"\s+", " ", text[label.end() :] if label else text).strip(" \n*_`")


def _first(text: str, *, anchored: bool) -> tuple[str, int, int] | None:
    """The verb that comes first, and where; without a label it must begin a line, or have a [number].

    What is no action of ours counts only where none of ours is said.
    """
    hits = []
    for order, (name, pattern) in enumerate(_VERBS):
        for hit in pattern.finditer(text):
            if not anchored or _stands(text, hit, name):
                hits.append((name == "other", hit.start(), -len(hit.group()), order, name, hit.end()))
                break
    if not hits:
        return None
    _, start, _, _, name, end = min(hits)
    return name, start, end


def _stands(text: str, hit: re.Match[str], name: str) -> bool:
    line_start = text.rfind("\n", 0, hit.start()) + 1
    begins = bool(_BEFORE.fullmatch(text[line_start : hit.start()]))
    after = text[hit.end() : hit.end() + 40]
    if name in ("click", "type", "select"):
        return bool(re.match(r"\s*[\[(<{]\s*#?\d+\s*[\])>}]", after)) or (begins and bool(re.match(_REF, after)))
    if name == "answer":
        return bool(re.match(r"\s*[;:\[]", after))
    if name == "scroll":
        return bool(re.match(r"\s*\[|\s+(?:up|down)\b", after)) and (begins or "[" in after[:2])
    return begins and bool(re.match(r"\s*(?:\[|$|\n|[.!])", after) or name == "press")


def _read(verb: str, word: str, rest: str) -> tuple[Action, int]:
    """The action of that verb, and how much of what follows it took. Raises _Unclear in words."""
    match verb:
        case "click":
            ref, used = _ref("Click", rest)
            return Action(Verb.CLICK, ref), used
        case "type" | "select":
            name = "Type" if verb == "type" else "Select"
            ref, used = _ref(name, rest)
            text, more = _content(rest[used:], lines=False)
            if not text:
                wanted = "what to type" if verb == "type" else "which option"
                raise _Unclear(
                    f"{name} [{ref}] does not say {wanted}. Write it after a semicolon: {name} [{ref}]; text."
                )
            return Action(Verb.TYPE if verb == "type" else Verb.SELECT, ref, text), used + more
        case "press":
            return _press(rest)
        case "scroll":
            return _scroll(rest)
        case "wait":
            return Action(Verb.WAIT), 0
        case "back":
            return Action(Verb.BACK), 0
        case "answer":
            text, used = _content(rest, lines=True)
            if not text:
                raise _Unclear("ANSWER needs a text: ANSWER; what you found.")
            return Action(Verb.ANSWER, text=text), used
        case "google":
            raise _Unclear("Google is not possible here: the task is on this site. Use its own links and search.")
        case _:
            raise _Unclear(f"“{word.strip()}” is not an action. Say one of: {FORMS}.")


def _ref(name: str, rest: str) -> tuple[int, int]:
    line = rest.split("\n", 1)[0]
    head = re.split(r"[;]", line, maxsplit=1)[0]
    hit = re.match(_REF, head) or re.search(r"[\[(<{]\s*#?(?P<ref>-?\d+)\s*[\])>}]", head)
    if hit is None:
        raise _Unclear(f"{name} needs the number of an element: {name} [12]{'; text' if name != 'Click' else ''}.")
    if (ref := int(hit["ref"])) < 0:
        raise _Unclear(f"There are no negative numbers: {ref}. Elements have the numbers on their frames.")
    return ref, hit.end()


def _press(rest: str) -> tuple[Action, int]:
    line = rest.split("\n", 1)[0]
    hit = re.match(
        r"\s*(?:the\s+)?(?:key\s*)?[\[(<{;:\"'“„«]*\s*(?P<key>page ?up|page ?down|[A-Za-z]+)", line, re.IGNORECASE
    )
    if hit is None:
        raise _Unclear("Press needs a key: Press [Enter].")
    key = KEY_NAMES.get(hit["key"].casefold())
    if key is None:
        raise _Unclear(f"There is no key “{hit['key']}”. There are: {', '.join(KEYS)}.")
    return Action(Verb.PRESS, text=key), hit.end()


def _scroll(rest: str) -> tuple[Action, int]:
    line = rest.split("\n", 1)[0]
    hit = re.match(r"(?i)(?:\s*the)?" + _TARGET, line)
    way = re.search(r"(?i)\b(up|down)(?:ward|wards)?\b", line)
    if way is None:
        raise _Unclear("Scroll does not say where to: Scroll [WINDOW]; down, or up.")
    ref = int(hit["ref"]) if hit and hit["ref"] and hit.end() <= way.start() else None
    return Action(Verb.SCROLL, ref, way[1].lower()), way.end()


def _content(rest: str, *, lines: bool) -> tuple[str, int]:
    """The text after a verb: to the end of the line, or up to the next label; and how much of `rest` it was."""
    cut = _ENDS.search(rest) if lines else re.search(r"\n", rest.rstrip("\n").lstrip(" \t") and rest)
    end = cut.start() if cut and rest[: cut.start()].strip(" ;:,\n") else len(rest)
    if not lines and cut and not rest[: cut.start()].strip(" ;:,\n"):  # the text is on the next line
        end = next((i for i in range(cut.end(), len(rest)) if rest[i] == "\n"), len(rest))
    text = rest[:end].strip().lstrip(";:,=- \t\n").strip().strip("*`").strip()
    if not lines and (hit := _MORE.search(text)):
        end = rest.index(text) + hit.start()
        text = text[: hit.start()]
    return _bare(text), end


def _bare(text: str) -> str:
    """Without the brackets and quotes around the whole."""
    for _ in range(3):
        before = text
        if len(text) >= 2 and text[0] == "[" and text.endswith("]") and "]" not in text[:-1]:
            text = text[1:-1].strip()
        if len(text) >= 2 and text[0] + text[-1] in _QUOTES and text[-1] not in text[1:-1]:
            text = text[1:-1].strip()
        if text == before:
            break
    return text


def _left_out(action: Action, rest: str) -> str:
    """What to tell of a reply with several actions."""
    if action.verb is Verb.ANSWER:
        rest = "\n".join(rest[hit.end() :] for hit in [_LABEL.search(rest)] if hit)
    more = sum(
        _stands(rest, hit, name) for name, pattern in _VERBS if name != "other" for hit in pattern.finditer(rest)
    )
    return f"You gave several actions; only the first, {action}, was taken." if more else ""
