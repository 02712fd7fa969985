"""What a sentence of policy says, apart from how such sentences are said.

A text becomes clauses, a clause becomes *grams*: pairs of neighbouring characters, a whole word where the letters are
Latin (``5g``, ``app``), and such a word with the character behind it (``5g网``). Each gram has a share between 0 and 1 of
its weight: pairs inside the genre's stock words (加快, 大力推进, 进一步) say little, pairs that touch them say a little
more, and all others say what the sentence is about. Nothing here knows any one national document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from mapping.comparable import compact, letters, matching_form

_SHORTEST_TERM = 2

Clause = dict[str, float]
"""The grams of a clause, each with its share."""

INSIDE_STOCK = 0.15
BESIDE_STOCK = 0.4

# Words that any sentence of this genre may hold. They carry order and tone, not subject.
_STOCK = """
鼓励 加快 推动 推进 促进 支持 完善 加强 提升 开展 建设 发展 实施 落实 积极 深入 大力 进一步 引导 健全 建立 强化 提高
优化 扩大 规范 打造 培育 创新 加大 力度 严格 持续 全面 稳步 充分 发挥 作用 利用 运用 依托 通过 方式 结合 实际 探索
制定 出台 构建 形成 丰富 深化 改革 改造 升级 着力 切实 有效 逐步 适时 统筹 组织 举办 做好 做强 做大 办好 参加 参与
争取 争创 创建 认定 评定 推广 应用 部署 普及 拓展 增加 增强 有条件 符合 条件 一批 各地 地区 全省 全市 全区 我省 我市
我区 本省 本市 本地 各市 各县 各区 省级 市级 国家级 国家 中国 我国 政策 措施 工作 行动 专项 工程 项目 试点 示范 方案
机制 体系 制度 能力 水平 环境 重点 领域 相关 以及 或者 不得 不断 需要 要求 按照 根据 围绕 立足 面向 实现 确保 力争
年底 左右 以上 以下 超过 达到 新增 主动 推行 推出 落地 见效 互联网 物联网 大数据 云计算 人工智能 区块链 信息技术
新技术 新业态 新模式 严厉 坚决 打击 管理 服务 企业 优质 特色 具有 特点 进行 给予 提供 其他 有关 部门 单位 的 和 与 及
或 等 将 把 由 使 并 了 对 在 为 以 所
"""
# Ways of writing one thing, made one. Order matters: a longer wording comes before what it contains.
_VARIANTS = (
    ("第五代移动通信", "5g"),
    ("手机应用程序", "app"),
    ("网络购买商品", "网购商品"),
    ("文化和旅游", "文旅"),
    ("文化旅游", "文旅"),
    ("电子商务", "电商"),
    ("假冒伪劣", "伪劣"),
    ("消费维权", "消费者维权"),
    ("科研院所", "研究机构"),
    ("科研机构", "研究机构"),
    ("制修订", "制定修订"),
    ("进博会", "进口博览会"),
    ("网上", "线上"),
)
_STOCK_WORDS = re.compile("|".join(sorted(map(re.escape, _STOCK.split()), key=lambda word: (-len(word), word))))
_BRACKETED = re.compile(r"\([^()]*\)")
_QUOTES = re.compile("[\"'《》]+")
# Numbers are targets and dates, which provinces set for themselves; long ones are names (12315).
_NUMBER = re.compile(r"(?<![a-z0-9])\d{1,4}(?:\.\d+)?(?![a-z0-9])")
_CLAUSE_END = re.compile(r"[,。;:?!]+")
_RUN = re.compile(r"\d*[a-z][a-z0-9]*|\d{5,}|[\u3400-\u9fff]+")
_QUOTED = re.compile(r"[“‘「『\"']([^“”‘’「」『』\"']{2,24})[”’」』\"']")
_COMMON_WORDS = frozenset(
    word
    for line in files("mapping.alignment").joinpath("common-words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_LONGEST_WORD = max(map(len, _COMMON_WORDS))
_ITEM_NUMBER = re.compile(
    r"^\s*(?:[(（]?[0-9一二三四五六七八九十百]+[)）、.．]\s*|第[0-9一二三四五六七八九十百]+[条项章节部分]+\s*)+"
)


def without_number(heading: str) -> str:
    """Return a heading without the number before it: ``（二）``, ``3.``, ``第七条``."""
    return _ITEM_NUMBER.sub("", heading)


def plain(text: str) -> str:
    """Return the letters and figures of a text as its clauses have them: variants made one, without what is in brackets."""
    return letters(_plain(text))


def as_printed(term: str, text: str) -> str:
    """Return how a text prints a plain term: ``5G 网络`` for ``5g网络``; the term itself where it is written otherwise."""
    found = re.search(r"[\W_]*".join(map(re.escape, term)), matching_form(text), re.IGNORECASE)
    return text[slice(*found.span())] if found else term


def quoted(text: str) -> list[str]:
    """Return the terms that a text puts in quotation marks, plain: ``“首店经济”``, ``“美丽中国·诗画浙江”`` as two."""
    parts = [part for found in _QUOTED.finditer(text) for part in re.split(r"[\W_]+", found[1])]
    return [term for part in parts if len(term := plain(part)) >= _SHORTEST_TERM and says(term)]


def says(term: str) -> bool:
    """Return whether a term says anything at all beside the genre's stock words."""
    return any(share >= 1 for share in _grams(term).values())


def is_technical(term: str) -> bool:
    """Return whether a term holds more than common words: ``步行街`` and ``5g网络`` do, ``人才培养`` does not."""
    return max(map(len, _uncommon(term).split()), default=0) >= _SHORTEST_TERM


@cache
def _uncommon(term: str) -> str:
    """Return a term with as much of it as possible blanked out by common words."""
    best = [""]
    for end in range(1, len(term) + 1):
        words = (start for start in range(max(0, end - _LONGEST_WORD), end - 1) if term[start:end] in _COMMON_WORDS)
        ways = [best[end - 1] + term[end - 1], *(best[start] + " " * (end - start) for start in words)]
        best.append(max(ways, key=lambda way: way.count(" ")))
    return best[-1]


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a text that say anything, in order, without what stands in brackets."""
    return [grams for part in _CLAUSE_END.split(_plain(text)) if (grams := _grams(part))]


def _plain(text: str) -> str:
    plain = _BRACKETED.sub("", compact(text).casefold())
    plain = _NUMBER.sub(" ", _QUOTES.sub("", plain))
    for wording, one in _VARIANTS:
        plain = plain.replace(wording, one)
    return plain


def _grams(clause: str) -> Clause:
    grams: Clause = {}
    latin = ""
    for found in _RUN.finditer(clause):
        run = found[0]
        if run[0] < "\u3400":
            grams[run] = 1.0
            latin = run if clause[found.end() : found.end() + 1] >= "\u3400" else ""
        else:
            _add_pairs(run, grams, latin)
            latin = ""
    return grams


def phrases(clause: Clause) -> Iterator[list[str]]:
    """Yield the grams of each unbroken phrase that holds no stock word: ``老字``, ``字号``."""
    phrase: list[str] = []
    for gram, share in clause.items():
        if share < 1 or (phrase and not _continues(phrase[-1], gram)):
            if phrase:
                yield phrase
            phrase = []
        if share >= 1:
            phrase.append(gram)
    if phrase:
        yield phrase


def joined(phrase: Sequence[str]) -> str:
    """Return an unbroken phrase as it reads: ``老字``, ``字号`` is ``老字号``."""
    text = phrase[0]
    for last, gram in pairwise(phrase):
        text += gram[len(last) :] if gram.startswith(last) else gram[1:]
    return text


def _continues(last: str, gram: str) -> bool:
    return last[-1] == gram[0] or gram.startswith(last)


def _add_pairs(run: str, grams: Clause, latin: str) -> None:
    """Add the pairs of a run of characters, and the Latin word that stands right before it with its first character."""
    stock = bytearray(len(run))
    for word in _STOCK_WORDS.finditer(run):
        stock[word.start() : word.end()] = b"\1" * (word.end() - word.start())
    if latin:
        grams[latin + run[0]] = BESIDE_STOCK if stock[0] else 1.0
    for i in range(len(run) - 1):
        touched = stock[i] + stock[i + 1]
        share = 1.0 if not touched else BESIDE_STOCK if touched == 1 else INSIDE_STOCK
        pair = run[i : i + 2]
        if share > grams.get(pair, 0.0):
            grams[pair] = share
