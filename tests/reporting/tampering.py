"""What a forger would do to a PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf


def retyped(pdf: Path, out: Path, page: int, old: str, new: str, nth: int = 0) -> Path:
    """The file with one run of a page's text (its `nth` that reads `old`) replaced."""
    with pikepdf.open(pdf) as file:
        target = file.pages[page - 1]
        letters = {str(n): _letters(f) for n, f in target.Resources.Font.items()}
        steps, seen, table = [], 0, dict[int, str]()
        for step in pikepdf.parse_content_stream(target):
            operands = list(step.operands)
            if str(step.operator) == "Tf":
                table = letters[str(operands[0])]
            elif str(step.operator) == "TJ" and _text(operands[0], table) == old:
                if seen == nth:
                    codes = {t: c for c, t in table.items()}
                    raw = b"".join(codes[c].to_bytes(2, "big") for c in new)
                    operands = [pikepdf.Array([pikepdf.String(raw)])]
                seen += 1
            steps.append((operands, step.operator))
        assert seen > nth, f"page {page} has no '{old}'"
        target.Contents = file.make_stream(pikepdf.unparse_content_stream(steps))
        file.save(out)
    return out


def repacked(
    pdf: Path, out: Path, change: Callable[[dict[str, Any]], None], *, forge: bool = False
) -> Path:
    """The file with its attached JSON documents changed; `forge`: the manifest follows."""
    with pikepdf.open(pdf) as file:
        documents = {n: json.loads(a.get_file().read_bytes()) for n, a in file.attachments.items()}
        before = json.dumps(documents)
        change(documents)
        assert json.dumps(documents) != before
        for name in [n for n in file.attachments if n not in documents]:
            del file.attachments[name]
            kept = [f for f in file.Root.AF if str(f.UF) != name]
            file.Root.AF = pikepdf.Array(kept)
        texts = {n: (json.dumps(d, indent=2) + "\n").encode() for n, d in documents.items()}
        if forge:
            for listed in documents["manifest.spdx.json"]["files"]:
                data = texts[listed["fileName"][2:]]
                listed["checksums"][1]["checksumValue"] = hashlib.sha256(data).hexdigest()
            texts["manifest.spdx.json"] = json.dumps(documents["manifest.spdx.json"]).encode()
        for name, data in texts.items():
            file.attachments[name].get_file().obj.write(data)
        file.save(out)
    return out


def attach(file: pikepdf.Pdf, name: str, data: bytes) -> None:
    file.attachments[name] = pikepdf.AttachedFileSpec(
        file, data, filename=name, description="", mime_type="", creation_date="", mod_date=""
    )


def _letters(font: Any) -> dict[int, str]:
    from kami_tui.reporting.proof.page_text import _CODES

    return {
        int(c, 16): bytes.fromhex(t.decode()).decode("utf-16-be")
        for c, t in _CODES.findall(font.ToUnicode.read_bytes())
    }


def _text(shown: Any, table: dict[int, str]) -> str:
    raw = b"".join(bytes(p) for p in shown if isinstance(p, pikepdf.String))
    return "".join(table.get(raw[i] << 8 | raw[i + 1], "?") for i in range(0, len(raw), 2))
