"""The columns of a printed rubric, and the words that offices write above them."""

from units.sheets import Column

LEVEL, ABOUT, POINTS, RULE, METHOD, SCORER, APPLIES, NOTE = (
    "level", "about", "points", "rule", "method", "scorer", "applies", "note",
)  # fmt: skip

_LEVELS = (
    "一级指标 二级指标 三级指标 四级指标 五级指标 六级指标 指标 指标名称 类别 项目 考核项目 "
    "考评项目 评价项目 测评项目 考核类别 考评类别 考核内容 考评内容 评价内容 测评内容 评价要素 "
    "考核要素 考评要素 考核指标 考评指标 评价指标 目标 考核目标 内容 考核事项 重点任务 考核重点 "
    "一级 二级 三级 大类 小类"
)
_ABOUT = (
    "工作要求 考核要求 考核要点 考评要点 工作内容 主要内容 具体内容 指标说明 指标解释 内容和要求 "
    "目标任务 工作标准"
)
_POINTS = "分值 满分 标准分 标准分值 各项分值 分数 基本分 基础分 配分 赋分 权重分 满分值 参考分值 权重分值"
_RULES = (
    "评分标准 评分要点 评分细则 评分办法 评分说明 评分方法 评分规则 计分办法 计分标准 计分方法 "
    "计分规则 扣分标准 加分标准 考核标准 考评标准 考核办法 考核细则 评价标准 打分标准 "
    "考核评分标准 考核评分办法 评价内容及分值 考核内容及分值 考核内容及评分标准 考评内容及标准 "
    "考核内容及标准 评分标准及说明 加减分标准 评分标准和办法"
)
_METHODS = (
    "考评方式 考核方式 考核方法 考评方法 评价方式 检查方式 数据来源 佐证材料 印证资料 考核依据 评分依据"
)
_SCORERS = (
    "评分部门 评分单位 责任部门 牵头部门 牵头单位 考核部门 考核单位 考评部门 考评单位 评价部门 "
    "责任科室 评分责任部门"
)
_APPLIES = "适用对象 适用范围 适用单位 考核对象 适用"
_NOTES = "备注 说明"

COLUMNS = (
    Column(LEVEL, tuple(_LEVELS.split()), required=True, many=True),
    Column(ABOUT, tuple(_ABOUT.split()), many=True),
    Column(POINTS, tuple(_POINTS.split()), many=True),
    Column(RULE, tuple(_RULES.split())),
    Column(METHOD, tuple(_METHODS.split())),
    Column(SCORER, tuple(_SCORERS.split())),
    Column(APPLIES, tuple(_APPLIES.split())),
    Column(NOTE, tuple(_NOTES.split())),
)
