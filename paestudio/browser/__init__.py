"""A page to observe and act on: launched (an installed Chromium) and embedded (QtWebEngine); the guard of the site."""
