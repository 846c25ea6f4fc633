"""Without a graphics card OpenGL is emulated, and the copies of live pages would stall the window: paint directly."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

BACKEND = "QT_QUICK_BACKEND"
_EMULATED = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software")
_GL_RENDERER = 0x1F01


def renderer() -> str:
    """What draws OpenGL here, "" when there is none. Needs the QGuiApplication."""
    context = QOpenGLContext()
    surface = QOffscreenSurface()
    surface.create()
    if not context.create() or not surface.isValid() or not context.makeCurrent(surface):
        return ""
    name = str(context.functions().glGetString(_GL_RENDERER) or "")
    context.doneCurrent()
    return name


def choose() -> None:
    """Have pages painted by the processor where OpenGL is emulated. After the QGuiApplication, before any web view.

    A person's own choice in the environment stands.
    """
    if BACKEND in os.environ or QGuiApplication.platformName() == "offscreen":
        return
    name = renderer().casefold()
    if not name or any(word in name for word in _EMULATED):
        os.environ[BACKEND] = "software"
