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
    execute(["novelspider", *sys.argv[1:]], settings)


if __name__ == "__main__":
    main()
