"""Nothing is sent to a server whose certificate nobody vouches for."""

import datetime as dt
import http.server
import ssl
import threading

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core import mail

from projects.ledger import authority
from supervision.actions import pushing


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server at 127.0.0.1 that vouches for itself; what reached it."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.NameAttribute(NameOID.COMMON_NAME, "x"),
    )
    begun = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    builder = x509.CertificateBuilder(x509.Name([name]), x509.Name([name]), key.public_key())
    builder = builder.serial_number(1).not_valid_before(begun)
    builder = builder.not_valid_after(begun + dt.timedelta(days=9))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    reached = []

    class Takes(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            reached.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode": 0}')

        def log_message(self, *said):
            pass

    class Quiet(http.server.HTTPServer):
        def handle_error(self, *given):
            pass

    found = Quiet(("127.0.0.1", 0), Takes)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    found.socket = context.wrap_socket(found.socket, server_side=True)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"https://localhost:{found.server_port}", reached, file
    found.shutdown()
    found.server_close()


def test_no_message_and_no_stamp_goes_to_it(server):
    address, reached, _ = server
    assert pushing.posted(f"{address}/robot", {"text": "x"}) == "连不上平台"
    with pytest.raises(requests.exceptions.SSLError):
        authority.posted(f"{address}/stamp", b"x", "application/timestamp-query")
    assert reached == []


def test_it_takes_what_comes_where_somebody_vouches(server, monkeypatch):
    """Else the test before it would show nothing."""
    address, reached, file = server
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    authority.posted(f"{address}/stamp", b"x", "application/timestamp-query")
    assert reached == ["/stamp"]


@pytest.mark.parametrize("way", ["use_ssl", "use_tls"])
def test_mail_over_tls_asks_for_a_certificate(way):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    context = mail.get_connection(backend, **{way: True}).ssl_context
    assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname
