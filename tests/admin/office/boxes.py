"""What a browser would send back from a form that was only looked at."""

from html.parser import HTMLParser


class Boxes(HTMLParser):
    """Every box of a page by name, with its value as first shown."""

    def __init__(self, page: str):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select = self.area = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea" and name:
            self.area = name
            self.values.setdefault(name, [""])
        elif tag == "input" and name:
            ticks = given.get("type") in ("checkbox", "radio")
            if not ticks or "checked" in given:
                self.values.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area][0] += data


def boxes(response) -> dict:
    values = Boxes(response.content.decode()).values
    values.pop("csrfmiddlewaretoken", None)
    return {name: given if len(given) > 1 else given[0] for name, given in values.items()}
