"""A list of units as an office has it: titles, headings between the rows, 序号 that begins anew, and signatures."""

import openpyxl

from tests.units.sheets.making import saved

COUNTY = "望海县"
PARTY = """
县委办公室 纪律检查委员会 委组织部 委宣传部 委统战部 委政法委员会 委社会工作部 委巡察工作领导小组办公室
委机构编制委员会办公室 委直属机关工作委员会 委老干部局 委党校
"""
GOVERNMENT = """
政府办公室 发展和改革局 教育体育局 科学技术局 工业和信息化局 民族宗教事务局 公安局 民政局 司法局 财政局
人力资源和社会保障局 自然资源和规划局 生态环境局 住房和城乡建设局 交通运输局 水利局 农业农村局 商务局
文化广电旅游局 卫生健康局 退役军人事务局 应急管理局 审计局 市场监督管理局 统计局 医疗保障局 林业局 信访局
海洋渔业局 城市管理局 行政审批服务管理局 数据管理局 机关事务管理局 供销合作社联合社 地方金融事务服务所
粮食和物资储备局 乡村振兴局 投资促进局 气象局 消防救援大队
"""
COURTS = "人民法院 人民检察院 人大常委会办公室 政协办公室 人民武装部"
GROUPS = """
总工会 团委 妇女联合会 科学技术协会 工商业联合会 文学艺术界联合会 残疾人联合会 红十字会 归国华侨联合会
社会科学界联合会
"""
PUBLIC = """
人民医院 中医医院 妇幼保健院 疾病预防控制中心 第一中学 第二中学 职业技术学校 特殊教育学校 实验小学 机关幼儿园
融媒体中心 档案馆 图书馆 文化馆 博物馆 公共资源交易中心 社会保险事业中心 农业技术推广中心 水产技术推广中心
不动产登记中心 政务服务中心 畜牧兽医发展中心 公路事业发展中心 港航事业发展中心 住房公积金管理中心
"""
COMPANIES = """
城市建设投资集团有限公司 交通建设投资集团有限公司 水务集团有限公司 文化旅游发展集团有限公司 农业发展集团有限公司
粮食集团有限公司 国有资产运营有限公司 供电公司 农村商业银行 邮政分公司 烟草专卖局（分公司） 渔港开发有限公司
公共交通有限公司
"""
TOWNS = "城关镇 东湾镇 石浦镇 沙埠镇 青屿乡 云台乡 望潮街道"


def _of_the_county(names: str) -> list[str]:
    return [f"{COUNTY}{name}" for name in names.split()]


SECTIONS = (
    ("县委部门", [f"中共{COUNTY}{name.removeprefix('县')}" for name in PARTY.split()]),
    ("县政府部门", _of_the_county(GOVERNMENT)),
    ("人大、政协、法院、检察院", _of_the_county(COURTS)),
    ("群团组织", _of_the_county(GROUPS)),
    ("事业单位", _of_the_county(PUBLIC)),
    ("国有企业", _of_the_county(COMPANIES)),
    ("乡镇（街道）", _of_the_county(TOWNS)),
)
NAMES = [name for _, names in SECTIONS for name in names]
_NUMERALS = "一二三四五六七"


def office_rows() -> list[list[object]]:
    """As the sheet shows them; 112 units."""
    rows: list[list[object]] = [
        ["望海县党建工作晒比评参评单位名单", None, None],
        ["填表单位：县委直属机关工委", None, "2026年3月"],
        ["序号", "单位名称", "备注"],
    ]
    for numeral, (title, names) in zip(_NUMERALS, SECTIONS, strict=True):
        rows.append([f"{numeral}、{title}（{len(names)}个）", None, None])
        rows += [[number, name, None] for number, name in enumerate(names, 1)]
    return [*rows, ["填表人：王　某", None, "负责人（签字）："]]


def office_list() -> bytes:
    """As a workbook; titles and headings run over all columns."""
    book = openpyxl.Workbook()
    for row in office_rows():
        book.active.append(row)
    for number, row in enumerate(office_rows(), 1):
        if number in {1} or (isinstance(row[0], str) and "、" in row[0][:2]):
            book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=3)
    return saved(book)
