"""督办单 as a Word file."""

from supervision.documents.paper import (
    HEADING,
    MIME,
    RED,
    SIZE_4,
    Paper,
    ruled,
)
from supervision.documents.slip import SlipPaper

DOCX = MIME


def as_word(slip: SlipPaper) -> bytes:
    paper = Paper(f"督办单{slip.number}")
    for mark in slip.marks:
        paper.line(mark, font=HEADING, colour=RED)
    paper.letterhead(f"{slip.authority}督办单")
    paper.line()
    head = paper.two_sides(slip.number, f"签发人：{slip.signer}")
    ruled(head, "bottom", colour="C8101A", eighths=16)
    paper.line()
    paper.title(slip.title)
    paper.line()
    paper.line(f"{slip.addressee}：")
    paper.text(slip.opening)
    for heading, paragraphs in slip.sections:
        paper.heading(heading)
        for text in paragraphs:
            paper.text(text)
    paper.line()
    paper.signed(slip.authority, slip.signed_on)
    paper.line()
    paper.text(f"（{'；'.join(slip.basis)}。）", size=SIZE_4).alignment = None
    colophon(paper, slip)
    return paper.bytes()


def colophon(paper: Paper, slip: SlipPaper) -> None:
    """版记: 抄送, then who printed it and when, between rules."""
    paper.line()
    if slip.copied:
        copied = paper.line(f"抄送：{slip.copied}。", size=SIZE_4)
        ruled(copied, "top", eighths=8).paragraph_format.first_line_indent = SIZE_4
        copied.paragraph_format.keep_with_next = True
    printed = paper.two_sides(slip.authority, f"{slip.signed_on}印发", size=SIZE_4)
    ruled(printed, "top").paragraph_format.keep_with_next = True
    ruled(paper.line(size=SIZE_4), "top", eighths=8)
