"""The language model: loaded once, LoRA on and off, many streams in one forward pass."""
