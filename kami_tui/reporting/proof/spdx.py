"""The manifest: an SPDX 2.3 document that names the parts of a report and what made them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from kami_tui import __version__
from kami_tui.domain.instrument import Instrument

DOCUMENT = "SPDXRef-DOCUMENT"
PROGRAM = "SPDXRef-Package-kami-tui"
EDITION = "SPDXRef-Package-instrument"


def manifest(
    files: Mapping[str, bytes], instrument: Instrument, digest: str, generated: datetime
) -> dict[str, Any]:
    """`digest` is that of the edition's files, ``sha256:<hex>``."""
    listed = [_file(name, data) for name, data in files.items()]
    whole = hashlib.sha256(
        "".join(f["checksums"][1]["checksumValue"] for f in listed).encode() + digest.encode()
    ).hexdigest()
    ids = [str(f["SPDXID"]) for f in listed]
    moment = generated.astimezone(UTC) if generated.tzinfo else generated
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "name": "kami_tui report",
        "documentNamespace": f"https://spdx.org/spdxdocs/kami-report-{whole}",
        "creationInfo": {
            "created": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": [f"Tool: kami_tui-{__version__}"],
        },
        "packages": [
            _package(PROGRAM, "kami_tui", __version__),
            _package(EDITION, instrument.id, instrument.edition)
            | {
                "checksums": [_checksum("SHA256", digest.removeprefix("sha256:"))],
                "comment": "SHA-256 over the files of the edition",
            },
        ],
        "files": listed,
        "relationships": [
            *(_relation(DOCUMENT, "DESCRIBES", i) for i in ids),
            *(_relation(i, "GENERATED_FROM", PROGRAM) for i in ids),
            *(_relation(i, "OTHER", EDITION) | {"comment": "scored with this"} for i in ids),
        ],
    }


def file_digests(document: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 by file name. Raises ValueError, KeyError or TypeError for another shape."""
    found: dict[str, str] = {}
    for file in document["files"]:
        sums = [c["checksumValue"] for c in file["checksums"] if c["algorithm"] == "SHA256"]
        found[str(file["fileName"]).removeprefix("./")] = str(sums[0] if sums else "")
    return found


def edition_digest(document: Mapping[str, Any]) -> tuple[str, str]:
    """Id and ``sha256:<hex>`` of the edition that scored. Raises as `file_digests`."""
    for package in document["packages"]:
        if package["SPDXID"] == EDITION:
            return str(package["name"]), "sha256:" + str(package["checksums"][0]["checksumValue"])
    raise ValueError("no edition")


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {
        "fileName": f"./{name}",
        "SPDXID": f"SPDXRef-File-{name}",
        "fileTypes": ["TEXT"],
        # SPDX 2.3 asks for SHA-1; what is compared is the SHA-256.
        "checksums": [
            _checksum("SHA1", hashlib.sha1(data, usedforsecurity=False).hexdigest()),
            _checksum("SHA256", hashlib.sha256(data).hexdigest()),
        ],
        "licenseConcluded": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    }


def _package(spdx_id: str, name: str, version: str) -> dict[str, Any]:
    return {
        "SPDXID": spdx_id,
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    }


def _checksum(algorithm: str, value: str) -> dict[str, str]:
    return {"algorithm": algorithm, "checksumValue": value}


def _relation(one: str, kind: str, other: str) -> dict[str, Any]:
    return {
        "spdxElementId": one,
        "relationshipType": kind,
        "relatedSpdxElement": other,
    }
