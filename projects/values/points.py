"""Where on earth a place is: degrees as people copy them from a map, read strictly."""

import re
from decimal import Decimal

from projects.values.numbers import BadNumber, half_width

PLACES = 5  # a metre
SOUTH_NORTH, WEST_EAST = (3, 54), (73, 136)


def read_degrees(text: str) -> Decimal:
    """Degrees with a point, rounded to a metre."""
    plain = half_width(text.strip()).removesuffix("°").strip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,20})?", plain):
        raise BadNumber(
            f"“{text[:20]}”不是经纬度，请写成以度为单位的小数，如 35.40825，不写分和秒。"
        )
    return Decimal(plain).quantize(Decimal(1).scaleb(-PLACES))


def wrong_point(latitude: Decimal | None, longitude: Decimal | None) -> dict[str, str]:
    """Why these are no point in the country, by the field; empty where they are, or are none."""
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None:
        missing = "latitude" if latitude is None else "longitude"
        return {missing: "经度和纬度要一起填，或都空着。"}
    north, east = (
        SOUTH_NORTH[0] <= latitude <= SOUTH_NORTH[1],
        (WEST_EAST[0] <= longitude <= WEST_EAST[1]),
    )
    if north and east:
        return {}
    if not north and not east:
        return {"latitude": "纬度和经度可能写反了：纬度在3到54之间，经度在73到136之间。"}
    if north:
        return {"longitude": "经度要在73到136之间。"}
    return {"latitude": "纬度要在3到54之间。"}
