"""A figure that a translation changed, lost or invented is seen; another way to write the same number is none."""

import pytest

from mapping.translations.numerals import added, left_out


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("改造老旧小区180个", "Renovate 180 old residential compounds"),
        ("培育3万名护理员", "Train 30,000 care workers"),
        ("培育3万名护理员", "Train 30 thousand care workers"),
        ("投入1.2亿元", "Invest 120 million yuan"),
        ("新增2-3家示范店", "Open two to three model shops"),
        ("自2021年3月1日起", "From 1 March 2021"),
        ("自2021年3月1日起", "From March the first, 2021"),
        ("自2021年11月起", "From Nov. 2021"),
        ("新建公交100%新能源", "All new buses are new energy vehicles"),
        ("实行十日内无理由退货", "Returns without giving a reason within 10 days"),
        ("落实“十四五”规划", "Carry out the 14th Five-Year Plan"),
        ("半年内完成", "Complete it within 6 months"),
        ("占比达到五成", "Reach a share of 50%"),
        ("推广５Ｇ应用", "Extend 5G applications"),
        ("减按0.5%征收", "Levy it at a reduced 0.5%"),
        ("12345热线7×24小时服务", "The 12345 hotline serves 24 hours a day, 7 days a week"),
    ],
)
def test_the_same_number_in_other_words_is_no_difference(source: str, translation: str) -> None:
    assert (left_out(source, translation), added(source, translation)) == ((), ())


@pytest.mark.parametrize(
    ("source", "translation", "lost", "more"),
    [
        ("改造老旧小区180个", "Renovate 18 old residential compounds", ("180",), ("18",)),
        ("改造老旧小区180个", "Renovate old residential compounds", ("180",), ()),
        ("减按0.5%征收", "Levy it at a reduced 5%", ("0.5",), ("5",)),
        ("培育3万名护理员", "Train 300,000 care workers", ("3",), ("300,000",)),
        ("到2022年底", "By the end of 2023", ("2022",), ("2023",)),
        ("自2021年3月1日起", "From 1 May 2021", ("3",), ()),
        ("支持社区食堂", "Support 12 community canteens", (), ("12",)),
    ],
)
def test_another_number_is_told(source: str, translation: str, lost: tuple[str, ...], more: tuple[str, ...]) -> None:
    assert (left_out(source, translation), added(source, translation)) == (lost, more)
