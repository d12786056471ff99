"""`novelspider`: Scrapy's own command line with this project's settings, in any folder."""

from __future__ import annotations

import os
import sys

from scrapy.cmdline import execute
from scrapy.settings import Settings


def main() -> None:
    """Run the command in `sys.argv`. A `scrapy.cfg` of another project in the current folder has no say."""
    os.environ["SCRAPY_SETTINGS_MODULE"] = "novelspider.settings"  # what Scrapy takes for "inside a project"
    settings = Settings()
    settings.setmodule("novelspider.settings", priority="project")
    try:
        execute(["novelspider", *sys.argv[1:]], settings)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`). Python would complain once more when it flushes: docs, library/signal.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
