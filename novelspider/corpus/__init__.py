"""The durable store. No Scrapy, no asyncio; everything here blocks for milliseconds at most and belongs to one thread.

corpus = Corpus(Path("corpus"), shard_bytes=256 << 20, commit_items=64, commit_seconds=5.0)
corpus.read(book_id)              # the book's chapters as they are now, in order; needs no lock
frontier = Frontier(corpus, per_site=1, limit=None, hold=HOLD, rests=rests)
frontier.add_seed(url)            # SiteBusyError, CorpusError: this site is left out
frontier.add_site(agenda.site)    # for agenda in corpus.agendas(), instead of seeds: if agenda.something

rests.failed(host, "http_503", …)  # Rests(corpus.clock): a host that `take` passes over; frontier.stop(name): a budget is spent
row = frontier.take()             # BookRow | ChapterRow | None (nothing ready now)
frontier.ripe()                   # after None: chapters to hand on that nothing holds back any longer
frontier.done()                   # true: the run is over
frontier.wait_seconds()           # None: wait for what is in flight; else that long at most, then take()

BookRow     -> a TOC:               yield the Toc; when it has left the pipelines (Write: site.set_toc(toc)),
                                    frontier.settle(row, None)
               not modified:        site.work.checking.unmodified(row.id), frontier.settle(row, None)
               a chapter with TOC:  row = frontier.redirect(row, toc_url), then as above; None: this run has that book
               neither:             frontier.settle(row, Failed("listing"))
ChapterRow  -> the last page of it: yield from frontier.settle(row, chapter, next_url)
               given up:            yield from frontier.settle(row, Failed("http_404", "404 Not Found"))
               refused to us:       … Failed("login", locked=True)
               later:               yield from frontier.postpone(row, until)

site = corpus.site(chapter.site)  # in pipelines; records come in reading order
url in site.in_toc(book_id)       # for read_page(toc=…)
site.layout.profile               # for read_page(profile=…), None until learned; site.layout.set(profile)
site.learning.learn(chapter)      # before it is cleaned; then site.learning.boilerplate(book_title, author)
site.audit(chapter.id, removed)   # before it is written or rejected
site.languages.of_book(book_id)   # what most of its chapters are in, or None
site.before.repeated_by(chapter)  # once for each chapter, cleaned
site.find_same(chapter)           # Written(id, title, url) of the other chapter whose text this is, or None
site.reject(chapter, "duplicate", detail)
site.reject(chapter, "same_body_other_title", detail, again=True); frontier.second_try(chapter)
site.write(chapter)               # ("new" | "revised" | "unchanged" | "moved", the chapter as it stands in the corpus)
site.fail(chapter_id, Failed(…))  # for a chapter that the pipelines lost
corpus.commit_due()               # about once a second
standing.standings(site, frontier.run), standing.missing(site, frontier.run, "failed", 100)  # for summaries
runs.write_manifest(corpus.root, started, manifest)
corpus.pack()                     # a run that has come to its end: compresses what is closed
corpus.close()                    # commits; what was not written stays pending
"""

from __future__ import annotations

# Light enough to be asked what is due: what reads and learns texts is imported where a site is opened.
from novelspider.corpus.folder import Corpus
from novelspider.corpus.frontier import Frontier
from novelspider.corpus.rests import Rests
from novelspider.corpus.rows import BookRow, ChapterRow, Failed, Missing, Written

__all__ = ["BookRow", "ChapterRow", "Corpus", "Failed", "Frontier", "Missing", "Rests", "Written"]
