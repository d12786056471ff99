"""No pattern takes more than linear time, whatever a page holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_LIMIT = 600  # seconds of a busy machine; a quadratic pattern alone takes minutes for one input of many


def test_every_pattern_reads_near_misses_and_hits_in_linear_time():
    child = [sys.executable, str(Path(__file__).with_name("linear.py"))]
    done = subprocess.run(child, capture_output=True, text=True, timeout=_LIMIT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
