"""The learner: verdicts become credit, credit becomes a loss, the loss a better adapter, kept safe on disk."""
