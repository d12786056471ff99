"""What each kind of evidence is worth: the figures of reading with everything on, and with one kind at a time switched off.

    python tests/bench/bench_ablation.py [--folder DIR]... [--group body|links]... [-v]

Without a folder, the saved chapters in tests/sites. A folder has `manifest.tsv` (slug, charset, url), `pages/SLUG.html` and,
for chapters, `gold/SLUG.json` (title, text, n_paragraphs, next, next_kind; next_js for an address that only a script has). Each
is read as a chapter, whatever else it looks like: evidence for the kind of a page plays no part here.

body_f1 is that of character 5-grams of the cleaned paragraphs; author's notes may stand in an answer or not. `worse` and
`better` count pages with a figure that fell or rose, `other` those that read otherwise in anything, flags and the previous link
included; `not asked` is evidence that no page came to. What no page misses alone is switched off together at the end."""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

from novelspider import pages, text
from novelspider.pages import address, blocks, document, doubt, evidence, labels
from novelspider.text.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Case = tuple[Any, ...]  # of a chapter: name, bytes, URL, content type, known chapters, right answers by figure
FIGURES = ("body_f1", "exact", "paras", "title", "next", "next_kind", "script")
NEVER, NOT_WORDS, HUGE, NOBODY = re.compile(r"(?!)"), re.compile(r"[^\w\n]+"), 10**9, frozenset[str]()


def off(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def linkless(self: blocks.Blocks, page: document.Document, build: Callable[..., None] = blocks.Blocks.__init__) -> None:
    build(self, page)
    for block in self.all:
        block.links = block.all_links = block.link_pieces = 0


UNRELATED = lambda a, b: address.Kin("same" if address.key_of(a) == address.key_of(b) else "other")  # noqa: E731
NO, NONE, NO_LABEL = off(False), off(()), off(labels.NO_LABEL)
AS_IS, ALONE = lambda value, *_, **__: value, lambda block: [block]
# Name of the row, then in turn: what is replaced, as `module.name` in novelspider.pages or novelspider.text, and by what.
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "body": [
        ("id and class names", "hints.hint", off("")), ("names of stories", "hints._STORY", NEVER),
        ("names of notes", "hints._NOTE", NEVER), ("names of furniture", "hints._CHROME", NOBODY),
        ("names of talk", "hints._TALK", NOBODY), ("names around a block", "story._outer_hint", off(1.0)),
        ("tags of furniture", "blocks.CHROME_TAGS", NOBODY), ("links in blocks", "blocks.Blocks.__init__", linkless),
        ("links in lines", "paragraphs._LINKED_SHARE", 9.9), ("punctuation", "blocks._prose", lambda _, size: size),
        ("long text without marks", "blocks._LONG_PIECE", HUGE), ("hidden nodes", "hidden.hidden", off(frozenset())),
        ("hidden by any style", "hidden.said_by", off([]), "styles.said_by", off([])),
        ("hidden by style sheet", "styles.Sheet.hiding", off([])), ("shown by style sheet", "styles.Sheet.showing", off([])),
        ("hidden by aria-hidden", "hidden._SENTENCE_TAGS", NOBODY), ("stories that fade in", "story._VEILED_CHARS", HUGE),
        ("heading near", "story._nearness", off(1.0)), ("teasers", "story._has_teasers", NO),
        ("headings of asides", "story._is_labelled_aside", NO), ("turns between rivals", "story._RIVAL", 0.0),
        ("names where no prose is", "story._named", off([])), ("second opinion", "doubt.is_doubtful", NO),
        ("structure", "story.choose", lambda _, found, **__: doubt.longest_run([block for block in found.all if block.chars])),
        ("all parts", "parts.all_parts", ALONE),
        ("narrower parts", "parts._narrow", AS_IS), ("wider parts", "parts._widen", AS_IS),
        ("parts made alike", "parts._siblings", ALONE), ("adjoining parts", "parts._adjoining", ALONE),
        ("skips in the story", "body._Skip.__call__", lambda skip, node: node in skip.document.hidden),
        ("tail behind the turns", "body._to_the_turn", lambda reader: reader.paragraphs),
        ("notes beside", "body.remarks", NONE),
        ("lead", "lead.without_lead", lambda lines, _: list(lines)), ("facts in the lead", "lead._is_fact", NO),
        ("newlines, indents", "paragraphs.split_text", lambda line, **_: filter(None, [document.squeeze(line)])),
        ("indents", "paragraphs._INDENT", NEVER), ("preserved lines", "paragraphs._PRESERVED", NEVER),
        ("wrapped sentences", "paragraphs._is_wrapped", NO), ("wrapped to a width", "paragraphs.Reader._unwrap", off(None)),
        ("rows of values", "paragraphs.Reader._join_cell", off(None)), ("title repeated", "clean._drop_title", AS_IS),
        ("broken paragraphs", "mend.mend_paragraphs", AS_IS), ("controls", "suspects.is_chrome", NO),
        ("noise", "noise.find_line", off(None), "noise.find_spans", off([]), "vocabulary.is_talk", NO, "clean._peel", AS_IS),
        ("cleaning", "clean.clean_paragraphs", lambda lines, **_: text.Cleaned(tuple(lines))),
    ],
    "links": [
        ("address families", "address.kin", UNRELATED, "address.page_reading", off(None)),
        ("families, for the kind", "evidence.Evidence._by_address", off((0.0, []))), ("front page", "address.is_root", NO),
        ("whether suffixes are pages", "evidence.Evidence._suffix", off(0.0)), ("trust by source", "evidence._SOURCE", {}),
        ("canonical address", "evidence.own_addresses", lambda page: [page.url]), ("rel", "candidates._relations", NONE),
        ("addresses of nothing", "address.leads_nowhere", NO), ("labels in more words", "labels._edges", off(({}, {}))),
        ("lookalike labels", "labels.fold", lambda text: NOT_WORDS.sub("", text.lower())),
        ("label words", "labels.read_labels", lambda texts: [labels.NO_LABEL] * len(texts)),
        ("spoken labels", "document._spoken", lambda anchor: anchor.text), ("options", "candidates._options", NONE),
        ("arrows", "labels._ARROW_NEXT", NOBODY, "labels._ARROW_PREVIOUS", NOBODY), ("asides", "candidates.aside_of", NO),
        ("labels before links", "candidates._labelled_before", NO_LABEL), ("id and class names", "labels.read_name", NO_LABEL),
        ("units in labels", "evidence._LABEL", 0.0, "evidence.Evidence._pages_apart", NO),
        ("two units at once", "evidence.Evidence._pages_apart", NO), ("hidden text", "candidates._hidden_addresses", NONE),
        ("onclick", "candidates._handlers", NONE, "candidates._from_handler", off(None)),
        ("comments", "script_urls.comment_urls", NONE), ("variables", "script_urls.script_urls", NONE),
        ("scripts and comments", "candidates._written", NONE, "links._hidden", off([])),
        ("own name in any string", "links._hidden", off([])), ("neighbours by number", "neighbours.neighbours", off([])),
        ("numbered pagers", "evidence._NUMBERED", 0.0), ("words of going on", "continuation.goes_on", NO),
        ("page counter", "evidence.Said", lambda _, __, *rest, make=evidence.Said: make(None, None, *rest)),
        ("cut sentence", "sentences.is_unfinished", NO), ("known chapters", "evidence.Evidence._known", NO),
        ("book's address", "links._toc", off(None)), ("up is the end", "evidence.Evidence._is_up", NO),
        ("dead ends", "evidence.Evidence.dead_end", NO), ("way on is way back", "evidence.Evidence.turns_back", NO),
    ],
}  # fmt: skip


def saved_cases() -> Iterator[Case]:
    for path in sorted((Path(__file__).parent.parent / "sites").glob("*/*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        expect = case.get("expect", {})
        if "url" not in case or expect.get("kind") != "chapter":
            continue
        answers = {"title": [expect["title"]]} if "title" in expect else {}
        if (lines := expect.get("paragraphs")) is not None:
            answers |= {"body_f1": "\n".join(lines), "exact": "\n".join(lines), "paras": len(lines)}
        if "next" in expect:
            answers |= {"next": (link := expect["next"] or {}).get("url"), "next_kind": link.get("kind")}
        page = path.with_suffix(".html").read_bytes(), case["url"], case["content_type"]
        yield f"{path.parent.name}/{path.stem}", *page, frozenset(map(address.key_of, case.get("known", ()))), answers


def folder_cases(folder: Path) -> Iterator[Case]:
    for row in csv.DictReader((folder / "manifest.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"):
        if not (path := folder / "gold" / f"{row['slug']}.json").exists():
            continue
        gold, url = json.loads(path.read_text(encoding="utf-8")), row["url"] or "https://www.example.org/book/1/1.html"
        answers = {"body_f1": gold["text"], "exact": gold["text"], "paras": gold["n_paragraphs"]}
        answers["title"] = [title for title in (gold["title"], gold.get("title_clean")) if title]
        href = "" if (gold["next"] or "").lower().startswith("javascript") else gold["next"]
        if href:
            answers |= {"next": urljoin(url, href), "next_kind": gold["next_kind"]}
        elif gold.get("next_js"):
            answers["script"] = urljoin(url, gold["next_js"])
        elif gold["next_kind"] not in ("page", "chapter"):
            answers["next"] = None
        body = (folder / "pages" / f"{row['slug']}.html").read_bytes()
        yield row["slug"], body, url, f"text/html; charset={row['charset']}", NOBODY, answers


def fold(line: str) -> str:
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", line)


@lru_cache(maxsize=4096)
def bag_f1(got: str, want: str) -> float:
    one, other = (Counter(text[i : i + 5] for i in range(max(1, len(text) - 4))) for text in (fold(got), fold(want)))
    return 2 * (one & other).total() / (one.total() + other.total())


def same(link: Any, want: str | None) -> bool:
    one, other = (urlsplit(url or "") for url in (link and link.url, want))
    return (one.netloc, one.path.rstrip("/"), one.query) == (other.netloc, other.path.rstrip("/"), other.query)


def read(case: Case) -> tuple[tuple[Any, ...], dict[str, float]]:
    """What is read of a page, and its figures."""
    _, body, url, content_type, known, wanted = case
    answers = {name: want for name, want in wanted.items() if want is not None or name == "next"}
    page = pages.read_page(body, url, content_type, toc=known)
    if page.kind != "chapter":
        return (page.kind,), dict.fromkeys(answers, 0.0)
    cleaned = text.clean_paragraphs(page.paragraphs, title=page.title or "", host=urlsplit(url).hostname or "")
    lines, notes, link = cleaned.paragraphs, cleaned.notes, page.next
    texts = ["\n".join(one) for one in (lines, *(notes[:i] + lines + notes[i:] for i in range(len(notes) + 1)))]
    ask = {
        "body_f1": lambda want: max(bag_f1(one, want) for one in texts),
        "exact": lambda want: fold(want) in map(fold, texts),
        "paras": lambda want: want in (len(lines), len(lines) + len(notes)),
        "title": lambda want: fold(parse_title(page.title or "").title) in [fold(parse_title(one).title) for one in want],
        "next": lambda want: same(link, want) or (want is None and link is not None and link.kind == "toc"),
        "next_kind": lambda want: same(link, answers["next"]) and link.kind == want,
        "script": lambda want: same(link, want),
    }
    told = [one and (one.url, one.kind) for one in (link, page.previous, page.toc)]
    return (lines, notes, page.notes, page.title, page.flags, *told), {key: ask[key](want) for key, want in answers.items()}


def locate(target: str) -> tuple[Any, str, Any]:
    """Where `target` is kept, its name there, and what it is now. SystemExit where the readers have no such name any more."""
    module, *outer, name = target.split(".")
    found = sys.modules.get(f"novelspider.pages.{module}") or sys.modules.get(f"novelspider.text.{module}")
    owner = vars(found or object).get(outer[0]) if outer else found
    if owner is None or name not in vars(owner):
        raise SystemExit(f"{target}: the readers have no such name any more, its row needs the new one")
    return owner, name, vars(owner)[name]


@contextmanager
def switched_off(row: Sequence[Any]) -> Iterator[set[str]]:
    """Puts what the row gives in place of what the readers have, wherever that was imported to; says what was called."""
    calls: set[str] = set()
    modules = [module for name, module in sys.modules.items() if name.startswith("novelspider.")]
    forget = lambda: [f.cache_clear() for one in modules for f in vars(one).values() if hasattr(f, "cache_clear")]  # noqa: E731
    with ExitStack() as stack:
        stack.callback(forget)
        for target, value in zip(row[1::2], row[2::2], strict=True):
            owner, name, now = locate(target)
            noted = lambda *args, _at=target, _do=value, **options: calls.add(_at) or _do(*args, **options)  # noqa: E731
            put = noted if callable(value) else value
            for holder in modules if isinstance(owner, ModuleType) and name[0] != "_" else [owner]:
                for alias in [alias for alias, held in vars(holder).items() if held is now]:
                    stack.enter_context(patch.object(holder, alias, put))
        forget()
        yield calls


def row_of(name: str, found: Sequence[tuple[Any, dict[str, float]]]) -> str:
    columns = [[figures[key] for _, figures in found if key in figures] for key in FIGURES]
    return f"{name:36s}" + "".join(f"{sum(one) / len(one):10.4f}" if one else f"{'-':>10s}" for one in columns)


def report(cases: Sequence[Case], rows: Sequence[tuple[Any, ...]], *, verbose: bool) -> set[str]:
    """Prints the table. The names of the rows that changed nothing."""
    whole, idle = [read(case) for case in cases], set()
    head = "".join(f"{name:>10s}" for name in (*FIGURES, "worse", "better", "other"))
    print(f"{len(cases):4d} chapters{'':23s}{head}\n{row_of('everything', whole)}")
    for row in rows:
        with switched_off(row) as calls:
            found = [read(case) for case in cases]
        pairs = [(case[0], a, b) for case, a, b in zip(cases, whole, found, strict=True) if a != b]
        fell, rose = ([name for name, (_, a), (_, b) in pairs if any(b[key] * by > a[key] * by for key in a)] for by in (-1, 1))
        asked = "" if calls or not all(map(callable, row[2::2])) else "  not asked"
        named = [f"    {word}: {', '.join(names)}" for word, names in (("worse", fell), ("better", rose)) if names and verbose]
        counts = "".join(f"{n:10d}" for n in (len(fell), len(rose), len(pairs) - len({*fell, *rose})))
        print(row_of(row[0], found) + counts + asked, *named, sep="\n", flush=True)
        idle |= set() if pairs else {row[0]}
    return idle


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, action="append", help="pages with answers; tests/sites if none is given")
    options.add_argument("--group", choices=ROWS, action="append", help="all if none is given")
    options.add_argument("-v", action="store_true", help="name the pages that read worse and better")
    given = options.parse_args()
    rows = [(f"{group}: {row[0]}", *row[1:]) for group in given.group or ROWS for row in ROWS[group]]
    _ = [locate(target) for row in rows for target in row[1::2]]
    with patch.object(pages, "judge", off(SimpleNamespace(kind="chapter"))):
        sets = [list(folder_cases(folder)) for folder in given.folder] if given.folder else [list(saved_cases())]
        idle = set.intersection(*[report(cases, rows, verbose=given.v) for cases in sets])
        print("\nNo page reads otherwise without one of these:", "; ".join(sorted(idle)), "\n")
        together = ["all of these at once", *(part for row in rows if row[0] in idle for part in row[1:])]
        for cases in sets:
            report(cases, [tuple(together)], verbose=given.v)


if __name__ == "__main__":
    main()
