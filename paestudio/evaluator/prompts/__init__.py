"""The judge's prompts and word lists, as files that people can read and change."""
