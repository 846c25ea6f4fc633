"""The local model behind an OpenAI-compatible address, for other agents' harnesses: `paestudio serve`."""
