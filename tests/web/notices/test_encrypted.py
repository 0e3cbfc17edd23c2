"""A receiver of webhooks that speaks HTTPS: its certificate is looked at, by its name."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from merilo.web.notices.models import Delivery
from merilo.web.notices.send import pass_over
from tests.web.notices.conftest import NOON, by_hook, told

pytestmark = pytest.mark.django_db


def certificate(folder: Path, of: x509.GeneralName) -> Path:
    """A certificate with its key, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), NameOID.COMMON_NAME
    subject = x509.Name([x509.NameAttribute(name, "hook")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
        .public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([of]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "hook.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                            serialization.NoEncryption())
    )  # fmt: skip
    return path


@pytest.mark.parametrize(
    ("of", "trusted", "error"),
    [
        (x509.IPAddress(ip_address("127.0.0.1")), True, ""),
        (x509.IPAddress(ip_address("127.0.0.1")), False, "certificate"),
        (x509.DNSName("other.example"), True, "certificate"),
    ],
    ids=["good", "unknown", "another's"],
)
def test_message_goes_to_whom_the_certificate_is_of(
    ann, hook, tmp_path, monkeypatch, of, trusted, error
):
    path = certificate(tmp_path, of)
    answering = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    answering.load_cert_chain(path)
    hook.running.socket = answering.wrap_socket(hook.running.socket, server_side=True)
    hook.secret = True
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    by_hook(ann, hook)
    told(ann)
    pass_over(NOON)

    assert Delivery.objects.get().error == error
    assert len(hook.posts) == (not error)
