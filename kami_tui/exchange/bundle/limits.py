"""How much of a bundle is read, and how much is made: what has more is no bundle of ours."""

MOST_FILES = 10_000
MOST_DEPTH = 8
"""Folders above a file."""
MOST_NAME = 255
"""Bytes of one part of a path: the most that file systems take."""
MOST_DIRECTORY = 4 * 1024**2
"""Bytes of a zip file's table of contents."""
MOST_SIZE = 16 * 1024**3
"""Bytes of all files together, unpacked."""
PLENTY = 64 * 1024**2
MOST_RATIO = 50
"""Nothing unpacks to more than `PLENTY` and this many times its packed size: text does not."""
MOST_LIST = 8 * 1024**2
"""Bytes of one manifest."""
MOST_TAG = 256 * 1024
"""Bytes of ``bagit.txt`` or ``bag-info.txt``."""
MOST_PASSPHRASE = 256 * 1024**2
"""Bytes that are encrypted with a passphrase: the library holds them in memory, several times."""
MOST_WORK = 21
"""Binary logarithm of scrypt's cost for a passphrase: each step doubles memory (here 2 GiB)."""
MOST_KEYS = 64 * 1024
"""Bytes of a file with recipients or identities."""
MOST_HEADER = 256 * 1024
"""Bytes of an encrypted file in which it must say what opens it: room for 2,000 public keys."""
MOST_FINDINGS = 1_000
CHUNK = 1 << 20
