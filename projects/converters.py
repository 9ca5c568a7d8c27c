"""Parts of addresses: what does not look like one is no address of ours, so 404."""

from django.urls import register_converter


class YearConverter:
    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class NumberConverter(YearConverter):
    regex = "[1-9][0-9]{0,6}"


class MonthConverter:
    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")
register_converter(MonthConverter, "month")
