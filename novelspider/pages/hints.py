"""What the names of elements say: class and id words that whole families of sites share. Evidence, never proof."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Hint = Literal["story", "note", "chrome", "talk", ""]

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CHROME = frozenset((
    "ad", "ads", "adv", "advert", "adverts", "advertisement", "advertising", "adsense", "adsbygoogle", "gads", "adsbox",
    "banner", "sponsor", "sponsored", "promo", "promotion", "nav", "navi", "navbar", "navigation", "menu", "submenu",
    "dropdown", "breadcrumb", "breadcrumbs", "bread", "crumb", "crumbs", "footer", "foot", "header", "head", "masthead",
    "topbar", "toolbar", "tool", "tools", "toolbox", "setting", "settings", "option", "options", "config", "share",
    "sharing", "social", "sns", "bookmark", "bookshelf", "bookcase", "shelf", "pager", "pagination", "paging", "pagelink",
    "pagelinks", "pagenav", "prev", "previous", "next", "bottem", "btn", "btns", "button", "buttons", "sidebar", "aside",
    "widget", "widgets", "login", "signin", "signup", "register", "search", "searchbar", "copyright", "disclaimer", "popup",
    "modal", "dialog", "toast", "tooltip", "overlay", "notice", "rank", "ranking", "tag", "tags", "keyword", "keywords",
    "vote", "votes", "rating", "ratings", "score", "subscribe", "donate", "donation", "patreon", "download", "qrcode",
    "report", "baocuo", "errorlink", "feedback", "history", "toc", "catalog", "mulu", "chapterlist", "friendlink", "flink",
    "lang", "language", "bookinfo", "meta", "metadata", "postmeta", "byline", "infobox", "author", "authorbox", "bio",
    "profile", "avatar", "signature", "cookie", "consent", "gdpr", "skip", "skiplinks", "sr", "landmark", "visually", "tip",
    "tips", "hotlink", "shuqian",
))  # fmt: skip
_TALK = frozenset((
    "comment", "comments", "commentlist", "cmt", "pinglun", "disqus", "discussion", "reply", "replies", "review", "reviews",
    "respond", "guestbook", "forum", "topics", "recommend", "recommends", "recommended", "recommendation",
    "recommendations", "recom", "tuijian", "yuedutuijian", "related", "relate", "similar", "hot", "alsolike", "suggestion",
    "suggestions", "suggest", "teaser", "teasers", "readmore", "outbrain", "taboola", "sharedaddy", "relatedposts", "wpcnt",
    "trending", "popular", "synopsis", "jianjie", "blurb", "bookdesc", "bookintro",
))  # fmt: skip
_NOTE = re.compile(
    r"author-?_?s?-?_?(?:note|say|said|word|talk)|preface|foreword|afterword|maegaki|atogaki|(?:^|[ _-])notes?(?:$|[ _-])"
    r"|novel_[pa](?:$| )|zuozhe-?_?(?:shuo|hua)|zzsay|authornote|chapter-?_?notes?|endnote",
    re.I,
)
_STORY = re.compile(
    r"content|te?xt(?!-)|article|chapter|story|honbun|novel|neirong|zhengwen|\bnr\d?\b|entry|prose|read|userstuff|episode", re.I
)


@lru_cache(maxsize=4096)
def hint(name: str) -> Hint:
    """What `name` (an element's id and class, one blank between) suggests: `talk` is what readers and the site say beside
    the story (comments, recommendations), `chrome` the page's furniture, `note` the author's remarks."""
    if not name or name == " ":
        return ""
    words = {word.lower() for word in _WORDS.findall(name)}
    if words & _TALK:
        return "talk"
    if _NOTE.search(name):
        return "note"
    if words & _CHROME:
        return "chrome"
    return "story" if _STORY.search(name) else ""
