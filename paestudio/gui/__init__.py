"""The window. It shows what the loop says and sends back what a person decides; it never runs the loop itself."""
