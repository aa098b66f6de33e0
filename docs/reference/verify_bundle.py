#!/usr/bin/env python3
"""Kontrollerar ett bevispaket, utan Uppsikt och utan nät.

    python3 verify_bundle.py BEVISPAKET.zip [NYCKEL]

NYCKEL är liggarens öppna nyckel (en rad: namn+id+nyckel) eller en fil med en nyckel på varje rad.
Den ska ha kommit till dig på annat håll än i paketet. Utan NYCKEL används den nyckel som ligger i
paketet, och då visar kontrollen bara att paketet är helt.

Behöver Python 3.9 eller senare och openssl 3. Skriver svaret på svenska och slutar med 0 om beviset
håller, annars med 1. Paketets form beskrivs i bundle.md, posternas i entry.md.
"""

import base64
import datetime
import hashlib
import hmac
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib

BUNDLE_BYTES_MAX = 1 << 30
ENTRY_BYTES_MAX = 65_535
KEYS_MAX = 64
NOTE_BYTES_MAX = 1 << 20
PROOF_BYTES_MAX = 2 << 20
SIGNATURES_MAX = 64
VERSIONS_MAX = 1000
NUMBER_MAX = (1 << 64) - 1
# The first and the last microsecond that an entry may state: the years -9999 to 9999.
AT_MIN, AT_MAX = -377705023201000000, 253402207200999999

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
ACT = re.compile(r"(?=.{3,48}\Z)[a-z]+(-[a-z]+)*")
MEDIA_TYPE = re.compile(r"(?=.{3,255}\Z)[ -.0-~]+/[ -~]+")
ROLES = {
    "administrator", "archivist", "auditor", "communications",
    "data-protection-officer", "editor", "manager", "registrar",
}
VERSION_FILES = ["entry.json", "proof.tlog-proof", "content", "opening.json"]
PUBLIC_KEY_DER = bytes.fromhex("302a300506032b6570032100")


class Refused(Exception):
    """Something does not hold; the text says what, in Swedish."""


def demand(holds, text):
    if not holds:
        raise Refused(text)


# --- bytes and texts -----------------------------------------------------------------------------


def base64_bytes(text, what):
    try:
        value = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Refused(f"{what} är inte Base64.") from None
    demand(base64.b64encode(value).decode() == text, f"{what} är Base64 som kan skrivas på flera sätt.")
    return value


def digest_bytes(text, what):
    value = base64_bytes(text, what)
    demand(len(value) == 32, f"{what} är inte 32 byte.")
    return value


def utf8(data, what):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{what} är inte text i UTF-8.") from None


def whole_number(text, what):
    demand(re.fullmatch(r"0|[1-9][0-9]{0,19}", text), f"{what} är inte ett tal.")
    demand(int(text) <= NUMBER_MAX, f"{what} är ett för stort tal.")
    return int(text)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def json_object(data, names, what):
    """An object with exactly these fields, spelt canonically; `v` is looked at first."""
    try:
        value = json.loads(utf8(data, what))
        again = canonical(value)
    except (ValueError, RecursionError):
        raise Refused(f"{what} är inte JSON.") from None
    demand(isinstance(value, dict) and is_whole(value.get("v")), f"{what} säger inte vilket format det har.")
    demand(value["v"] <= 1, f"{what} har ett nyare format än det här programmet känner till.")
    demand(value["v"] == 1 and set(value) == set(names), f"{what} har inte de fält som det ska ha.")
    demand(again == data, f"{what} är inte skrivet på det enda tillåtna sättet.")
    return value


def is_whole(value, least=0, most=NUMBER_MAX):
    return type(value) is int and least <= value <= most


def is_uuid(value):
    return isinstance(value, str) and UUID.fullmatch(value) is not None


# --- keys, signed notes, checkpoints, proofs -----------------------------------------------------


def is_key_name(name):
    return name != "" and not any(c == "+" or c.isspace() or ord(c) < 32 or 127 <= ord(c) < 160 for c in name)


def read_key(line):
    """A key as (name, id, 32 bytes), from name+id+key."""
    parts = line.split("+", 2)
    demand(len(parts) == 3 and is_key_name(parts[0]), f"Nyckeln ”{line}” är inte skriven som namn+id+nyckel.")
    name, key_id, typed = parts[0], parts[1], base64_bytes(parts[2], "En nyckel")
    demand(len(typed) == 33 and typed[0] == 1, f"Nyckeln för {name} är inte av slaget Ed25519.")
    right_id = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4].hex()
    demand(key_id == right_id, f"Nyckeln för {name} har ett id som inte hör till den.")
    return name, bytes.fromhex(key_id), typed[1:]


def read_keys(text, what):
    demand(text.endswith("\n"), f"{what} slutar inte med en hel rad.")
    lines = text[:-1].split("\n")
    demand(len(lines) <= KEYS_MAX and len(set(lines)) == len(lines), f"{what} har för många nycklar, eller samma två gånger.")
    return [read_key(line) for line in lines]


def read_note(text, what):
    """A signed note as its text and its signatures (name, id, signature)."""
    demand(len(text.encode()) <= NOTE_BYTES_MAX, f"{what} är för långt.")
    demand(not any(ord(c) < 32 and c != "\n" for c in text), f"{what} innehåller styrtecken.")
    gap = text.rfind("\n\n")
    demand(gap >= 0 and text.endswith("\n") and gap + 2 < len(text), f"{what} saknar underskrift.")
    signatures = []
    for line in text[gap + 2 : -1].split("\n"):
        parts = line.split(" ")
        demand(len(parts) == 3 and parts[0] == "\u2014" and is_key_name(parts[1]), f"{what} har en felaktig underskrift.")
        data = base64_bytes(parts[2], f"{what}: underskriften")
        demand(len(data) > 4, f"{what} har en för kort underskrift.")
        signatures.append((parts[1], data[:4], data[4:]))
    demand(len(signatures) <= SIGNATURES_MAX, f"{what} har för många underskrifter.")
    return text[: gap + 1], signatures


VERIFIED = {}


def ed25519_verifies(public_key, message, signature):
    """Asks openssl, once for each question."""
    question = (public_key, message, signature)
    if question not in VERIFIED:
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
            for path, data in zip(paths, (PUBLIC_KEY_DER + public_key, message, signature)):
                with open(path, "wb") as file:
                    file.write(data)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0]]
            command += ["-rawin", "-in", paths[1], "-sigfile", paths[2]]
            try:
                VERIFIED[question] = subprocess.run(command, capture_output=True).returncode == 0
            except OSError:
                raise Refused("Programmet openssl går inte att starta. Installera openssl 3 och försök igen.") from None
    return VERIFIED[question]


def signers(note, keys, what):
    """The known keys that signed. A signature of an unknown key is passed over."""
    text, signatures = note
    found = []
    for name, key_id, signature in signatures:
        known = [key for key in keys if key[:2] == (name, key_id)]
        right = [key for key in known if len(signature) == 64 and ed25519_verifies(key[2], text.encode(), signature)]
        demand(right or not known, f"{what}: underskriften av {name} är fel.")
        found += right
    demand(found, f"{what} är inte underskrivet med liggarens nyckel.")
    return found


def read_proof(text, what):
    """A proof as index, path and the text of its checkpoint."""
    demand(len(text.encode()) <= PROOF_BYTES_MAX, f"{what} är för långt.")
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    demand(gap and lines.pop(0) == "c2sp.org/tlog-proof@v1", f"{what} har en annan form än tlog-proof.")
    if lines and lines[0].startswith("extra"):
        demand(lines[0].startswith("extra "), f"{what} har en felaktig rad ”extra”.")
        base64_bytes(lines.pop(0)[6:], f"{what}: raden ”extra”")
    demand(lines and lines[0].startswith("index "), f"{what} saknar postens nummer.")
    index = whole_number(lines.pop(0)[6:], f"{what}: postens nummer")
    demand(len(lines) <= 64, f"{what} har en för lång väg.")
    return index, [digest_bytes(line, f"{what}: vägen") for line in lines], checkpoint


def read_checkpoint(text, keys, what):
    """The lines of a checkpoint that a key of its own log signed."""
    what = f"{what}: kontrollvärdet"
    note = read_note(text, what)
    lines = note[0][:-1].split("\n")
    demand(len(lines) >= 3 and all(lines), f"{what} har inte de rader som det ska ha.")
    whole_number(lines[1], f"{what}: antalet poster")
    digest_bytes(lines[2], what)
    names = [name for name, _, _ in signers(note, keys, what)]
    demand(lines[0] in names, f"{what} är underskrivet, men inte av liggaren {lines[0]}.")
    return lines


def root_above(leaf, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None when it leads nowhere."""
    if index >= size:
        return None
    node, last = index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            leaf = hashlib.sha256(b"\x01" + sibling + leaf).digest()
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            leaf = hashlib.sha256(b"\x01" + leaf + sibling).digest()
        node, last = node >> 1, last >> 1
    return leaf if last == 0 else None


# --- entries -------------------------------------------------------------------------------------

ENTRY_FIELDS = ["act", "actor", "at", "authority", "disposed", "id", "keys", "objects", "roles", "rows", "v"]


def read_entry(data, what):
    demand(len(data) <= ENTRY_BYTES_MAX, f"{what} är för lång.")
    entry = json_object(data, ENTRY_FIELDS, what)
    lists = all(isinstance(entry[name], list) for name in ("disposed", "keys", "objects", "roles", "rows"))
    demand(lists, f"{what} har inte listor där de ska vara.")
    texts = [*entry["keys"], *entry["roles"], entry["act"]]
    holds = (
        all(isinstance(text, str) for text in texts)
        and ACT.fullmatch(entry["act"])
        and all(map(is_uuid, [entry["actor"], entry["id"], *entry["disposed"]]))
        and (entry["authority"] is None or is_uuid(entry["authority"]))
        and is_whole(entry["at"], AT_MIN, AT_MAX)
        and entry["roles"] == sorted(set(entry["roles"]) & ROLES)
    )
    demand(holds, f"{what} har ett värde av fel slag.")
    for item in entry["objects"]:
        fields = isinstance(item, dict) and set(item) == {"c", "id", "item", "version"}
        demand(fields and is_uuid(item["id"]) and is_uuid(item["item"]), f"{what} har ett felaktigt objekt.")
        demand(is_whole(item["version"], 0, (1 << 32) - 1), f"{what} har ett objekt med felaktig version.")
        digest_bytes(item["c"], f"{what}: ett objekt")
    ids = [item["id"] for item in entry["objects"]]
    demand(len(set(ids)) == len(ids), f"{what} nämner ett objekt två gånger.")
    for row in entry["rows"]:
        shape = isinstance(row, list) and len(row) == 3 and isinstance(row[0], str) and is_uuid(row[1])
        demand(shape and TABLE.fullmatch(row[0]), f"{what} har en felaktig rad.")
        if row[2] is not None:
            digest_bytes(row[2], f"{what}: en rad")
    return entry


# --- the bundle ----------------------------------------------------------------------------------


def read_files(data):
    """The files and the comment, once it is certain that the ZIP holds them and nothing else."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = archive.infolist()
        versions = (len(listed) - 2) // 4
        demand(1 <= versions <= VERSIONS_MAX, "Paketet har inte mellan 1 och 1 000 versioner.")
        folders = [f"versions/{place:04}/" for place in range(1, versions + 1)]
        names = ["README.md", "log.vkey"] + [folder + name for folder in folders for name in VERSION_FILES]
        demand([info.filename for info in listed] == names, "Paketet innehåller inte de filer som det ska.")
        start, directory_bytes, files = 0, 0, []
        for info in listed:
            plain = info.compress_type == zipfile.ZIP_STORED and not info.extra and not info.comment
            name_bytes = len(info.filename)
            local = data[start : start + 30 + name_bytes]
            plain = plain and info.header_offset == start and info.file_size == info.compress_size
            plain = plain and local[26:30] == name_bytes.to_bytes(2, "little") + b"\0\0"
            demand(plain and not info.flag_bits & 1, f"{info.filename} ligger inte i paketet som den ska.")
            start += len(local) + info.file_size
            directory_bytes += 46 + name_bytes
            files.append(archive.read(info))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, NotImplementedError, RuntimeError):
        raise Refused("Filen är inte en hel ZIP-fil.") from None
    whole = start + directory_bytes + 22 + len(archive.comment) == len(data) and archive.start_dir == start
    demand(whole, "Paketet innehåller byte som inte hör till någon fil.")
    return files, archive.comment


def verify_comment(data, comment, keys, enclosed):
    """The name of the log, when its signature over the whole file is right."""
    what = "Underskriften av hela paketet"
    note = read_note(utf8(comment, what), what)
    demand(len(note[1]) == 1, f"{what} ska vara en enda.")
    signer = signers(note, keys, what)[0]
    digest = base64.b64encode(hashlib.sha256(data[: len(data) - len(comment)]).digest()).decode()
    demand(note[0] == f"uppsikt-bundle/v1\n{signer[0]}\n{digest}\n", "Paketet har ändrats efter att det skrevs under.")
    demand(signer in enclosed, "Nyckeln som skrev under paketet ligger inte i paketet.")
    demand(all(name == signer[0] for name, _, _ in enclosed), "Paketets nycklar hör till flera liggare.")
    return signer[0]


def verify_version(place, files, keys):
    """One version, as the object in its entry, the entry, its index and its checkpoint."""
    entry_bytes, proof_bytes, content, opening_bytes = files
    what = f"Version i mapp {place}"
    index, path, checkpoint_text = read_proof(utf8(proof_bytes, f"{what}: beviset"), f"{what}: beviset")
    checkpoint = read_checkpoint(checkpoint_text, keys, what)
    leaf = hashlib.sha256(b"\0" + entry_bytes).digest()
    root = root_above(leaf, index, int(checkpoint[1]), path)
    demand(root == base64.b64decode(checkpoint[2]), f"{what}: posten står inte i liggaren.")
    entry = read_entry(entry_bytes, f"{what}: posten")
    fields = ["commitment", "item", "media_type", "object", "salt", "v", "version"]
    opening = json_object(opening_bytes, fields, f"{what}: opening.json")
    recorded = [item for item in entry["objects"] if item["id"] == opening["object"]]
    demand(recorded, f"{what}: posten nämner inte objektet.")
    said = (opening["commitment"], opening["item"], opening["version"])
    right = said == (recorded[0]["c"], recorded[0]["item"], recorded[0]["version"])
    demand(right and is_whole(opening["version"]), f"{what}: opening.json säger något annat än posten.")
    kind = opening["media_type"]
    demand(isinstance(kind, str) and MEDIA_TYPE.fullmatch(kind), f"{what}: filens slag är felaktigt angivet.")
    salt = digest_bytes(opening["salt"], f"{what}: saltet")
    commitment = hmac.new(salt, b"uppsikt/v1/object\n" + content, hashlib.sha256).digest()
    demand(commitment == base64.b64decode(recorded[0]["c"]), f"{what}: innehållet är inte det som säkrades.")
    return {"recorded": recorded[0], "entry": entry, "index": index, "checkpoint": checkpoint,
            "bytes": len(content), "media_type": kind}


def verify_bundle(data, trusted):
    demand(len(data) <= BUNDLE_BYTES_MAX, "Paketet är större än 1 GiB.")
    files, comment = read_files(data)
    utf8(files[0], "README.md")
    enclosed = read_keys(utf8(files[1], "log.vkey"), "log.vkey")
    keys = trusted or enclosed
    origin = verify_comment(data, comment, keys, enclosed)
    groups = [files[at : at + 4] for at in range(2, len(files), 4)]
    versions = [verify_version(place, group, keys) for place, group in enumerate(groups, 1)]
    first = versions[0]
    objects = {version["recorded"]["id"] for version in versions}
    demand(len(objects) == len(versions), "Samma objekt ligger två gånger i paketet.")
    items = {version["recorded"]["item"] for version in versions}
    demand(len(items) == 1, "Paketet handlar om mer än en handling.")
    one = all(version["checkpoint"] == first["checkpoint"] for version in versions)
    demand(one and first["checkpoint"][0] == origin, "Versionerna vilar inte på samma kontrollvärde.")
    return origin, versions


# --- the answer ----------------------------------------------------------------------------------


def say(line):
    """Prints without what a hostile file could make a terminal do."""
    print("".join(c if c.isprintable() else "?" for c in line))


def when(micros):
    epoch = datetime.datetime(1970, 1, 1)
    try:
        return (epoch + datetime.timedelta(microseconds=micros)).strftime("%Y-%m-%d %H:%M:%S UTC")
    except OverflowError:
        return f"{micros} mikrosekunder från 1970-01-01 UTC"


def tell(origin, versions, given):
    say("Beviset håller.")
    say(f"Liggare: {origin}, {versions[0]['checkpoint'][1]} poster i det kontrollvärde som beviset vilar på.")
    say(f"Handling: {versions[0]['recorded']['item']}")
    for version in versions:
        recorded = version["recorded"]
        say(f"Version {recorded['version']}, säkrad i post {version['index']}:")
        say(f"  registrerad {when(version['entry']['at'])}, enligt liggaren")
        say(f"  objekt {recorded['id']}, {version['bytes']} byte, {version['media_type']}")
    if given:
        say("Nyckeln är den som du angav.")
    else:
        say("OBS! Nyckeln låg i paketet. Paketet är helt, men kontrollen visar inte vem som gjorde det.")
        say("Skaffa liggarens nyckel på annat håll och kör igen med den som andra argument.")


def given_keys(argument):
    if os.path.exists(argument):
        with open(argument, encoding="utf-8") as file:
            argument = file.read()
    return read_keys(argument.rstrip("\n") + "\n", "Nyckelfilen")


def main(arguments):
    if len(arguments) not in (1, 2):
        say("Så här används programmet: python3 verify_bundle.py BEVISPAKET.zip [NYCKEL]")
        return 1
    try:
        with open(arguments[0], "rb") as file:
            data = file.read(BUNDLE_BYTES_MAX + 1)
        trusted = given_keys(arguments[1]) if len(arguments) == 2 else []
        origin, versions = verify_bundle(data, trusted)
    except Refused as refused:
        say(f"Beviset håller inte. {refused}")
        return 1
    except (OSError, UnicodeDecodeError) as error:
        say(f"En fil går inte att läsa: {error}")
        return 1
    tell(origin, versions, bool(trusted))
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
