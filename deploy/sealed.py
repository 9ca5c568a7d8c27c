"""Backups sealed for whoever holds the key (age, https://age-encryption.org).

sealed.py keys                     a new key: the secret for the safe, the public for the server
sealed.py seal FILE…               each becomes FILE.age for all of BACKUP_RECIPIENTS
sealed.py open FOLDER INTO         every FILE.age in FOLDER opened into INTO by BACKUP_IDENTITY
"""

import os
import sys
from pathlib import Path

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_file, encrypt_file, x25519


def keys() -> None:
    key = x25519.Identity.generate()
    print(f"# public key: {key.to_public()}\n{key}")


def seal(*files: str) -> None:
    names = os.environ["BACKUP_RECIPIENTS"].replace(",", " ").split()
    recipients = [x25519.Recipient.from_str(name) for name in names]
    for file in files:
        encrypt_file(file, f"{file}.age", recipients)
        Path(file).unlink()


def unseal(folder: str, into: str) -> None:
    path = os.environ.get("BACKUP_IDENTITY", "")
    if not path:
        sys.exit("sealed: this backup is sealed; BACKUP_IDENTITY must name the file of its key")
    lines = map(str.strip, Path(path).read_text().splitlines())
    held = [x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
    for file in Path(folder).glob("*.age"):
        decrypt_file(str(file), str(Path(into) / file.stem), held)


if __name__ == "__main__":
    act, *given = sys.argv[1:] or ["?"]
    try:
        {"keys": keys, "seal": seal, "open": unseal}[act](*given)
    except (OSError, DecryptError, IdentityError, RecipientError) as error:
        sys.exit(f"sealed: {error}")
    except (KeyError, TypeError):
        sys.exit(__doc__)
