"""Exceptions. Each names a fact; its docstring says who raises it and who answers."""


class BadArgumentError(ValueError):
    """A spider argument, a setting or a `Site` field cannot be used. Raised before the first request; exit code 2."""


class CorpusError(Exception):
    """A site folder cannot be opened or written as it is. Raised by `corpus`; that site is left alone."""


class ForgottenError(CorpusError):
    """A URL is one of a book or chapter that was forgotten on request. Raised by `corpus` where it would become a row."""


class UnknownBookError(CorpusError):
    """There is no such book in the corpus. Raised by `corpus` when it is read."""


class SiteBusyError(CorpusError):
    """Another process holds the site's lock. Raised by `corpus` when the site is opened."""
