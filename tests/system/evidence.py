"""What a session leaves behind, the secrets that it used, and the search for the ones in the others."""

import base64
import subprocess
import tempfile
from pathlib import Path

# Long enough that no accident makes one, short enough that a secret that was cut off is found too.
FRAGMENT_BYTES = 16
# These hold secrets because that is what they are for: key files, and settings as a user writes them.
HOLDERS = ("*.key", ".env")


class Evidence:
    """One folder with everything that any test ran: output, databases, journals. Secrets are kept outside it."""

    def __init__(self, root: Path):
        self.homes = root / "homes"
        self.inputs = root / "inputs"  # emitted accounts and the like: never searched
        self.homes.mkdir()
        self.inputs.mkdir()
        self.secrets = set()

    def keep_secret(self, *texts):
        self.secrets.update(text for text in texts if text)

    def keep_secrets_of_key_files(self):
        for path in self.homes.rglob("*.key"):
            if path.is_file():
                self.keep_secret(*path.read_text().strip().split(","))

    def leaks(self):
        """Where a secret was found, as (file, secret's number of characters)."""
        return find_leaks(self.homes, self.secrets)


def in_base64(secret, encode):
    """What base64 makes of the secret at each of the three places that it can have in a longer text."""
    for offset in range(3):
        encoded = encode(b"\0" * offset + secret)
        first = (offset * 8 + 5) // 6  # the first character that depends on the secret alone
        last = (offset + len(secret)) * 8 // 6
        yield encoded[first:last]


def disguises(secret: str):
    """The secret in every form that it might leak in, as bytes."""
    raw = secret.encode()
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield from in_base64(raw, base64.standard_b64encode)
    yield from in_base64(raw, base64.urlsafe_b64encode)


def fragments(secrets):
    """Both ends of every secret in every form. A secret shorter than a fragment is looked for whole."""
    found = set()
    for secret in secrets:
        for form in disguises(secret):
            found.add(form[:FRAGMENT_BYTES])
            found.add(form[-FRAGMENT_BYTES:])
    return found


def find_leaks(folder: Path, secrets):
    """Files below the folder that hold one of the secrets, with what was found: ["path:fragment", ...]."""
    with tempfile.NamedTemporaryFile() as patterns:
        patterns.write(b"\n".join(sorted(fragments(secrets))))
        patterns.flush()
        excluded = [f"--exclude={name}" for name in HOLDERS]
        search = ["grep", "--recursive", "--text", "--fixed-strings", "--only-matching", f"--file={patterns.name}"]
        done = subprocess.run(
            [*search, *excluded, "."], cwd=folder, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    return done.stdout.decode(errors="replace").splitlines()
