"""Scrapy settings. Beside every value: Scrapy's own default, and why ours differs."""

from importlib.util import find_spec

from novelspider.contact import user_agent

BOT_NAME = "novelspider"
SPIDER_MODULES = ["novelspider.spiders"]
NEWSPIDER_MODULE = "novelspider.spiders"
COMMANDS_MODULE = "novelspider.commands"  # `crawl` with checked arguments and exit codes, `demo`

# --- a polite guest -------------------------------------------------------------------------------------------------

CONTACT = ""  # web or mail address, where whoever runs a site can reach you; it goes into the user agent
USER_AGENT = user_agent()  # default Scrapy/VERSION (+https://scrapy.org); of your own: it is sent as it is
ROBOTSTXT_OBEY = True  # default False
DOWNLOADER_MIDDLEWARES = {
    "novelspider.web.WebOnly": 50,  # before robots.txt is asked for
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # default 100
    "novelspider.middlewares.RobotsTxt": 100,
    "novelspider.tdmrep.TdmReservations": 110,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # default 550; asks again at once. Here the row waits
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # default 590; takes half a body for all
    "novelspider.compression.Compression": 590,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # default 700; one jar, and a list of suffixes from the net
    "novelspider.cookies.SiteCookies": 700,
    "novelspider.throttle.Throttle": 1000,  # next to the downloader: nothing goes past it
}
ROBOTSTXT_USER_AGENT = "novelspider"  # default None: the whole user agent string is matched, which no site writes
RIGHTS_POLICY = "obey"  # pages reserved from mining or training are not kept; "record" keeps them, and what was said
MAX_CRAWL_DELAY = 180  # seconds; a longer Crawl-delay is cut to this, and the log says so
DOWNLOAD_DELAY = 1  # seconds; default 0. From the end of an answer to the next request of the host
DOWNLOAD_DELAY_JITTER = 0  # default 0.5, which shortens the delay as often as it lengthens it
AUTOTHROTTLE_ENABLED = True  # default False. A host that takes longer than DOWNLOAD_DELAY to answer is left alone as long
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8. Requests in flight a site, which is also what the feeder hands out a site
RETRY_TIMES = 5  # default 2. Then the chapter is `failed`, and tried again in the next run. One request in ten may go wrong
RETRY_HTTP_CODES = [403, 408, 429, 500, 502, 503, 504, 522, 524]  # default without 403, which many mean by "too often"
RETRY_DELAY = 5  # seconds before the first other try of a page, or of a host that is overloaded; then 10, 20, 40 …
DOWNLOAD_TIMEOUT = 60  # seconds; default 180
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes; default 1 GiB. The longest TOC seen is under 2 MB
DOWNLOAD_WARNSIZE = 0  # default 32 MiB, above our maximum
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
COOKIES_ENABLED = True  # default True. Several sites redirect for ever without theirs; no site gets another's
METAREFRESH_ENABLED = False  # default True. The readers know a redirect page from a page that reloads itself

# --- a hostile web ----------------------------------------------------------------------------------------------------

ALLOW_PRIVATE: list[str] = []  # "host" or "host:port" of private networks that links may lead to; seeds need not be listed
DOWNLOAD_HANDLERS = {  # default Scrapy's own, which know nothing of private addresses, and file:, data:, ftp: and s3: as well
    "http": "novelspider.handler.WebHandler",
    "https": "novelspider.handler.WebHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# --- the flow: what waits, waits in the frontier ---------------------------------------------------------------------

DOWNLOADER = "novelspider.downloader.Downloader"  # default Scrapy's own, for whose answers a stopped run waits a minute
CONCURRENT_REQUESTS = 0  # no limit; default 16. Waiting for a site's delay counts, so one slow site would stop all
MAX_WAIT = 600  # seconds; a longer pause is left to the next run. A wrong text is asked for again after so long
CONCURRENT_ITEMS = 1  # default 100. 1.5 times faster here, where pipelines never wait
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None  # default None. 1.1 to 1.2 times the pages a second
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # default RFPDupeFilter. The corpus knows what was asked for
SPIDER_MIDDLEWARES = {
    # Both drop requests without telling anyone; the chapter they belong to would be lost. Chains have caps of their own.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # default 800
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # default 900
}
ITEM_PIPELINES = {
    "novelspider.pipelines.Clean": 100,
    "novelspider.pipelines.Check": 200,
    "novelspider.pipelines.Duplicates": 300,
    "novelspider.pipelines.Write": 900,
}
EXTENSIONS = {
    "novelspider.logs.OneLineLog": 0,
    "novelspider.extensions.CorpusKeeper": 100,
    "novelspider.progress.ProgressBar": 200,
    "scrapy.extensions.throttle.AutoThrottle": None,  # default 0. Throttle reads its settings; it wears a Crawl-delay down
    "scrapy.extensions.telnet.TelnetConsole": None,  # default 0
    "scrapy.extensions.remote_control.RemoteControl": None,  # default 0
}
REMOTE_CONTROL_ENABLED = False  # default True: runs Python that comes over HTTP
TELNETCONSOLE_ENABLED = False  # default True

# --- files -----------------------------------------------------------------------------------------------------------

CORPUS_DIR = "corpus"
CORPUS_SHARD_BYTES = 256 * 1024 * 1024  # a shard is closed when it is longer
CORPUS_COMMIT_ITEMS = 64  # chapters a commit; an fsync costs milliseconds
CORPUS_COMMIT_SECONDS = 5  # at most this much work is fetched again after a crash
CORPUS_COMPRESSION: str | None = None  # "gzip" or "zstd" compresses shards that are full, and others when a run ends
CORPUS_OPEN_SITES = 512  # databases open at once: three files and 0.2 to 1 MB each; to open one anew takes 6 ms and some fsyncs
CLEAN_AUDIT = False  # True writes every line and part of a line that is taken out to audit-*.jsonl, with its rule
FEED_EXPORTERS = dict.fromkeys(("jsonlines", "jsonl", "jl"), "novelspider.exporters.JsonLinesExporter")
FEED_STORE_EMPTY = False  # default True: a second run that finds nothing new would empty the file of -O

# --- when to ask again (see corpus/schedule.py) -----------------------------------------------------------------------

UPDATE_MIN_INTERVAL = 6 * 3600  # seconds; no book is checked more often, but for one whose URL is given
UPDATE_MAX_INTERVAL = 30 * 24 * 3600  # seconds; every book that is not completed is checked as often
UPDATE_COMPLETED_INTERVAL = 90 * 24 * 3600  # seconds; a book that says it is completed, and has had nothing new
MAX_TRIES = 7  # runs that ask for a row that fails, in growing pauses; after that only when its book's URL is given
# --- budgets of a run, off at 0: no more is begun, and the rest is left to the next run --------------------------------------

MAX_PAGES_PER_SITE = 0
MAX_BOOKS_PER_SITE = 0
MAX_SECONDS = 0

# --- limits of one chain ---------------------------------------------------------------------------------------------

REDIRECT_MAX_TIMES = 10  # default 20, one a second
CHAPTER_MAX_PAGES = 200  # sub-pages of one chapter
TOC_MAX_PAGES = 500  # pages of one TOC
CHAIN_MAX_CHAPTERS = 20_000  # of a book that is read from chapter to chapter, back to its first one and on from there

# --- log -------------------------------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"  # default DEBUG: every request and every item, whole
LOG_VERSIONS: list[str] = []  # default the versions of ten libraries
STATS_DUMP = False  # default True. The report at the end says it in words
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # default WARNING, with the whole item; rejected records are in a file
PROGRESS_BAR = True  # a line that is redrawn, where standard error is a terminal
