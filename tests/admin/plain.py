"""What no page may say or carry: English, numbers padded with zeros, inline style or script."""

import re

UNSEEN = re.compile(r"<(script|style|svg|pre|code|head)\b.*?</\1>", re.S)
TEXT = re.compile(r">([^<]*)<")
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')
# Names of formats and of our own command, and what the test itself typed.
KNOWN = re.compile(
    r"Cookie|WPS|LibreOffice|JPEG|PNG|HEIC|PDF|OFD|jpg|docx|xlsx|csv|CSV|MB"
    r"|replay_card|https?:|rsaquo|lsaquo|nbsp|amp|quot|gt|lt|middot"
    r"|SHA-256|(facts|verdict|policy)\.json|\.pdf|Excel|Word|JSON|json"
    r"|owner|colleague|stranger|officer|administrator|district|root|sha256|[0-9a-f]{12,}"
    r"|projects\.\w+|supervision\.\w+|unit-\d+|person\d+|\b(jy|mz)\b"
)
INLINE = re.compile(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)[^>]*>\s*\S')
PADDED = re.compile(r"\b\d+\.\d*000\b")
ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})*")


def english(page: str) -> set[str]:
    shown = UNSEEN.sub("", page)
    said = [*TEXT.findall(shown), *SPOKEN.findall(shown)]
    return {found for text in said for found in ENGLISH.findall(KNOWN.sub(" ", text))}


def faults(page: str) -> list[str]:
    return [*english(page), *PADDED.findall(page), *INLINE.findall(page)]
