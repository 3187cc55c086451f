"""The API of AWS as moto has it, with what its AWS Private CA lacks: a certificate made by a template for CAs
below, which lives as long as it was asked for.

https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html
"""

import contextvars
import datetime
import json
import re
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from moto.acmpca import models, responses
from moto.server import main

BELOW = re.compile(r"^arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen([0-3])/V1$")
HASHES = {"SHA256": hashes.SHA256, "SHA384": hashes.SHA384, "SHA512": hashes.SHA512}
asked = contextvars.ContextVar("asked", default={})
answer = responses.ACMPCAResponse.issue_certificate
extensions_of = models.CertificateAuthority._x509_extensions


def issue_certificate(self):
    asked.set(json.loads(self.body))
    return answer(self)


def x509_extensions(self, csr, template_arn):
    below = BELOW.match(template_arn or "")
    if below is None:
        return extensions_of(self, csr, template_arn)
    usage = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"],
        False,
    )
    names = csr.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return [
        (x509.BasicConstraints(ca=True, path_length=int(below[1])), True),
        (x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, **usage), True),
        (x509.SubjectKeyIdentifier.from_public_key(csr.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False),
        (names.value, names.critical),
    ]


def generate_cert(self, subject, public_key, extensions):
    now = datetime.datetime.now(datetime.timezone.utc)
    validity = asked.get()["Validity"]
    value = validity["Value"]
    end = {
        "DAYS": lambda: now + datetime.timedelta(days=value),
        "ABSOLUTE": lambda: datetime.datetime.fromtimestamp(value, datetime.timezone.utc),
    }[validity["Type"]]()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(self.issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        # AWS Private CA lets it begin an hour ago.
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(end)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    algorithm = HASHES[asked.get()["SigningAlgorithm"][:6]]()
    return builder.sign(self.key, algorithm).public_bytes(serialization.Encoding.PEM)


responses.ACMPCAResponse.issue_certificate = issue_certificate
models.CertificateAuthority._x509_extensions = x509_extensions
models.CertificateAuthority.generate_cert = generate_cert
main(sys.argv[1:])
