"""What one writes first with Scrapy: a book's chapters, no setting changed."""

import scrapy


class PlainSpider(scrapy.Spider):
    name = "plain"

    def __init__(self, url, **given):
        super().__init__(**given)
        self.start_urls = [url]

    def parse(self, response):
        if response.css("dd a"):
            yield from response.follow_all(css="dd a", callback=self.parse_chapter)
        else:
            yield from self.parse_chapter(response)

    def parse_chapter(self, response):
        text = "\n".join(response.css("#content::text").getall()) or "\n".join(response.css("body ::text").getall())
        yield {"url": response.url, "title": response.css("h1::text").get(), "text": text}
        yield from response.follow_all(xpath="//a[text()='下一章'][contains(@href, '.html')]", callback=self.parse_chapter)
