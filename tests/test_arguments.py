import pytest

from novelspider.corpus.refresh import Refresh
from novelspider.errors import BadArgumentError
from novelspider.spiders.arguments import Arguments, read_arguments


def test_urls_are_taken_once_in_order():
    given = {"url": " http://b.example/  http://a.example/\nhttp://b.example/ ", "limit": "20"}
    assert read_arguments(given) == Arguments(("http://b.example/", "http://a.example/"), 20)


def test_nothing_given_means_the_whole_corpus():
    assert read_arguments({}) == Arguments((), None)


def test_a_seeds_file_has_comments_and_empty_lines_and_perhaps_a_byte_order_mark(tmp_path):
    file = tmp_path / "seeds.txt"
    file.write_bytes("\ufeff# 收藏\r\n\r\n  https://a.example/书/1 \r\n".encode())
    assert read_arguments({"seeds": str(file)}).seeds == ("https://a.example/书/1",)


def test_a_bad_line_of_a_seeds_file_is_named_by_its_number(tmp_path):
    file = tmp_path / "seeds.txt"
    file.write_text("# first\nhttps://a.example/\na.example/2\n")
    with pytest.raises(BadArgumentError, match=r"seeds\.txt:3: 'a\.example/2' is not a web address; did you mean https://"):
        read_arguments({"seeds": str(file)})


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00"])
def test_a_seeds_file_without_urls(tmp_path, content):
    file = tmp_path / "seeds.txt"
    file.write_bytes(content)
    with pytest.raises(BadArgumentError, match="seeds file"):
        read_arguments({"seeds": str(file)})


@pytest.mark.parametrize("limit", ["0", "-1", "many", "2.5", ""])
def test_a_limit_is_a_whole_number_of_chapters(limit):
    with pytest.raises(BadArgumentError, match="limit"):
        read_arguments({"url": "https://a.example/", "limit": limit})


@pytest.mark.parametrize(("word", "meant"), [("never", None), ("all", Refresh()), ("recent:3", Refresh(3))])
def test_refresh_has_three_words(word, meant):
    assert read_arguments({"url": "https://a.example/", "refresh": word}).refresh == meant
    assert word == str(meant or "never")


@pytest.mark.parametrize("word", ["", "al", "recent", "recent:", "recent:0", "recent:-1", "recent:3 ", "3", "ALL"])
def test_a_refresh_that_is_none_of_its_words(word):
    with pytest.raises(BadArgumentError, match=r"-a refresh=.*must be all, never, or recent:N"):
        read_arguments({"url": "https://a.example/", "refresh": word})


def test_what_scrapyd_adds_passes():
    assert read_arguments({"url": "https://a.example/", "_job": "6487ec79"}).seeds == ("https://a.example/",)
