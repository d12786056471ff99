"""Pages made by hand: the story lies in the page itself, between what the site shows above and below it."""

from __future__ import annotations

from novelspider.pages.body import read_body
from novelspider.pages.document import Document

STORY = [f"Капитан усмехнулся и покачал головой, но {n}-й раз ничего не сказал." for n in range(1, 31)]
ABOVE = (
    "<center><h2>Застава. Глава 7</h2><font>[<a href='/top/'>Рейтинги</a>] [<a href='/news/'>Новинки</a>]</font></center>"
    "<table><tr><td><li>Размещен: 14/03/2011. 31k. <a href='s.shtml'>Статистика.</a></td><td>Ваша оценка:</td></tr></table>"
)
BELOW = (
    "</dd><hr><center><a href='/comment/7'>Комментарии: 88</a></center>"
    "<center><b>Связаться с нами</b>.<br>Как попасть в список</center>"
)


def read(body: str) -> tuple[str, ...]:
    html = f"<html><head><title>Застава. Глава 7</title></head><body>{body}</body></html>"
    return read_body(Document(html, "https://example.org/b/z7.shtml")).paragraphs


def test_what_a_library_shows_around_a_story_is_left_out():
    assert read(f"{ABOVE}<hr>{''.join(f'<dd>&nbsp;&nbsp;{line}' for line in STORY)}{BELOW}") == tuple(STORY)


def test_a_last_paragraph_that_is_never_closed_stays():
    assert read(f"{ABOVE}{''.join(f'<dd>{line}' for line in STORY)}{BELOW.removeprefix('</dd>')}")[:30] == tuple(STORY)


def test_a_story_that_begins_with_a_poem_and_ends_with_a_letter_stays_whole():
    poem, letter = (
        "<center>Над рекой туман,<br>над рекой огни.</center>",
        "<table><tr><td>Жду вас в среду, у переправы. Ника.</td></tr></table>",
    )
    found = read(f"{poem}{''.join(f'<p>{line}</p>' for line in STORY)}{letter}")
    assert (found[0], found[-1]) == ("Над рекой туман,", "Жду вас в среду, у переправы. Ника.")
