"""What can go wrong, as facts. `i18n.explain` has the sentences, `cli` the exit codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar


class KamiError(Exception):
    """Anything the program foresees. `code` is stable: scripts may match on it."""

    code: ClassVar[str] = "error"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts: Mapping[str, object] = facts


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file, at a place its author can find.

    `line` and `column` count from 1; None where a whole file is meant.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    column: int | None = None


class BadInput(KamiError):
    """A file (or a value) was refused; nothing was written. Carries every problem found."""

    code = "bad_input"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class UnknownItem(KamiError):
    """An answer names an item the instrument does not have. Facts: item, instrument."""

    code = "unknown_item"


class UnknownStatus(KamiError):
    """A status is not among an item's options. Facts: item, status, known (list of codes)."""

    code = "unknown_status"


class UnknownInstrument(KamiError):
    """No such edition is installed. Facts: instrument, known (list of ids)."""

    code = "unknown_instrument"


class UnknownAssessment(KamiError):
    """No assessment has this id, or several begin with it. Facts: assessment, matches (list)."""

    code = "unknown_assessment"


class StoreError(KamiError):
    """The workspace cannot be read or written. Facts: place, reason (a short English phrase)."""

    code = "store_unreachable"


class StoreUnwritable(StoreError):
    """Disk full, read-only or locked: what was to be written is still in memory. Facts as above."""

    code = "store_unwritable"


class StoreCorrupt(StoreError):
    """The file is no workspace, is damaged, or was made by a newer program. Facts as above."""

    code = "store_corrupt"


class FileUnreadable(KamiError):
    """A local file cannot be read. Facts: file, reason (``missing``, ``no_file``, ``denied``,
    ``cancelled``, ``changing`` while it was read, ``failed``), detail."""

    code = "file_unreadable"


class ReportFailed(KamiError):
    """No PDF was made; nothing was left behind. Facts: reason (stable word), detail."""

    code = "report_failed"


class ExportFailed(KamiError):
    """No file was made; what was there is as it was. Facts: reason (``too_large``), detail."""

    code = "export_failed"


class ProofUnreadable(KamiError):
    """A file cannot be verified at all. Facts: file, reason (``missing``, ``no_file``, ``denied``,
    ``too_large``, ``no_pdf``, ``encrypted``, ``damaged``, ``too_much``, ``no_parts``, ``format``),
    detail."""

    code = "proof_unreadable"


class SigningFailed(KamiError):
    """Nothing was signed and no file was written. Facts: reason (``not_installed``,
    ``pkcs11_missing``, ``unreadable``, ``password``, ``no_key``, ``expired``, ``token``, ``trust``,
    ``timestamp``, ``no_pdf``, ``failed``), file, detail."""

    code = "signing_failed"


class SettingsUnwritable(KamiError):
    """The settings file is as it was. Facts: file, detail (in the words of the system)."""

    code = "settings_unwritable"


class FileUnwritable(KamiError):
    """A file that was asked for was not written; one of that name is as it was. Facts: file, detail
    (in the words of the system, or one of those that `i18n.sentences.UNWRITABLE` knows)."""

    code = "file_unwritable"


class BundleUnreadable(KamiError):
    """A file or folder is no bundle, or one that is not to be opened; nothing was unpacked. Facts:
    file, reason (``missing``, ``no_file``, ``denied``, ``no_bundle``, ``damaged``, ``unsafe``,
    ``packing``, ``separators``, ``too_much``, ``fetch``, ``algorithm``, ``format``, ``locked``,
    ``wrong_key``, ``wrong_passphrase``, ``key``, ``key_locked``, ``too_large_passphrase``,
    ``too_hard``, ``not_installed``), detail."""

    code = "bundle_unreadable"


class BundleFailed(KamiError):
    """No bundle was made (or unpacked); nothing was left behind. Facts: reason (``unwritable``,
    ``exists``, ``recipient``, ``recipients``, ``too_large_passphrase``, ``too_many``, ``name``,
    ``not_installed``, ``failed``), file, detail."""

    code = "bundle_failed"


class BundleIncomplete(KamiError):
    """Evidence files are not as they were recorded; nothing was written. Facts: documents (list of
    `usecases.bundling.Document`)."""

    code = "bundle_incomplete"


class WordingUnreadable(KamiError):
    """Official question texts that were taken in cannot be read; the questionnaire's own are shown.
    Facts: file, instrument, reason (``damaged``, ``too_large``, ``format``, ``no_file``,
    ``denied``)."""

    code = "wording_unreadable"


class WordingMissing(KamiError):
    """Official texts were asked for, and none were taken in. Facts: instrument."""

    code = "wording_missing"


class PartRefused(KamiError):
    """A part of an assessment cannot be made or taken; nothing was changed. Facts: reason
    (``no_part``, ``damaged``, ``newer``, ``not_filled``, ``filled``, ``other_assessment``,
    ``other_edition``, ``other_history``, ``whole``, ``nothing``, ``too_large``), file, detail and
    others by reason."""

    code = "part_refused"


class PartUnwritable(KamiError):
    """A part's file was not written. Facts: file, reason (``exists``, ``no_file``,
    ``unwritable``), detail."""

    code = "part_unwritable"


class NotTakenIn(KamiError):
    """A workbook was looked at only. Facts: reason (``unasked``, ``declined``, ``conflicts``),
    conflicts (their number)."""

    code = "not_taken_in"


class MergeOvertaken(KamiError):
    """Somebody changed the assessment while it was being merged into; nothing was written. Facts:
    assessment."""

    code = "merge_overtaken"


class MergeConflicts(KamiError):
    """Both sides changed the same, and nobody said which to take; nothing was written. Facts:
    count."""

    code = "merge_conflicts"
