"""What is said where a bundle could not be made or opened; `{names}` are the error's facts."""

from __future__ import annotations

from kami_tui.i18n.translator import N_

UNREADABLE: dict[str, str] = {
    "missing": N_("There is no {file}. Check the path."),
    "no_file": N_("{file} is no ordinary file and no folder. Name a bundle."),
    "denied": N_("{file} cannot be read: {detail}. Ask for permission to read it."),
    "no_bundle": N_(
        "{file} is no bundle: it has no BagIt lists of files inside, or is no zip file. Name a"
        " bundle that 'kami bundle' made."
    ),
    "elsewhere": N_(
        "{file} is no bundle itself; there is one in its folder '{detail}', beside or below other"
        " things. Unpack it if it is a zip file, and name that folder."
    ),
    "damaged": N_(
        "{file} is damaged or only a part of a bundle ({detail}). Nothing was unpacked; ask its"
        " sender for it again."
    ),
    "unsafe": N_(
        "{file} holds what no bundle holds: '{detail}' leads out of its folder, stands there twice,"
        " has a name that some systems cannot hold, or is no plain file. Nothing was unpacked; do"
        " not open it another way."
    ),
    "packing": N_(
        "{file} is packed in a way, or locked with a password, that this program does not open"
        " ('{detail}'). Nothing was unpacked; unpack it with the program that made it and name the"
        " folder."
    ),
    "separators": N_(
        "{file} was packed by a program that names folders as no other system does ('{detail}')."
        " Nothing was unpacked; unpack it with that program and name the folder."
    ),
    "too_much": N_(
        "{file} holds more than any bundle does, or unpacks to far more than its size. Nothing was"
        " unpacked; do not open it another way."
    ),
    "fetch": N_(
        "{file} wants files from elsewhere ({detail}); this program never fetches any. Ask its"
        " sender for a bundle that is whole."
    ),
    "algorithm": N_(
        "{file} has a list of sums that this program does not make or trust ({detail}); it takes"
        " SHA-256 and SHA-512. Nothing was unpacked."
    ),
    "format": N_(
        "{file} was made by a newer version of this program or by another one ({detail}). Open it"
        " with that one."
    ),
    "locked": N_("{file} is encrypted. Name the file of your secret key: --identity KEY.txt."),
    "locked_passphrase": N_("{file} is encrypted with a passphrase: it is needed to open it."),
    "wrong_key": N_(
        "{file} is not encrypted to this key. Name another (--identity), or ask its sender to"
        " encrypt it to yours."
    ),
    "wrong_passphrase": N_("{file} does not open with this passphrase. Try again."),
    "key": N_(
        "{file} holds no secret key that can be used ({detail}). Name a file that 'age-keygen' or"
        " 'ssh-keygen' made."
    ),
    "key_locked": N_(
        "The key in {file} is itself encrypted, which this program cannot open. Decrypt the key"
        " first: age -d {file}"
    ),
    "too_large_passphrase": N_(
        "{file} is larger than what is decrypted with a passphrase here ({limit} MiB). Decrypt it"
        " with: age -d"
    ),
    "too_hard": N_(
        "{file} asks for more memory to try a passphrase than any bundle does; it was not opened."
    ),
    "not_installed": N_(
        "{file} is encrypted, and what opens it is not installed. Install it with: pip install"
        " 'pyrage>=1.3'"
    ),
}

FAILED: dict[str, str] = {
    "unwritable": N_(
        "Nothing could be written to {file}: {detail}.\n"
        "Your answers are safe, and nothing was left behind. Make room, or choose another place."
    ),
    "exists": N_(
        "{file} is there already and was left alone.\n"
        "Give --out another name; in making one, --force writes over a file."
    ),
    "recipient": N_(
        "No bundle was made: '{detail}' is no public key.\n"
        "Your answers are safe. Such a key begins with age1 or ssh-; ask its owner for it again."
    ),
    "recipients": N_(
        "No bundle was made: the file of public keys {file} cannot be read or holds none"
        " ({detail}).\n"
        "Your answers are safe. Put one key on each line."
    ),
    "too_large_passphrase": N_(
        "No bundle was made: with a passphrase it may have {limit} MiB at most, not {size}.\n"
        "Your answers are safe. Encrypt it to public keys (--to), or leave files out."
    ),
    "too_many": N_(
        "No bundle was made: there are too many files, or they are too large together.\n"
        "Your answers are safe. Leave the evidence out: --without evidence"
    ),
    "name": N_(
        "No bundle was made: the edition's file {file} has a name that not every system can hold.\n"
        "Your answers are safe. Give that file another name, also in instrument.yaml."
    ),
    "not_installed": N_(
        "No bundle was made: what encrypts is not installed.\n"
        "Your answers are safe. Install it with: pip install 'pyrage>=1.3'"
    ),
    "failed": N_(
        "No bundle was made ({detail}).\n"
        "Your answers are safe, and nothing was left behind. Please report this."
    ),
}

INCOMPLETE = N_(
    "No bundle was made: evidence is missing or not as it was recorded.\n"
    "Your answers are safe. Mend the register or the files, or say --allow-missing: then they are"
    " listed in the bundle, not included."
)
LACKING: dict[str, str] = {
    "missing": N_("{key}, {title}: {file} is not there or cannot be read"),
    "changed": N_("{key}, {title}: {file} is not the file that was recorded (SHA-256)"),
    "unrecorded": N_(
        "{key}, {title}: {file} has no SHA-256 in the register, so nobody knows whether it is meant"
    ),
}
"""By the words of `usecases.bundling.DocumentState`."""
