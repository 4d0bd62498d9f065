"""How ties and grades are decided, as sentences. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scorecards.rubrics.draft_trees import Plain
from scorecards.scoring.numbers import in_print


def ranking_in_words(ranking: Mapping[str, Any], nodes: Sequence[Plain]) -> list[str]:
    """One sentence on ties, one for each grade from the best down."""
    titles = {str(node["key"]): str(node["title"]) for node in nodes}
    grades = [_grade(grade) for grade in ranking.get("grades", [])]
    return [_ties(ranking.get("ties"), titles), *(grades or ["没有设等次。"])]


def _ties(ties: object, titles: Mapping[str, str]) -> str:
    if isinstance(ties, list):
        named = "、".join(f"“{titles.get(key, key)}”" for key in ties)
        return f"总分相同的，依次比较{named}的得分；仍相同的并列，下一名次空出。"
    if ties == "share":
        return "总分相同的并列，下一名次空出。"
    return "没有写明总分相同时怎样排；现在按并列计。"


def _grade(grade: Mapping[str, str]) -> str:
    words = [f"总分不低于 {in_print(Fraction(grade['line']))} 分"] if "line" in grade else []
    words += [f"名额 {grade['quota']} 个"] if "quota" in grade else []
    words += (
        [f"名额为参加排名单位数的 {in_print(Fraction(grade['share']) * 100)}%（不足 1 个的舍去）"]
        if "share" in grade
        else []
    )
    return f"{grade['name']}：{'，'.join(words) or '不限分数和名额'}。"
