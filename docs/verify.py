#!/usr/bin/env python3
"""Checks the journal of a yishi registry or export without yishi. See docs/format.md.

    python3 verify.py FOLDER        exit code 0: holds; 1: found wanting
    python3 verify.py --hash FILE   BLAKE3 of a file, like b3sum

Needs Python 3.8 only; the package "blake3", where it is installed, makes it quicker.
It judges bytes, not meetings: what was decided is worked out by `yishi verify`.
"""
import hashlib, hmac, json, pathlib, re, struct, sys
try:
    import blake3 as package
except ImportError:
    package = None

IV = (0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19)
ORDER = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
LANES = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
         (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
CHUNK_START, CHUNK_END, PARENT, ROOT, MASK = 1, 2, 4, 8, 0xFFFFFFFF

def compress(cv, words, counter, length, flags):
    s = [*cv, *IV[:4], counter & MASK, counter >> 32, length, flags]
    for turn in range(7):
        for lane, (a, b, c, d) in enumerate(LANES):
            for word, r, t in ((words[2 * lane], 16, 12), (words[2 * lane + 1], 8, 7)):
                s[a] = (s[a] + s[b] + word) & MASK
                s[d] = (s[d] ^ s[a]) >> r | (s[d] ^ s[a]) << (32 - r) & MASK
                s[c] = (s[c] + s[d]) & MASK
                s[b] = (s[b] ^ s[c]) >> t | (s[b] ^ s[c]) << (32 - t) & MASK
        words = [words[i] for i in ORDER]
    return [x ^ y for x, y in zip(s, s[8:])]

def node(data, counter):
    """What the last compression of a subtree is called with."""
    if len(data) <= 1024:
        cv, flags = IV, CHUNK_START
        while len(data) > 64:
            cv = compress(cv, struct.unpack("<16I", data[:64]), counter, 64, flags)
            data, flags = data[64:], 0
        words = struct.unpack("<16I", data.ljust(64, b"\0"))
        return cv, words, counter, len(data), flags | CHUNK_END
    left = 1 << (((len(data) + 1023) // 1024 - 1).bit_length() - 1)  # chunks on the left
    halves = node(data[:left * 1024], counter), node(data[left * 1024:], counter + left)
    return IV, [word for half in halves for word in compress(*half)], 0, 64, PARENT

def blake3(data):
    if package:
        return package.blake3(data).hexdigest()
    cv, words, _, length, flags = node(data, 0)
    return struct.pack("<8I", *compress(cv, words, 0, length, flags | ROOT)).hex()

ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
SHAPES = {"at": r"(?a)\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z", "cmd": ULID,
          "kind": "[a-z_]+[.][a-z_]+", "prev": "[0-9a-f]{64}"}
KEYS = ("next_seq", "hash"), ("entries", "head")  # of a checkpoint, of a manifest
faults = []

def fault(where, what):
    faults.append(f"{where}: {what}")

def unique(pairs):
    if len(dict(pairs)) < len(pairs) or not all(re.fullmatch("[a-z0-9_]+", k) for k, _ in pairs):
        raise ValueError("a key stands twice or has other characters than a-z, 0-9 and _")
    return dict(pairs)

def read(line):
    value = json.loads(line.decode("utf-8"), object_pairs_hook=unique)
    bare = re.sub(rb'"(\\.|[^"\\])*"', b"", line)
    if canonical(value) != line or re.search(rb"null|[.NI]", bare):
        raise ValueError("not canonical JSON of whole numbers without null")
    return value

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def check_entry(entry, where):
    if " ".join(entry) != "at by cmd data kind more prev seq tags v":
        raise ValueError("not the ten keys of an entry")
    for key, shape in SHAPES.items():
        if not re.fullmatch(shape, entry[key]):
            fault(where, f"{key} is malformed")
    tags = entry["tags"]
    shaped = all(re.fullmatch(f"[a-z_]+:{ULID}", tag) for tag in tags)
    if not shaped or tags != sorted(set(tags)) or len(tags) > 16:
        fault(where, "tags are malformed, unsorted, doubled or too many")
    return entry

def check_journal(folder):
    """Returns hash and data of every entry, and with which entry each command starts."""
    hashes, data, commands, last = [], [], {}, None
    for path in sorted((folder / "journal").glob("*.jsonl")):
        if path.name != f"{len(data):010}.jsonl" or (last and last["more"]):
            fault(path.name, f"the file does not start with entry {len(data)} and a new command")
        for line in path.read_bytes().splitlines(keepends=True):
            where, line, whole = f"entry {len(data)}", line[:-1], line.endswith(b"\n")
            entry = check_entry(read(line), where)
            if not whole or len(line) > 65535:
                fault(where, "no line feed, or longer than 65535 bytes")
            if entry["seq"] != len(data) or entry["prev"] != (hashes or ["0" * 64])[-1]:
                fault(where, "seq or prev does not continue the chain")
            if last and last["more"]:
                same = all(entry[key] == last[key] for key in ("cmd", "at", "by"))
                if not same or entry["more"] != last["more"] - 1:
                    fault(where, "does not continue its command")
            elif commands.setdefault(entry["cmd"], len(data)) != len(data):
                fault(where, "the command was recorded before")
            elif last and entry["at"] < last["at"] and entry["kind"] != "registry.clock_corrected":
                fault(where, "recorded before the entry before it")
            hashes, data, last = hashes + [blake3(line)], data + [entry["data"]], entry
    if not last or last["more"]:
        fault("journal", "is empty or ends in the middle of a command")
    return hashes, data, commands

def check_openings(path, data, commands):
    opened = 0
    for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else [], 1):
        one, where = read(line), f"opening {number}"
        text = f"yishi/seal/v1\n{one['pointer']}\n".encode() + canonical(one["value"])
        if hmac.new(bytes.fromhex(one["salt"]), text, "sha256").hexdigest() != one["seal"]:
            fault(where, "does not open its own seal")
        try:
            field = data[commands[one["cmd"]] + one["position"]]
            for step in one["pointer"].split("/")[1:]:
                field = field[int(step)] if isinstance(field, list) else field[step]
            opened += field == {"seal": one["seal"]}
        except (KeyError, IndexError):
            print(f"{where}: opens nothing in this journal")
    return opened

def main(folder):
    hashes, data, commands = check_journal(folder)
    opened = check_openings(folder / "vault" / "openings.jsonl", data, commands)
    sealed = sum(canonical(one).count(b'{"seal":"') for one in data)
    vouching = []
    for path in [*sorted((folder / "checkpoints").glob("*.json")), folder / "manifest.json"]:
        if path.exists():
            mark = json.loads(path.read_bytes())
            count, head = (mark[key] for key in KEYS[path.name == "manifest.json"])
            if ([""] + hashes)[count:][:1] != [head]:
                fault(path.name, f"names another journal, of {count} entries")
            elif count == len(hashes):
                vouching.append(path.name)
    sums = folder / "SHA256SUMS"
    for line in sums.read_text("utf-8").splitlines() if sums.exists() else []:
        if hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest() != line[:64]:
            fault(line[66:], "differs from SHA256SUMS")
    print(f"{len(hashes)} entries, head {hashes[-1] if hashes else '-'}")
    print(f"{sealed} sealed values, {opened} of them opened here")
    print(f"notes in this folder that agree with the last entry: {', '.join(vouching) or 'none'}")
    print("none of them vouches for it: compare with a head that was kept elsewhere")

if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--hash":
        sys.exit(print(blake3(pathlib.Path(sys.argv[2]).read_bytes())))
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        main(pathlib.Path(sys.argv[1]))
    except (ValueError, KeyError, TypeError, IndexError, OSError) as problem:
        fault("stopped", problem)
    print("\n".join(faults) or "holds")
    sys.exit(1 if faults else 0)
