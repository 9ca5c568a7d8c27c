"""The chain's head stamped by a time-stamping authority (RFC 3161), whose word is not ours.

The answer is kept beside the head it is of, in the one line that goes to every place outside.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import requests
from cryptography import x509
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

KEY = "rfc3161"
SECONDS = 20
APART = dt.timedelta(minutes=10)  # the authority's clock and ours


class Unstamped(Exception):
    """The authority did not answer, or not with a stamp of what was sent."""


def stamped(line: str) -> str:
    """The line of a head with the authority's answer in it, or Unstamped."""
    request = (
        TimestampRequestBuilder().data(line.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    )
    try:
        answer = posted(settings.LEDGER_TSA, request.as_bytes(), "application/timestamp-query")
        response = decode_timestamp_response(answer.content)
        checked(response, line, VerifierBuilder.from_request(request))
    except (OSError, ValueError, VerificationError) as error:
        raise Unstamped(error) from error
    return json.dumps(json.loads(line) | {KEY: base64.b64encode(answer.content).decode()})


def posted(address: str, content: bytes | str, kind: str) -> requests.Response:
    """RequestException, unless the address itself took it: no one leads us to another."""
    answer = requests.post(
        address, data=content, headers={"Content-Type": kind}, timeout=SECONDS,
        allow_redirects=False,
    )  # fmt: skip
    answer.raise_for_status()
    if answer.is_redirect:
        raise requests.RequestException(f"{answer.status_code} leads elsewhere")
    return answer


def checked(response, line: str, builder: VerifierBuilder) -> None:
    """VerificationError, unless the answer is of this line and signed under a root we trust."""
    roots = x509.load_pem_x509_certificates(Path(settings.LEDGER_TSA_ROOT).read_bytes())
    for root in roots:
        builder = builder.add_root_certificate(root)
    builder.build().verify_message(response, line.encode())


def against(text: str) -> Iterator[str]:
    """Hold every authority's answer in a text to the head that stands in its line."""
    for line in text.splitlines():
        if f'"{KEY}"' in line and (said := fault(line)):
            yield said


def fault(line: str) -> str:
    if not settings.LEDGER_TSA_ROOT:
        return "有时间戳，没有核对：要先设置 LEDGER_TSA_ROOT（时间戳服务的根证书）。"
    try:
        head = json.loads(line)
        response = decode_timestamp_response(base64.b64decode(head.pop(KEY), validate=True))
        checked(response, json.dumps(head), VerifierBuilder())
        apart = abs(response.tst_info.gen_time - dt.datetime.fromisoformat(head["at"]))
    except (ValueError, KeyError, binascii.Error, VerificationError) as error:
        return f"时间戳不成立（{error}）：{line[:120]}"
    if apart > APART:
        made = response.tst_info.gen_time.isoformat(timespec="minutes")
        return f"第{head['number']}号的时间戳是{made}盖的，与所写的时刻{head['at']}不符。"
    return ""
