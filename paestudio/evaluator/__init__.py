"""The evaluator: checks that a program decides, and the panel that settles who is believed."""
