"""Take out packages that an interrupted installation left half written, so that pip installs them again.

pip believes a package is there once its metadata is; the files may have been cut off after that. Each package's
RECORD lists its files with their sizes: one that is missing or short means the package is taken out of pip's sight.
"""

from __future__ import annotations

import csv
import shutil
import sysconfig
from pathlib import Path


def whole(info: Path, site: Path) -> bool:
    """Whether every file that a package's RECORD lists is there in full."""
    record = info / "RECORD"
    if not record.is_file() or not (info / "METADATA").is_file() or not (info / "INSTALLER").is_file():
        return False
    with record.open(encoding="utf-8", newline="") as lines:
        for name, _, size in csv.reader(lines):
            path = site / name
            if not path.is_file() or (size and path.stat().st_size != int(size)):
                return False
    return True


def main() -> None:
    """Remove the metadata of every damaged package: pip then installs it over what is left of its files."""
    site = Path(sysconfig.get_path("purelib"))
    for info in sorted(site.glob("*.dist-info")):
        if not whole(info, site):
            print(f"repair: {info.name} is incomplete and will be installed again")
            shutil.rmtree(info)


if __name__ == "__main__":
    main()
