"""The JSON lines exporter for FEEDS: the same line that the corpus writes."""

from __future__ import annotations

from typing import IO, Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from novelspider.items import to_line


class JsonLinesExporter(BaseItemExporter):
    """Writes every record as `items.to_line` does. Options for fields and encoding have no say: the schema is fixed."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file

    def export_item(self, item: Any) -> None:
        self.file.write(to_line(ItemAdapter(item).asdict()))
