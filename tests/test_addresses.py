"""Hosts that are not of the public web, in every spelling; literals."""

from ipaddress import ip_address

import pytest

from novelspider.addresses import address_of, is_public, is_public_name

LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "0x7f.1",
    "0x7F000001",
    "2130706433",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127.0.0.1...",
    "127。0。0。1",
    "127．0｡0.1",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[2002:7f00:1::]",
    "[64:ff9b::7f00:1]",
    "[::ffff:0:127.0.0.1]",
]
OTHERS = [
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "100.64.0.1",
    "0.0.0.0",
    "0",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.192",
    "198.18.0.1",
    "[::]",
    "[fe80::1%25eth0]",
    "[fe80::1%eth0]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fec0::1]",
    "[ff02::1]",
    "[2002:a9fe:a9fe::]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[2001:0:7f00:1::]",
]


@pytest.mark.parametrize("host", LOOPBACK + OTHERS)
def test_no_spelling_of_an_address_that_is_not_public_passes(host):
    address = address_of(host)
    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "[2606:4700::1111]", "[2002:808:808::]"])
def test_public_addresses_pass(host):
    assert is_public(address_of(host))


@pytest.mark.parametrize("host", LOOPBACK[:2])
def test_they_are_loopback(host):
    assert address_of(host) == ip_address("127.0.0.1")


@pytest.mark.parametrize(
    "host", ["example.com", "fa.ce", "1.2.3.4.5", "256.256.256.256", "0x", "cafe", "127.0.0.1.example", ""]
)
def test_names_are_no_addresses(host):
    assert address_of(host) is None


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "ｌｏｃａｌｈｏｓｔ",
        "a.localhost",
        "localhost.localdomain",
        "printer.local",
        "metadata.google.internal",
        "router.home.arpa",
        "nas.lan",
        "router",
        "",
    ],
)
def test_names_of_private_networks_are_not_public(host):
    assert not is_public_name(host)


@pytest.mark.parametrize(
    "host", ["example.com", "local.example.com", "www.localhost.com", "例え.テスト", "xn--r8jz45g.xn--zckzah"]
)
def test_names_of_the_web_are(host):
    assert is_public_name(host)
