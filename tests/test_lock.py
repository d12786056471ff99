from __future__ import annotations

import os
import signal

import pytest

from novelspider.corpus import Corpus
from novelspider.corpus.lock import SiteLock
from novelspider.errors import SiteBusyError


def test_second_holder_is_told_who_holds_it(tmp_path):
    lock = SiteLock(tmp_path)
    with pytest.raises(SiteBusyError, match=f"{tmp_path.name} is being worked on by process {os.getpid()}"):
        SiteLock(tmp_path)
    lock.release()
    lock.release()
    SiteLock(tmp_path).release()


def test_lock_dies_with_its_process(tmp_path):
    ready, write = os.pipe()
    child = os.fork()
    if child == 0:
        SiteLock(tmp_path)
        os.write(write, b"x")
        signal.pause()
    assert os.read(ready, 1) == b"x"
    with pytest.raises(SiteBusyError, match=f"process {child};"):
        SiteLock(tmp_path)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    SiteLock(tmp_path).release()
    os.close(ready)
    os.close(write)


def test_busy_site_leaves_the_others_open(tmp_path):
    one, other = Corpus(tmp_path), Corpus(tmp_path)
    one.site("a.example")
    with pytest.raises(SiteBusyError):
        other.site("a.example")
    assert other.site("b.example").name == "b.example"
    one.close()
    assert other.site("a.example").name == "a.example"
    other.close()
