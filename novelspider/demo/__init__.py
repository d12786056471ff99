"""A small site with real difficulty in it, served on loopback, so that the whole crawl can be watched without the network."""
