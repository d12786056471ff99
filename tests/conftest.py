"""What all tests share: hypothesis draws the same examples in every run, and no test is slow for being on a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
