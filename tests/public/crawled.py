"""The public pages and files, each asked once and read as text."""

import csv
import html
import re


class Site:
    """Every page once, as text without markup too."""

    def __init__(self, client):
        self.client, self.kept = client, {}
        self.changed: set[int] = set()

    def __getitem__(self, path: str) -> str:
        if path not in self.kept:
            answer = self.client.get(path)
            assert answer.status_code == 200, path
            self.kept[path] = answer.content.decode("utf-8-sig")
        return self.kept[path]

    def plain(self, path: str) -> str:
        return plain(self[path])

    def table(self, name: str) -> list[dict]:
        return list(csv.DictReader(self[f"/2023/open/{name}.csv"].splitlines()))


def plain(text: str) -> str:
    body = re.sub(r"<(head|svg|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", "", body))
    return re.sub(r"\s+", "", words)
