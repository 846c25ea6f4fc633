"""The Qt side of the embedded browser: makes and keeps the views in the main thread. Used by the window and the CLI."""
