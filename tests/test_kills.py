"""Exactly once, and resume is rerun: real runs, killed with SIGKILL whenever it hurts."""

from crawling import Crawl
from forked import ForkedRun
from lives import Lives, Sites, faults_of

MANY_SHARDS = {"CORPUS_SHARD_BYTES": 60_000, "CONCURRENT_REQUESTS_PER_DOMAIN": 4}


def forked(crawl, hook=None):
    return lambda arguments: ForkedRun(arguments, crawl.folder, crawl.folder / "log", hook)


def test_killed_at_random_moments_until_it_is_complete(tmp_path):
    whole, lives = (Crawl(tmp_path / name, MANY_SHARDS) for name in ("whole", "lives"))
    with Sites() as sites:
        for crawl in (whole, lives):
            crawl.folder.mkdir()
        run = forked(whole)(whole.command(*sites.urls)[3:])
        assert run.wait() == 0, run.log
        killed = Lives(sites, lives, seed=20, most=21)
        killed.run(forked(lives))
        print(f"seed {killed.seed}: {len(killed.killed_after)} kills, after {killed.killed_after} requests")
        assert len(killed.killed_after) >= 20
        assert sites.written(lives) == sites.written(whole)
        assert [fault for site in sites.sites for fault in faults_of(lives.site(site.host))] == []
        before = lives.files()
        run = forked(lives)(lives.command(*sites.urls)[3:])
        assert run.wait() == 0, run.log
        assert lives.files() == before
