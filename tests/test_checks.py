import sys

import pytest
from scrapy.settings import Settings

from novelspider.checks import check_settings
from novelspider.errors import BadArgumentError


def project_settings(**values):
    settings = Settings()
    settings.setmodule("novelspider.settings", priority="project")
    settings.setdict(values, priority="cmdline")
    return settings


def test_the_project_s_own_settings_are_good():
    check_settings(project_settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0"),
        ("CORPUS_SHARD_BYTES", "big"),
        ("CORPUS_COMMIT_SECONDS", "-1"),
        ("DOWNLOAD_DELAY", "nan"),
        ("ROBOTSTXT_OBEY", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
        ("CORPUS_DIR", ""),
        ("CORPUS_COMPRESSION", "bzip2"),
        ("CORPUS_OPEN_SITES", "0"),
        ("ALLOW_PRIVATE", "http://localhost/"),
        ("ALLOW_PRIVATE", "localhost:x"),
        ("ALLOW_PRIVATE", "localhost:99999"),
        ("ALLOW_PRIVATE", "nas.lan:80,10.0.0.0/8"),
        ("LOG_FILE", "/no/such/folder/log"),
    ],
)
def test_a_bad_value_is_named_with_what_is_right(name, value):
    with pytest.raises(BadArgumentError, match=rf"{name}.*(must be|name the folder|cannot be written: No such file)"):
        check_settings(project_settings(**{name: value}))


@pytest.mark.parametrize("value", [None, "None", "", "gzip", "zstd"])
def test_what_compression_may_be(value):
    check_settings(project_settings(CORPUS_COMPRESSION=value))


def test_zstd_without_its_package_is_refused_before_the_run(monkeypatch):
    for name in ("compression", "compression.zstd", "backports", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(BadArgumentError, match=r"CORPUS_COMPRESSION='zstd'.*pip install 'novelspider\[zstd\]'"):
        check_settings(project_settings(CORPUS_COMPRESSION="zstd"))
    check_settings(project_settings(CORPUS_COMPRESSION="gzip"))


def test_private_hosts_are_named_with_or_without_a_port():
    check_settings(project_settings(ALLOW_PRIVATE="nas.lan,127.0.0.1:8000,[::1]:80,[fd00::1],my_host"))


def test_a_misspelt_name_is_found_out_and_a_foreign_one_passes():
    with pytest.raises(BadArgumentError, match=r"DOWNLAOD_DELAY; did you mean DOWNLOAD_DELAY\?"):
        check_settings(project_settings(), ["DOWNLAOD_DELAY=3"])
    check_settings(project_settings(), ["MYTHING_ENABLED=1", "LOG_LEVEL=DEBUG"])
