"""What pyproject.toml cannot say: a wheel carries `resources/` as `paestudio/_resources`."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):
    """Copies the resources into the wheel. A checkout installed as editable reads them where they are."""

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        source = Path(__file__).resolve().parent / "resources"
        if not self.editable_mode and source.is_dir():
            shutil.copytree(source, Path(self.build_lib) / "paestudio" / "_resources", dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithResources})
