"""What a web page prints around its text: where it stands, menus, links, the foot with the site's keepers.

A page that is printed or saved whole holds them as paragraphs like any other; none of them is the plan's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapping.blocks import Block, Document, Paragraph
from mapping.findings import Finding

_PATH = re.compile(r"(?:当前|您的|您现在的|你的|所在)位置|^首页\s*[>›»＞|/]|^网站首页")
_ABOUT = re.compile(
    r"(?:浏览|访问|阅读|点击)(?:次数|量|数)|^字(?:体|号)\s*[:：]|[【\[]\s*大\s*中\s*小\s*[】\]]|^(?:信息|文章)?来源\s*[:：]"
    r"|^(?:发布(?:时间|日期|机构)|索引号|信息分类|主题分类|生成日期|成文日期|有效性|统一编号|文件编号)\s*[:：]|^打印本页"
)
_SITE = re.compile(
    r"ICP备|公网安备|网站标识码|责任编辑\s*[:：]|网站地图|版权所有|版权\s*[:：]|技术支持\s*[:：]|政府网站找错"
)
_AROUND_SITE = re.compile(
    r"^(?:主\s*办|承\s*办|协\s*办|版\s*权|地\s*址|邮\s*编|联系我们|联系电话|电话\s*[:：]|网站帮助|关于我们|分享|扫一扫|相关|一图|图解|解读|政策解读|上一篇|下一篇|返回顶部"
    r"|打印|关闭|【打印|\[打印|收藏|设为首页|加入收藏|附件下载|手机版|无障碍)"
)
_FARTHEST = 25


def furniture(document: Document) -> frozenset[int]:
    """Return the numbers of the blocks that a web page printed around its text."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    texts = [document.at(block.place) for block in paragraphs]
    path = max((at for at, text in enumerate(texts[:_FARTHEST]) if _PATH.search(text) and len(text) < 80), default=-1)
    found = set(range(path + 1))
    found |= {at for at, text in enumerate(texts[: path + _FARTHEST]) if _ABOUT.search(text) and len(text) < 80}
    found |= set(range(_foot(texts), len(texts)))
    return frozenset(paragraphs[at].place.block for at in found)


def text_paragraphs(document: Document) -> list[Paragraph]:
    """Return the paragraphs that are the document's own text, in order: all but :func:`furniture`."""
    around = furniture(document)
    return [block for block in document.blocks if isinstance(block, Paragraph) and block.place.block not in around]


def _foot(texts: Sequence[str]) -> int:
    """Return where the foot begins: the site's own words near the end, and what leads to them without a break."""
    tail = range(max(0, len(texts) - _FARTHEST), len(texts))
    first = next((at for at in tail if _SITE.search(texts[at]) and len(texts[at]) < 200), len(texts))
    if first == len(texts):
        return first
    while first and (_AROUND_SITE.match(texts[first - 1]) or _SITE.search(texts[first - 1])):
        first -= 1
    return first


def findings_of_furniture(document: Document, blocks: Sequence[Block], left_out: frozenset[int]) -> list[Finding]:
    """Return one finding of what was left out around the text."""
    places = [block.place for block in blocks if block.place.block in left_out]
    if not places:
        return []
    shown = " | ".join(document.at(place)[:20] for place in (*places[:2], *places[-1:]))
    return [
        Finding(
            code="page-furniture",
            message=f"{len(places)} lines that a web page prints around its text were left out: “{shown}”",
            advice="Nothing has to be done, unless they belong to the plan: then name them under [[layout.parts]].",
            severity="info",
            place=places[0],
            text=shown,
        )
    ]
