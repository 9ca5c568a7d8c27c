"""The head stamped by an authority of its own (RFC 3161), played by openssl on the loopback."""

import http.server
import json
import subprocess
import threading
from base64 import b64decode, b64encode
from shutil import which

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from projects.ledger import heads
from projects.ledger.authority import stamped
from projects.ledger.chain import record
from tests.projects.test_heads import written_anew

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not which("openssl"), reason="no openssl (Debian: openssl)"),
]
CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
authorityKeyIdentifier = keyid
[tsa]
default_tsa = this
[this]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
ROOT = "openssl req -config conf -x509 -newkey rsa:2048 -nodes -subj /CN={0} -days 2 -extensions ca"


def openssl(folder, *commands: str) -> None:
    for command in commands:
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """An authority's root and certificate, and another root that signed nothing."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "conf").write_text(CONFIG)
    openssl(
        folder,
        f"{ROOT.format('root')} -keyout root.key -out root.pem",
        f"{ROOT.format('other')} -keyout other.key -out other.pem",
        "openssl req -config conf -newkey rsa:2048 -nodes -subj /CN=tsa -keyout tsa.key"
        " -out tsa.csr",
        "openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2"
        " -extfile conf -extensions stamping -out tsa.pem",
    )
    return folder


@pytest.fixture
def authority(papers, settings, tmp_path):
    """It answers on the loopback, and the portal asks it."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            (papers / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl(papers, "openssl ts -reply -config conf -queryfile query -out reply")
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((papers / "reply").read_bytes())

        def log_message(self, *said):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.LEDGER_TSA = f"http://127.0.0.1:{server.server_port}/"
    settings.LEDGER_TSA_ROOT = str(papers / "root.pem")
    settings.LEDGER_STAMP = [str(tmp_path / "heads.txt")]
    with transaction.atomic():
        for number in range(3):
            record(action="演示", by=None, at=timezone.now(), note=str(number))
    yield tmp_path / "heads.txt"
    server.shutdown()
    server.server_close()


def test_the_head_goes_out_with_the_authority_s_stamp_which_is_held_to_it(authority):
    call_command("stamp_ledger")
    [line] = authority.read_text().splitlines()
    assert json.loads(line)["rfc3161"]
    assert [*heads.against(authority)] == []
    call_command("verify_ledger", against=[authority])


def test_a_chain_written_anew_cannot_be_dated_back(authority, settings):
    call_command("stamp_ledger")
    kept = json.loads(authority.read_text())
    written_anew()
    [said] = heads.against(authority)
    assert "整体改写" in said
    # Who holds the file, too, has no stamp for the new head …
    new = json.loads(heads.stamp(timezone.now())) | {"at": kept["at"]}
    authority.write_text(json.dumps(new | {"rfc3161": kept["rfc3161"]}))
    [said] = heads.against(authority)
    assert "时间戳不成立" in said
    # … but one of today.
    past = {**new, "at": "2023-11-07T02:00:00+00:00"}
    authority.write_text(stamped(json.dumps(past)))
    [said] = heads.against(authority)
    assert "不符" in said


@pytest.mark.parametrize("spoil", ["root", "none", "answer", "bytes"])
def test_a_stamp_that_does_not_hold_is_told(authority, settings, papers, spoil):
    call_command("stamp_ledger")
    line = json.loads(authority.read_text())
    if spoil == "root":
        settings.LEDGER_TSA_ROOT = str(papers / "other.pem")
    elif spoil == "none":
        settings.LEDGER_TSA_ROOT = ""
    elif spoil == "answer":
        line["rfc3161"] = "eA=="
    else:
        changed = bytearray(b64decode(line["rfc3161"]))
        changed[-20] ^= 1
        line["rfc3161"] = b64encode(changed).decode()
    authority.write_text(json.dumps(line))
    [said] = heads.against(authority)
    assert ("LEDGER_TSA_ROOT" in said) if spoil == "none" else ("时间戳不成立" in said)


def test_no_answer_leads_a_stamp_elsewhere(authority, settings):
    """Neither the authority nor the address that takes the line sends us to a third."""
    asked = []

    class Leads(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/third")
            self.end_headers()

        def log_message(self, *said):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Leads)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.LEDGER_TSA = f"http://127.0.0.1:{server.server_port}/first"
    with pytest.raises(CommandError, match="链头没有送到"):
        call_command("stamp_ledger")
    server.shutdown()
    server.server_close()
    assert asked == ["/first"]


@pytest.mark.parametrize("fault", ["away", "root"])
def test_without_its_stamp_the_head_goes_out_and_the_command_fails(
    authority, settings, papers, fault
):
    if fault == "away":
        settings.LEDGER_TSA = "http://127.0.0.1:9/"
    else:
        settings.LEDGER_TSA_ROOT = str(papers / "other.pem")
    with pytest.raises(CommandError, match="链头没有送到"):
        call_command("stamp_ledger")
    [line] = authority.read_text().splitlines()
    assert "rfc3161" not in json.loads(line)
