"""novelspider turns any web-novel site into a clean, complete, de-duplicated corpus of JSON lines."""

__version__ = "0.1.0"
