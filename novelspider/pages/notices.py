"""What a site says in its own name, in running text: of rights, of errors, of where its texts come from."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novelspider.pages.blocks import Block

_SAYS = re.compile(
    r"copyright|©|all rights reserved|版[权權](?:[归歸所声聲]|.{0,6}所有)|著作[权權]|免责声明|免責聲明|[无無]断[転转]"
    r"|ICP[备備证]|本[网網]?站(?:所有|所[收载載]|[部大]部?分|全部|作品|[内內]容|小[说說]|收[录錄]|提供|[转轉][载載]|[只仅僅不]|[为為]|旨在)"
    r"|dmca|(?:our|this) (?:web)?site\b|broken links|find any errors|bản quyền|(?:trên|của) (?:web)?site|tous droits"
    r"|derechos reservados|direitos reservados|все права|urheberrecht|hak cipta|ลิขสิทธิ์|저작권",
    re.I,
)
_LONGEST, _OPENING = 1200, 300  # characters of the longest notice; those at its start that say what it is
_PIECES = 20


def is_notice(block: Block) -> bool:
    """Whether a block begins with what a site says in its own name."""
    if block.all_chars > _LONGEST:
        return False
    return _SAYS.search("".join(islice(block.node.itertext(), _PIECES))[:_OPENING]) is not None
