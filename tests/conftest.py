"""What all tests share: hypothesis draws the same examples in every run, and no test is slow for being on a busy machine."""

from __future__ import annotations

import pytest
from clock import Clock
from hypothesis import settings
from library import fill

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A corpus folder as `library.fill` makes it, to be copied."""
    root = tmp_path_factory.mktemp("made")
    fill(root)
    return root
