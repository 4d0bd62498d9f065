"""The phrases of rules that add and take points, as regular expressions over one clause."""

import re

from scorecards.rubrics.sheets.wording import NUMBER, UNIT

_OWN = "(?:本项|此项|该项|本小项|本条)?"

FLOOR = re.compile(
    rf"{_OWN}(?:(?:分值)?扣完(?:{_OWN}(?:分值|分数|分))?为止|直至{_OWN}(?:分值|分数|分)?扣完(?:为止)?|扣至0分(?:为止)?|"
    r"不计负分|不(?:得|能)?倒扣(?:分)?|不(?:实行)?倒扣|最低(?:得|计|为)?0分)"
)
BELOW = re.compile(rf"{_OWN}(?:(?:可以?|实行|允许)倒扣(?:分)?|倒扣分|扣分不设下限|可(?:以)?(?:计|为)负分)")
NO_CEILING = re.compile("[加减]分不封顶|不封顶|上不封顶")
CAP = re.compile(
    rf"(?P<total>本项|此项|该项|合计|总计|共计|总共|共|总的)?(?:累计|累加)?(?:加分|扣分|减分|得分|计分)?"
    rf"(?:(?:最多|最高|至多)(?:不超过)?(?:可)?(?P<verb>加|扣|减)?(?:得|计)?(?:分)?(?:不超过)?|不(?:得)?超过|以|上限(?:为)?|封顶(?:为)?|限(?:加|扣|减)?|加满|扣满|扣分上限为?|加分上限为?)"
    rf"(?P<cap>{NUMBER})分(?:为止|为限|封顶|为上限)?|(?P<end>{NUMBER})分封顶"
)
LEAST = re.compile(rf"最低(?:得|计|为)?(?P<least>{NUMBER})分")
BASE = re.compile(
    rf"{_OWN}(?P<said>满分|基础分|基本分|基准分|起评分|分值)?(?:为)?(?:得|计|记|共)?(?P<base>{NUMBER})分|{_OWN}(?:得|计|记)(?P<full>满分)"
)
EARNED_BASE = re.compile(rf"(?P<head>[^每]+?)(?:的)?(?:得|计|记)(?:(?P<base>{NUMBER})分|(?P<full>满分))")
ROUND = re.compile(
    rf"不足(?P<part>{NUMBER})(?P<unit>{UNIT})?的?(?:部分)?(?:(?P<floor>不计(?:算)?|不扣(?:分)?|不加(?:分)?|不算)|"
    rf"按(?P<whole>{NUMBER})(?:{UNIT})?(?:计算?|扣分?|算))"
)
EXACT = re.compile("不取整|按比例折算")
RIVALS = re.compile(
    r"(?:以上|上述)?(?:各项|各类|各种情形)?(?:就高不就低|就高不重复|不重复(?:计|扣|加)分|不重复计算|"
    r"(?:只|仅)(?:计|按|取|扣|加)?最高(?:的)?(?:1?一?项)?(?:计分|得分|分)?|只计最高的?1?一?项)"
)
NAMED_RIVALS = re.compile("(?P<names>(?:“[^”]+”){2,})就高不重复")
HIGHEST_ONLY = re.compile("只计最高的1?一?项")
ONLY = re.compile(r"(?:只|最多)(?:计|扣|加)(?P<most>\d{1,3}|一)次")
NOTE = re.compile(r"以[^分]{1,30}为准|由[^分扣加]{1,24}(?:提供|认定|负责|牵头|考核)(?:数据|材料)?")

AMOUNTS = re.compile(
    rf"(?P<head>.*?)(?:的)?，?(?:(?:视|根据|按)(?:情节|情况|程度|情)(?:轻重)?)?(?:酌情)?(?:每次|每处|每项|每例)?(?P<act>扣|减|加)"
    rf"(?:除|减|发)?(?:分)?(?P<low>{NUMBER})-(?P<high>{NUMBER})分"
)
ACT = re.compile(
    rf"(?P<head>.*?)(?:的)?(?:一律|均|各|另|再|应)?(?P<act>倒扣|扣|减|加|奖)(?:除|减|掉|发|励)?(?P<points>{NUMBER})分"
)
EARNS = re.compile(rf"(?P<head>.*?每.*?)(?:的)?(?:得|计|记)(?P<points>{NUMBER})分")
NOTHING = re.compile(
    r"(?P<head>.*?)(?:的)?(?:本项|该项|此项|本小项)?(?:即|一律|均|全部|直接)?(?:不得分|不计分|得0分|计0分|全扣|扣完|扣光|扣完本项分值?)"
)

STEP_DOWN = re.compile(
    rf"(?P<head>.*?)每?(?:再)?(?:减少|少|低于目标|低于|低|缺|差|下降)(?P<step>{NUMBER})(?:个)?(?P<unit>{UNIT})(?:的)?"
)
STEP_UP = re.compile(
    rf"(?P<head>.*?)每?(?:再)?(?:超过|超出|超|增加|多|高于|高出|高)(?P<step>{NUMBER})(?:个)?(?P<unit>{UNIT})(?:的)?"
)
AT_LEAST = re.compile(
    rf"(?:不少于|不低于|不得少于|不得低于|至少|达到|达|≥|确保|不小于)(?P<between>[^，；。\d%]{{0,12}}?)(?P<target>{NUMBER})(?P<unit>{UNIT})(?:以上|及以上)?(?:的)?"
)
AT_MOST = re.compile(
    rf"(?:不超过|不大于|不高于|不多于|不得超过|不得高于|≤|超过|多于|高于|大于)(?P<between>[^，；。\d%]{{0,12}}?)(?P<target>{NUMBER})(?P<unit>{UNIT})(?:的)?"
)
MORE_THAN = re.compile(rf"(?P<between>)(?P<target>{NUMBER})(?P<unit>{UNIT})(?:以上|及以上)(?:的)?")
AGAINST_DOWN = re.compile(rf"以(?P<target>{NUMBER})为准，每少(?P<step>{NUMBER})(?=扣|减|加)")
AGAINST_UP = re.compile(rf"以(?P<target>{NUMBER})为准，每超(?P<step>{NUMBER})(?=扣|减|加)")

PER_CASE = re.compile(
    rf"(?P<head>.*?)每(?!个?(?:月|季|年|半年|周|学期))(?P<seen>[^，；。\d每]{{1,12}}?)??"
    rf"(?P<count>{NUMBER})?(?:个)?(?P<unit>{UNIT})(?P<rest>[^，；。\d扣加减每]{{0,16}}?)(?:的)?"
)
PER_PERIOD = re.compile("每个?(?:月|季|半年|周|学期|天|日)")
YEARLY = re.compile("(?:每年|全年|年内|年度内?)$")
WHOLE_PERIOD = re.compile("(?:每|全|本)?年度?内?|年内|总数的?|的")

DANGER = re.compile(
    r"\d分|[加扣减]分|倍|减半|折半|折算|除外|例外|不计|比例|名次|排名|同一|参照|酌情|视情|视同|重复|最高|最多|封顶|上限|平均分|满分|得分|"
    r"不适用|不扣|不加|递增|递减|抵扣|另行|加重|从重|从轻|免扣|不在此"
)
"""What changes the points in a way that no pattern above has understood."""
