"""What went wrong with a download, in a word that is written down."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "unknown_host"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "incomplete_response"),
    (UnsupportedURLSchemeError, "unsupported_scheme"),
)


def reason_of(error: BaseException) -> str:
    """In snake_case; `download_failed` for what has no word of its own."""
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "download_failed")
