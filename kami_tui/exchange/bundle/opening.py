"""One bundle that is open: checked, read from, unpacked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from kami_tui.exchange.bundle import places
from kami_tui.exchange.bundle.checking import check
from kami_tui.exchange.bundle.lists import Tags, tags_of
from kami_tui.exchange.bundle.source import Damaged, Source, refuse
from kami_tui.usecases.bundling import PAYLOAD, BundleProgress, Finding
from kami_tui.usecases.report_names import safe


class OpenBag:
    """Implements `usecases.bundling.OpenBundle`."""

    def __init__(self, source: Source, shown: str, name: str, *, sealed: bool) -> None:
        self._source, self._shown = source, shown
        self._tags: Tags = tags_of(source, shown)
        source.settle(self._tags.listed)
        self.ignored: tuple[str, ...] = source.ignored
        self.name, self.sealed = safe(name), sealed
        self.info: Mapping[str, str] = self._tags.info
        self.digests: Mapping[str, str] = {}
        self.size = sum(s for n, s in source.sizes.items() if n.startswith(PAYLOAD))

    def check(
        self, progress: BundleProgress | None = None, unpack: Path | None = None
    ) -> tuple[Finding, ...]:
        if unpack is None:
            return self._checked(progress, None)
        target = places.check_free(unpack, replace=False)
        found: tuple[Finding, ...] = ()
        try:
            with places.new_folder(target) as folder:
                if found := self._checked(progress, folder):
                    raise _Unpackable
        except _Unpackable:
            pass
        return found

    def _checked(self, progress: BundleProgress | None, folder: Path | None) -> tuple[Finding, ...]:
        def into(name: str) -> IO[bytes]:
            place = Path(str(folder)) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            return place.open("xb")

        total = sum(self._source.sizes.values())
        tell = counting(progress, "check", total)
        done = check(self._source, self._tags, tell, into if folder else None)
        if not done.findings and self._tags.refused is not None:
            refuse(self._shown, *self._tags.refused)
        self.digests = {
            n: sums.get("sha256", "") for n, sums in done.sums.items() if n.startswith(PAYLOAD)
        }
        return tuple(done.findings)

    def read(self, file: str, most: int) -> bytes:
        size = self._source.sizes.get(file)
        if size is None or size > most:
            refuse(self._shown, "no_bundle" if size is None else "too_much", file)
        return b"".join(self._pieces(file))

    def copy(self, files: Iterable[str], folder: Path) -> None:
        for name in files:
            try:
                with (folder / name.rpartition("/")[2]).open("xb") as out:
                    for piece in self._pieces(name):
                        out.write(piece)
            except OSError as error:
                raise places.failed(folder, error) from error

    def _pieces(self, name: str) -> Iterator[bytes]:
        """A file's bytes, which are still those that were checked: somebody may write to a folder
        meanwhile."""
        sum_ = hashlib.sha256()
        try:
            for piece in self._source.pieces(name):
                sum_.update(piece)
                yield piece
        except Damaged:
            refuse(self._shown, "damaged", name)
        if name in self.digests and self.digests[name] != sum_.hexdigest():
            refuse(self._shown, "damaged", name)


class _Unpackable(Exception):
    """Ends the block so that nothing is put in place."""


def counting(
    progress: BundleProgress | None, stage: str, total: int
) -> Callable[[int], None] | None:
    return (lambda done: progress(stage, done, total)) if progress else None
