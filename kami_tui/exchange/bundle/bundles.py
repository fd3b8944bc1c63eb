"""The adapter: bundles made and opened, with what other rooms know handed in."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Literal

from kami_tui import __version__
from kami_tui.domain.errors import BundleFailed, BundleIncomplete, FileUnreadable
from kami_tui.exchange.answers_file import dump
from kami_tui.exchange.bundle import making, places, sealing
from kami_tui.exchange.bundle.evidence import documents_text, pack_evidence
from kami_tui.exchange.bundle.limits import CHUNK, MOST_FILES, MOST_HEADER, MOST_SIZE
from kami_tui.exchange.bundle.opening import OpenBag, counting
from kami_tui.exchange.bundle.source import FolderSource, ZipSource, refuse
from kami_tui.exchange.evidence_files import opened
from kami_tui.usecases import bundling
from kami_tui.usecases.bundling import (
    BundleProgress,
    BundleRequest,
    Document,
    Key,
    MadeBundle,
)
from kami_tui.usecases.ports import Editions
from kami_tui.usecases.report_names import safe

PROGRAM = f"kami_tui {__version__}"
ENDINGS = (".age", ".zip")


class BagBundles:
    """Implements `usecases.bundling.Bundles`.

    `edition_files` gives the files an edition was made from; `home` is the user's data directory,
    for what is on its way.
    """

    def __init__(
        self, editions: Editions, edition_files: Callable[[str], tuple[Path, ...]], home: Path
    ) -> None:
        self._editions, self._edition_files, self._home = editions, edition_files, home

    def make(self, request: BundleRequest, progress: BundleProgress | None = None) -> MadeBundle:
        target = places.check_free(request.out, replace=request.replace)
        if request.lock is not None:
            sealing.library()
            if request.lock.passphrase is None:
                sealing.recipients_of(request.lock)
        try:
            if request.folder:
                with places.new_folder(target) as folder:
                    return self._bagged(request, folder, target, progress)
            with places.scratch(self._home) as scratch:
                bag = scratch / base_of(target)
                bag.mkdir()
                try:
                    made = self._bagged(request, bag, target, progress)
                except OSError as error:  # the disk of the data directory, not the target's
                    raise places.failed(self._home, error) from error
                self._put(request, bag, scratch, target, progress)
                return made
        except OSError as error:
            raise places.failed(target, error) from error

    def _bagged(
        self,
        request: BundleRequest,
        bag: Path,
        target: Path,
        progress: BundleProgress | None,
    ) -> MadeBundle:
        documents = pack_evidence(
            request.assessment.evidence,
            bag,
            wanted=request.evidence,
            tell=_stage(progress, "evidence"),
        )
        lacking = [d for d in documents if d.lacking]
        if lacking and not request.allow_missing:
            raise BundleIncomplete(documents=lacking)
        if request.lock is not None:  # before the report, which takes longest
            sealing.check_size(request.lock, making.total_of(bag)[0])
        self._payload(request, bag, documents)
        size, files = making.total_of(bag)
        if files > MOST_FILES - 100 or size > MOST_SIZE - 100 * CHUNK:
            raise BundleFailed(reason="too_many", file=str(target), detail="")
        making.bag(bag, self._info(request))
        return MadeBundle(target, files, size, documents)

    def _payload(self, request: BundleRequest, bag: Path, documents: tuple[Document, ...]) -> None:
        names = {d.key: d.name for d in documents if d.name}
        assessment = bundling.shareable(request.assessment, names)
        making.put_text(bag, bundling.ANSWERS_YAML, dump(assessment, "yaml"))
        making.put_text(bag, bundling.ANSWERS_JSON, dump(assessment, "json"))
        making.put_text(bag, bundling.RESULT, request.result)
        making.put_text(bag, bundling.ABOUT, _json(self._about(request)))
        if documents:
            making.put_text(bag, bundling.DOCUMENTS, documents_text(documents))
        if request.journal is not None:
            entries = bundling.journal_document(request.journal)
            making.put_text(bag, bundling.JOURNAL, _json(entries))
        making.put_copies(
            bag / bundling.INSTRUMENT.rstrip("/"),
            self._edition_files(request.assessment.instrument),
        )
        if request.report is not None:  # last: it takes longest, and all else is there by now
            request.report(bag / bundling.REPORT)

    def _about(self, request: BundleRequest) -> dict[str, object]:
        instrument = request.assessment.instrument
        return {
            "format": bundling.FORMAT,
            "program": PROGRAM,
            "made": request.generated.isoformat(),
            "id": request.id or None,
            "instrument": instrument,
            "instrument_digest": self._editions.digest(instrument),
        }

    def _info(self, request: BundleRequest) -> dict[str, str]:
        profile, instrument = request.assessment.profile, request.assessment.instrument
        return {
            "Source-Organization": profile.organisation,
            "Organization-Address": profile.address,
            "Contact-Name": profile.assessor,
            "Contact-Phone": profile.phone,
            "Contact-Email": profile.email,
            "External-Description": f"Indeks KAMI, {instrument}, {profile.date or '-'}",
            "External-Identifier": request.id,
            "Bagging-Date": f"{request.generated:%Y-%m-%d}",
            "Bag-Software-Agent": PROGRAM,
            "Kami-Instrument": instrument,
            "Kami-Instrument-Digest": self._editions.digest(instrument),
            "Kami-Date": profile.date,
        }

    def _put(
        self,
        request: BundleRequest,
        bag: Path,
        scratch: Path,
        target: Path,
        progress: BundleProgress | None,
    ) -> None:
        tell = _stage(progress, "pack")
        if request.lock is None:
            with places.new_file(target, replace=request.replace) as out:
                making.zip_folder(bag, bag.name, out, request.generated, tell)
            return
        with tempfile.TemporaryFile(dir=scratch) as packed:
            making.zip_folder(bag, bag.name, packed, request.generated, tell)
            size = packed.tell()
            packed.seek(0)
            with places.new_file(target, replace=request.replace) as out:
                sealing.seal(packed, size, out, request.lock, counting(progress, "seal", size))

    @contextmanager
    def open(
        self, path: Path, key: Key | None = None, progress: BundleProgress | None = None
    ) -> Iterator[OpenBag]:
        """See `usecases.bundling.Bundles`."""
        with ExitStack() as stack:
            if _is_folder(path):
                yield OpenBag(FolderSource(path), str(path), path.absolute().name, sealed=False)
                return
            file = stack.enter_context(_file(path))
            head = file.read(MOST_HEADER)
            file.seek(0)
            sealed = sealing.locked(head) is not None
            if sealed:
                scratch = stack.enter_context(places.scratch(self._home))
                plain = stack.enter_context(tempfile.TemporaryFile(dir=scratch))
                size = os.fstat(file.fileno()).st_size
                if size > MOST_SIZE:
                    refuse(str(path), "too_much")
                tell = counting(progress, "unseal", size)
                try:
                    sealing.unseal(file, str(path), plain, key or Key(), tell)
                except OSError as error:
                    raise places.failed(scratch, error) from error
                plain.seek(0)
                file = plain
            yield OpenBag(ZipSource(file, str(path)), str(path), base_of(path), sealed=sealed)

    def locked(self, path: Path) -> Literal["recipients", "passphrase"] | None:
        try:
            with os.fdopen(opened(path), "rb") as file:
                return sealing.locked(file.read(MOST_HEADER))
        except (OSError, ValueError, FileUnreadable):
            return None


def base_of(path: Path) -> str:
    """The name of the bag's own folder: that of the file, without its endings."""
    name = path.name
    for ending in ENDINGS:
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return safe(name)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


@contextmanager
def _file(path: Path) -> Iterator[IO[bytes]]:
    try:
        handle = opened(path)
    except FileUnreadable as error:
        refuse(str(path), str(error.facts["reason"]))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        refuse(str(path), "missing")
    except OSError as error:
        refuse(str(path), "denied", error.strerror or str(error))
    with os.fdopen(handle, "rb") as file:
        yield file


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _stage(progress: BundleProgress | None, stage: str) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress(stage, done, total)) if progress else None
