"""Advice of the engine that names options of the command line, and the same for somebody at the window."""

from __future__ import annotations

from paestudio.gui.texts import later

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
