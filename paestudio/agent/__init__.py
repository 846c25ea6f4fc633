"""The agent: what it is told, what it may say, and the policies that decide."""
