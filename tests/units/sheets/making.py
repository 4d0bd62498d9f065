"""Workbooks made for a test, sound and hostile."""

import base64
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    rows: Iterable[Iterable[object]] = (("标题",), ("甲", 2)), *, merges: Iterable[str] = ()
) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for merge in merges:
        book.active.merge_cells(merge)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(
    data: bytes,
    *,
    extra: Iterable[tuple[str, bytes]] = (),
    change: Callable[[str, bytes], bytes] = lambda name, content: content,
    without: str = "",
) -> bytes:
    """The same zip with members added, changed or left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, change(name, old.read(name)))
        for name, content in extra:
            new.writestr(name, content)
    return file.getvalue()


def with_sheet(change: Callable[[bytes], bytes], *, of: bytes | None = None) -> bytes:
    """A workbook whose first sheet's XML was changed."""
    return rezipped(
        workbook() if of is None else of,
        change=lambda name, content: change(content) if name == SHEET else content,
    )


def with_value(raw: bytes) -> bytes:
    """A workbook whose cell B2 holds these bytes as its number."""
    return with_sheet(lambda xml: xml.replace(b"<v>2</v>", b"<v>" + raw + b"</v>"))


_PACKED = (
    "c-rk)O-NKx6#njeGxKJ|pV2hXKupNWG?NHiq*Fn;YSJMvL@0HPiAjyYjV&h2gusHJRnbN;qK(z2ABrdt3kvLK5d?u2ty%>I5"
    "jwAP&fJ$j88}da@xI4B@7#0mcka)*_r9N(llfC4w@aq62n{fivIFqVvnfgeCldsf+cvAt-A~DOv8oX8Qy_g_Jji)raSS=$(="
    "c$$^MoYufl?bzAl%#2RkniIBYkLB+=qIS3RlUJi(=_jfyhpgYee3Znh!<p63YdV^;CCCwPG?9uB_9m_>fU9Ww~I#cZKs#EVU"
    "@YGhW4~E~<20FLo!6wI5$)1*M*BjDiB%*wxdO;CvpgAq(gyRCjk*N260Hq+pNYn_UKcb$0dRGS|Mcb_KG3Uud`fVE0oH7uzo"
    "x9$*0W5!oa|w5VG=Tw<#6VP7P6ZU#LZcu5{8bD%CZkt~joitzQM)oH~@J+D=A;fw5SA`6qP*hDi~#*<HzbPI$_4g{bk<N0m1"
    "SRe1~*oLjx0bhj5TANeDCREMQ8dMzQmeR*caKW*XBik*TWE6R#=gX!G(zs@Be0jaUqbYP)ECcc=Nk4El@c3ZkG&6{t3&$Ui2"
    "dEUr7LjMf>pIa(L>AJHpnFAAkyiE%N}aP(T0!k>7rY5=oTqOhedu%Zz0#qNq0OX^HBO%_9D5rYK{-7Dqr~TH5LK#5UAfG-A9"
    "C(WA5QN@7XNlo`Hi6NyRDz9d6<>xfaZhoh~@|~JA9eKP)jhBFj%H@&U~hGhH#ynNjZ;h-B`kxA-=r2emXWh$4P^8>?`Y68T+"
    "!dFLMcBrm+2*Z3_FjW}CteXtr0zImhPuUOC=>yfW}fk5N`L8jJ$m;cn9LK8Gy0aN)v*3l}b2xX1|nf@R1HR{C|?t6#1y{a<I"
    "6Qp){J^4}tYUb_0|qjE2ODE1+N{*2boT6mS?OD&V*{4Zp*Q0ocA(INeaXS{ytV@u5+&$5ZZzqf@lZ9kPsKmT$2KLPkw@vZ"
)


def old_workbook() -> bytes:
    """An .xls of the kind that Excel 97 wrote: no library that is installed here writes one."""
    return zlib.decompress(base64.b85decode(_PACKED))
