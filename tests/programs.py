"""Programs that open our files: found on the machine, or the test is skipped and says why."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def find(name: str, *, package: str) -> str:
    """The path of a program; without it the test is skipped, or fails where
    PROVINCE_ATLAS_NO_SKIP is set."""
    return shutil.which(name) or missing(name, package=package)


def missing(name: str, *, package: str) -> NoReturn:
    why = f"{name} is not installed (Debian: apt install {package}): nothing to open the file with"
    if os.environ.get("PROVINCE_ATLAS_NO_SKIP"):
        pytest.fail(why)
    pytest.skip(why)
