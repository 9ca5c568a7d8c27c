"""An official paper in Word, after GB/T 9704—2012: A4, 28 characters a line, 22 lines a page.

The standard's fonts are named first; a machine without them takes the alternatives that the
file's font table names.
"""

import datetime as dt
import io
import zipfile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, BODY, HEADING, DIGITS = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
FALL_BACKS = {
    TITLE: "方正小标宋_GBK,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,华文仿宋,方正仿宋_GBK,Noto Serif CJK SC",
    HEADING: "SimHei,方正黑体_GBK,Noto Sans CJK SC",
}
# Sizes of type by their Chinese names, in points.
SIZE_2, SIZE_3, SIZE_4, SIZE_MARK = Pt(22), Pt(16), Pt(14), Pt(30)
LINE = Pt(28.95)
RED = RGBColor(0xC8, 0x10, 0x1A)
WIDTH = Mm(156)
# Zip files know no earlier moment; every paper carries it.
EPOCH = dt.datetime(1980, 1, 1)


class Paper:
    """A document under way; every paragraph is added below the last."""

    def __init__(self, title: str):
        self.document = Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self.page()
        self.fonts()
        self.page_numbers()

    def page(self) -> None:
        """版心 156 × 225 mm: 天头 37, 订口 28."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(28)

    def fonts(self) -> None:
        normal = self.document.styles["Normal"]
        set_font(normal.element.get_or_add_rPr(), BODY)
        normal.font.size = SIZE_3
        tighten(normal.element.get_or_add_rPr())
        normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        normal.paragraph_format.line_spacing = LINE
        normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
        for part in self.document.part.package.iter_parts():
            if str(part.partname).endswith("fontTable.xml"):
                part._blob = with_fall_backs(part.blob)

    def page_numbers(self) -> None:
        """— 1 —, 4号, at the outer edge: right on odd pages, left on even."""
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        for footer, align in (
            (section.footer, ALIGN.RIGHT),
            (section.even_page_footer, ALIGN.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            paragraph.paragraph_format.left_indent = SIZE_4
            paragraph.paragraph_format.right_indent = SIZE_4
            for text in ("— ", None, " —"):
                run = paragraph.add_run(text or "")
                run.font.size = SIZE_4
                set_font(run._element.get_or_add_rPr(), "宋体")
                if text is None:
                    page_field(run)

    def line(self, text: str = "", *, font=BODY, size=SIZE_3, align=None, colour=None):
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        run = paragraph.add_run(text)
        run.font.size = size
        if colour is not None:
            run.font.color.rgb = colour
        set_font(run._element.get_or_add_rPr(), font)
        return paragraph

    def text(self, text: str, *, font=BODY, size=SIZE_3):
        """A paragraph of the body, its first line two characters in."""
        paragraph = self.line(text, font=font, size=size, align=ALIGN.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = size * 2
        return paragraph

    def heading(self, text: str):
        """一、二、三: never alone at the foot of a page."""
        paragraph = self.text(text, font=HEADING)
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def title(self, text: str):
        paragraph = self.line(text, font=TITLE, size=SIZE_2, align=ALIGN.CENTER)
        paragraph.paragraph_format.line_spacing = Pt(32)
        return paragraph

    def letterhead(self, text: str):
        """发文机关标志: red, centred, as large as fits on a line."""
        size = min(SIZE_MARK, Pt(int(WIDTH.pt / max(len(text), 1))))
        paragraph = self.line(text, font=TITLE, size=size, align=ALIGN.CENTER, colour=RED)
        paragraph.paragraph_format.line_spacing = Pt(44)
        return paragraph

    def two_sides(self, left: str, right: str, *, size=SIZE_3):
        """A line with one text at either edge, a character in from each."""
        paragraph = self.line(f"\t{left}\t{right}", size=size)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(size)
        stops.add_tab_stop(WIDTH - size, WD_TAB_ALIGNMENT.RIGHT)
        return paragraph

    def signed(self, *lines: str) -> None:
        """署名和成文日期, to the right."""
        for text in lines:
            paragraph = self.line(text, align=ALIGN.RIGHT)
            paragraph.paragraph_format.right_indent = SIZE_3 * 4
            paragraph.paragraph_format.keep_together = True

    def bytes(self) -> bytes:
        """The file; the same to the byte whenever and wherever it is made."""
        self.document.core_properties.created = self.document.core_properties.modified = EPOCH
        saved, out = io.BytesIO(), io.BytesIO()
        self.document.save(saved)
        with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w") as timeless:
            for name in parts.namelist():
                part = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
                part.compress_type = zipfile.ZIP_DEFLATED
                timeless.writestr(part, parts.read(name))
        return out.getvalue()


def set_font(properties, name: str) -> None:
    """A Chinese font for Chinese signs; digits and letters in their own."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    for kind in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{kind}"), DIGITS)


def tighten(properties) -> None:
    """28 characters of size 3 in 156 mm: a quarter of a point less from one to the next."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties.insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang"
    )


def ruled(paragraph, edge: str, *, colour: str = "000000", eighths: int = 6):
    """A rule above (`top`) or below (`bottom`) a paragraph, in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(f"w:{edge}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "1"), ("color", colour)):
        rule.set(qn(f"w:{key}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    return paragraph


def page_field(run) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def with_fall_backs(table: bytes) -> bytes:
    """The font table with our fonts and what to take where they are missing."""
    fonts = parse_xml(table)
    for name, others in FALL_BACKS.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        other = OxmlElement("w:altName")
        other.set(qn("w:val"), others)
        font.append(other)
        fonts.append(font)
    return etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)
