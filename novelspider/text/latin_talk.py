"""Lines in Latin letters that a site says: anti-theft sentences, slogans of aggregators, tips."""

from __future__ import annotations

import re
from importlib.resources import files


def _words(name: str) -> frozenset[str]:
    return frozenset((files("novelspider.text") / name).read_text(encoding="utf-8").split("\n")) - {""}


_KNOWN = _words("sitewords_latin.txt")
_NEUTRAL = _words("commonwords_latin.txt")
# What only a site says to its reader. One of these must be there: a story may well be about an author and her publisher.
_TELLING = re.compile(
    r"\bamazon\b|royal road|(?:our|this) website|\bthis (?:site|novel|chapter|book|story|tale|narrative|content|text)\b"
    r"|discord|patreon|\bpatron\b|\bgoogle\b|javascript|disqus|keyboard|arrow keys|prev\b|\blet us know\b"
    r"|pirated|unauthori[sz]ed|\bsightings\b"
    r"|latest (?:chapters?|novels?|updates?|releases?)|support (?:the|creative|your|our) (?:author|writer|creator|favou?rite)"
    r"|original (?:site|website|source)|read (?:more )?(?:chapters|novels|this)|\bnovels? (?:on|at|from)\b|share this"
    r"|updated? (?:from|by)|stolen from|author's consent|without (?:permission|consent|authorization)|non-standard"
    r"|all other copies|ad-?block"
    r"|reading experience|for visiting|thank you for reading on|\btelegram\b|\bfacebook\b|\bko-fi\b|\bpaypal\b|\bnewsletter\b"
    r"|\bremov(?:e|ing) ads\b|reading (?:tools|options)|\brepost|chapter content|advanced? chapters|new chapters by|our app\b"
    r"|chapters (?:are )?(?:posted|published|updated|released)"
    r"|author's permission|\bleave (?:a|your) (?:review|comment|rating)s?\b|\brate this\b"
    r"|\bsponsored by\b|bookmark (?:our|this)"
    r"|\btranslated novels\b|\bbe notified\b"
    r"|reading (?:on|at) (?:our|this)|\bon (?:our|this) (?:site|app)\b|\bweb ?novels?\b"
    r"|refresh(?:ing)? the page|\bthis translation\b|the next chapter now|turning off your ad|copies are|read ahead"
)
_SOMEBODY = re.compile(r"[\"“”]|\b(?:he|she|his|her|him|i|my|me|said|asked|replied)\b")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_ADDRESS = re.compile(r"\b[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,20}){1,3}\b|<[^<>]{1,30}>", re.IGNORECASE)
_SPACED_OUT = re.compile(r"(?:\b[A-Za-z0-9.] ){5,60}[A-Za-z0-9]\b")  # t i a n . n e t
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")
_LONGEST = 300
_SHARE = 0.55  # of the words that tell something; the story's likest line measured 0.4


def is_latin_talk(line: str) -> bool:
    """Is the whole `line`, in plain Latin letters, the site's and not the story's?"""
    if " . " in line or "。" in line:
        line = _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), line.replace("。", "."))
    low = line.lower().replace("’", "'")
    if len(line) > _LONGEST or _is_of_somebody(low) or not _TELLING.search(low):
        return False
    return _is_of_sites(line)


def _is_of_somebody(low: str) -> bool:
    """Is there speech or a person in a line, other than in an address that ends in `.me`?"""
    found = _SOMEBODY.search(low)
    return found is not None and (low[: found.start()][-1:] != "." or _SOMEBODY.search(_ADDRESS.sub(" ", low)) is not None)


def is_address_talk(sentence: str) -> bool:
    """Is a sentence with an address in it, in lower case, made of the words of sites only?"""
    return not _SOMEBODY.search(_ADDRESS.sub(" ", sentence)) and _is_of_sites(sentence, least=1)


def _is_of_sites(line: str, least: int = 2) -> bool:
    words = _WORD.findall(_CAPITALISED.sub(" ", _ADDRESS.sub(" ", line.replace("’", "'"))).lower())
    telling = [word for word in words if word not in _NEUTRAL and len(word) > 1]
    known = [word for word in telling if word in _KNOWN]
    return len(set(known)) >= least and len(known) >= _SHARE * len(telling)
