"""What the model proposer asks with, as files."""
