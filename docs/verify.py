#!/usr/bin/env python3
"""Checks yishi registries and exports without yishi. See docs/format.md.

    python3 verify.py FOLDER...     exit code 0: holds; 1: found wanting
    python3 verify.py --hash FILE   BLAKE3 of a file, like b3sum

Needs Python 3.8 only; the package "blake3", where it is installed, makes it quicker.
It judges bytes, not meetings: what was decided is worked out by `yishi verify`.
It opens plain files inside the folder and nothing else: no link, no pipe, no device.
"""
import hashlib, hmac, json, os, pathlib, re, stat, struct, sys
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

ULID, HEX, WORD = "[0-7][0-9A-HJKMNP-TV-Z]{25}", "[0-9a-f]{64}", "[a-z_]+"
TABLES = """activities bodies committees counts elections issues meetings motions people pledges
            publications rolls schedule votes""".split()
AUDIENCES = ["public", "auditor", "office"]
OPENINGS = {"none": 0, "public": 1, "auditor": 2, "all": 3}  # how many of the audiences
FOLDERS, EMPTY = ("journal", "vault", "vault/files"), "unfinished"
FILES = (rf"journal/(\d{{10}}|[1-9]\d{{10,18}})\.jsonl|manifest\.json|"
         rf"vault/(openings|documents)\.jsonl|vault/files/{HEX}")
INTEGER_MAX = 2 ** 53 - 1

class Bad(Exception):
    """What is wrong with the thing at hand."""
def unless(holds, what):
    if not holds:
        raise Bad(what)
def text(shape=".*"):
    return lambda value: isinstance(value, str) and bool(re.fullmatch(shape, value, re.A | re.S))
def whole(low=0, high=INTEGER_MAX):
    return lambda value: type(value) is int and low <= value <= high
def shaped(rules):
    """Whether a value has exactly these keys, each with a value that its rule accepts."""
    return lambda value: isinstance(value, dict) and sorted(value) == sorted(rules) and all(
        rule(value[key]) for key, rule in rules.items())
def time(shape):
    """An instant, or as much of it as is known, that stands in the calendar."""
    def rule(value):
        if not text(shape)(value):
            return False
        numbers = [int(part) for part in re.findall(r"\d+", value)][:6]
        year, month, day, *clock = numbers + [0, 1, 1, 0, 0, 0][len(numbers):]
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        return 1 <= month <= 12 and 1 <= day <= days[month - 1] and all(
            number < limit for number, limit in zip(clock, (24, 60, 60)))
    return rule
def is_tags(tags):
    return isinstance(tags, list) and all(map(text(f"{WORD}:{ULID}"), tags)) \
        and tags == sorted(set(tags)) and len(tags) <= 16
def is_tables(tables):
    rule = shaped({"sha256": text(HEX), "table": text()})
    return isinstance(tables, list) and all(map(rule, tables)) \
        and sorted(one["table"] for one in tables) == TABLES

CIVIL = time(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d)?)?)?")
ENTRY = {"at": time(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "cmd": text(ULID),
         "by": shaped({"actor": text(ULID), "role": text(WORD)}), "kind": text(rf"{WORD}\.{WORD}"),
         "data": lambda data: isinstance(data, dict), "more": whole(0, 9999), "prev": text(HEX),
         "seq": whole(), "tags": is_tags, "v": whole(1, 2 ** 32 - 1)}
OPENING = {"audience": lambda word: word in AUDIENCES, "cmd": text(ULID), "pointer": text(),
           "position": whole(0, 9999), "salt": text(HEX), "seal": text(HEX), "value": lambda _: True}
MANIFEST = {"entries": whole(), "head": text(HEX), "format": whole(1, 1), "program": text(),
            "openings": text("none|public|auditor|all"), "registry": text(ULID),
            "fingerprints": is_tables}
def unique(pairs):
    unless(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)
def number(digits):
    unless(re.fullmatch(r"-?\d{1,16}", digits), "a number that is not whole, or too large")
    return int(digits)
def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
def check_value(value, level=1):
    inside = value if isinstance(value, list) else []
    if isinstance(value, dict):
        inside = value.values()
        unless(all(map(text("[a-z0-9_]+"), value)), "a key of other characters than a-z, 0-9 and _")
    unless(level <= 16 or not isinstance(value, (dict, list)), "more than 16 levels")
    unless(value is not None, "null")
    unless(type(value) is not int or abs(value) <= INTEGER_MAX, "a number that is too large")
    for one in inside:
        check_value(one, level + 1)

def read(line, rules):
    """The object of a line, if the line is its canonical JSON and keeps the rules."""
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=unique, parse_int=number,
                           parse_float=number, parse_constant=number)
        check_value(value)
        unless(canonical(value) == line, "not in canonical form")
    except (ValueError, RecursionError) as problem:
        raise Bad(f"no JSON: {problem}") from None
    keys = sorted(value) if isinstance(value, dict) else []
    unless(keys == sorted(rules), f"not exactly the keys {' '.join(sorted(rules))}")
    for key, rule in rules.items():
        unless(rule(value[key]), f"{key} is malformed")
    return value
def read_opening(line):
    one = read(line, OPENING)
    sealed = f"yishi/seal/v1\n{one['pointer']}\n".encode() + canonical(one["value"])
    seal = hmac.new(bytes.fromhex(one["salt"]), sealed, "sha256").hexdigest()
    unless(seal == one["seal"], "does not open its own seal")
    return one
def note(data, count, head):
    """What somebody noted of the end of a journal; other keys may stand beside these."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise Bad(f"no JSON: {problem}") from None
    unless(isinstance(value, dict) and whole()(value.get(count)) and text(HEX)(value.get(head)),
           "names no end of a journal")
    return value
def seals_of(value, pointer=""):
    """Pointer and seal of every sealed value."""
    if shaped({"seal": text(HEX)})(value):
        yield pointer, value["seal"]
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from seals_of(inner, f"{pointer}/{key}")
def kind_of(path):
    """"file", "folder", "other" or None, without following a link."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return None
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"
def names_in(folder):
    return sorted(os.listdir(folder)) if kind_of(folder) == "folder" else []
def split(data):
    """Lines without their line feed, and whether the last one has one."""
    lines = data.split(b"\n")
    return (lines[:-1], True) if lines[-1] == b"" else (lines, False)

class Report:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.faults, self.notes = [], []
        self.hashes = []      # of every line of the journal
        self.entries = []     # what was read of it; None for a line that is no entry
        self.seals = {}       # seal: entry, command, position, pointer where it stands first
        self.erased = {}      # seal: entry that erased it
        self.attached = []    # entry, SHA-256, bytes
        self.elsewhere = []   # numbers below which not all openings came along

    def fault(self, where, what):
        self.faults.append(f"entry {where}: {what}" if isinstance(where, int) else f"{where}: {what}")

    def bytes_of(self, name):
        """The bytes of a plain file in the folder; None when there is none."""
        steps = name.split("/")
        above = ["/".join(steps[:count]) for count in range(1, len(steps))]
        if any(kind_of(self.folder / step) != "folder" for step in above):
            return None
        kind = kind_of(self.folder / name)
        if kind not in (None, "file"):
            self.fault(name, "is no plain file")
        return (self.folder / name).read_bytes() if kind == "file" else None

    def journal(self):
        last, began = None, {}  # the entry before, and where each command began
        for name in names_in(self.folder / "journal"):
            first = int(name[:-6]) if re.fullmatch(r"\d{10,20}\.jsonl", name, re.A) else -1
            if kind_of(self.folder / "journal" / name) != "file" or f"{first:010}.jsonl" != name:
                self.notes.append(f"journal/{name} is no part of the journal")
                continue
            lines, ended = split(self.bytes_of(f"journal/{name}"))
            if lines and first != len(self.hashes):
                self.fault(len(self.hashes), f"begins journal/{name}, which names another number")
            if lines and last and last["more"]:
                self.fault(len(self.hashes), "its command began in the file before")
            for line in lines:
                last = self.line(line, last, began)
            if not ended:
                self.fault(len(self.hashes) - 1, "does not end in a line feed")
        if not last or last["more"]:
            self.fault(len(self.hashes), "the journal is empty, or ends inside a command")
    def line(self, line, last, began):
        seq, before = len(self.hashes), (self.hashes or ["0" * 64])[-1]
        self.hashes.append(blake3(line))
        self.entries.append(None)
        try:
            unless(len(line) <= 65535, "longer than 65535 bytes")
            entry = self.entries[seq] = read(line, ENTRY)
        except Bad as problem:
            return self.fault(seq, problem)
        if entry["prev"] != before:
            self.fault(seq, "prev is not the hash of the line before it")
        if entry["seq"] != seq:
            self.fault(seq, f"says that it is entry {entry['seq']}")
        inside = last is not None and last["more"] > 0
        first = began.setdefault(entry["cmd"], seq)
        if inside and (entry["more"] != last["more"] - 1
                       or any(entry[key] != last[key] for key in ("cmd", "at", "by"))):
            self.fault(seq, "does not continue the command of the entry before it")
        if last and not inside and first != seq:
            self.fault(seq, f"its command was recorded in entry {first}")
        turned = entry["kind"] == "registry.clock_corrected" and not inside
        if last and entry["at"] < last["at"] and not turned:
            self.fault(seq, "recorded before the entry before it")
        self.facts(seq, entry)
        known = None not in self.entries[first:seq]
        for pointer, seal in seals_of(entry["data"]):
            self.seals.setdefault(seal, (seq, entry["cmd"], seq - first if known else None, pointer))
        return entry
    def facts(self, seq, entry):
        """What facts of every kind have in common, and the kinds that this program must know."""
        kind, data = entry["kind"], entry["data"]
        registry = kind == "registry.created" and text(ULID)(data.get("registry"))
        if seq == 0 and not (registry and whole(1, 1)(data.get("format"))):
            self.fault(seq, "does not begin a registry of format 1")
        if "happened" in data and not CIVIL(data["happened"]):
            self.fault(seq, "happened is no day of the calendar")
        if "corrects" in data:
            known = whole(0, seq - 1)(data["corrects"]) and (self.entries[data["corrects"]] or entry)
            if not known or known["kind"] != kind:
                self.fault(seq, "corrects no earlier entry of its kind")
        if kind == "person.data_erased" and isinstance(data.get("seals"), list):
            self.erased.update((seal, seq) for seal in data["seals"] if text(HEX)(seal))
        came = data.get("from") if kind == "registry.handed_over" else None
        if isinstance(came, dict) and (came.get("entries"), came.get("head")) == (seq, entry["prev"]):
            self.elsewhere += [seq] if came.get("openings") != "all" else []
        if kind == "meeting.attached" and text(HEX)(data.get("sha256")):
            self.attached.append((seq, data["sha256"], data.get("bytes")))

    def vault(self, stated):
        opened, salts, came = set(), {}, max([0, *self.elsewhere])
        lines, ended = split(self.bytes_of("vault/openings.jsonl") or b"")
        self.bytes_of("vault/documents.jsonl")
        for place, line in enumerate(lines, 1):
            where = f"vault/openings.jsonl line {place}"
            try:
                self.opening(read_opening(line), where, salts, opened, stated)
            except Bad as problem:
                if place == len(lines) and not ended:
                    self.notes.append(f"{where} was not written to its end")
                else:
                    self.fault(where, problem)
        for seal, (seq, _, _, pointer) in self.seals.items():
            missing = seal not in opened and seal not in self.erased and seq >= came
            if missing and None not in self.entries:
                self.fault(seq, f"the opening of {pointer} is missing")
        for seq, sha256, length in self.attached:
            held = self.bytes_of(f"vault/files/{sha256}")
            if (held is not None or seq >= came) and (
                    hashlib.sha256(held or b"").hexdigest(), len(held or b"")) != (sha256, length):
                self.fault(seq, f"its attachment {sha256} is missing, or another file")
        return opened
    def opening(self, one, where, salts, opened, stated):
        seal = one["seal"]
        if stated and AUDIENCES.index(one["audience"]) >= OPENINGS[stated]:
            self.fault(where, f"is for {one['audience']}, the manifest says {stated}")
        if salts.setdefault(one["salt"], seal) != seal:
            self.fault(where, "its salt was used before")
        if seal not in self.seals:
            return self.notes.append(f"{where} opens nothing in this journal")
        opened.add(seal)
        seq, cmd, position, pointer = self.seals[seal]
        if (one["cmd"], one["pointer"], one["position"]) != (
                cmd, pointer, one["position"] if position is None else position):
            self.fault(seq, f"{where} places the seal of {pointer} elsewhere")
        if seal in self.erased:
            self.fault(seq, f"{where} was erased by entry {self.erased[seal]}")
    def manifest(self, name):
        """What says that it is the manifest of this folder, or of the copy that it was made from."""
        data = self.bytes_of(name)
        try:
            if data is None or name != "manifest.json":
                return None if data is None else note(data, "entries", "head")
            unless(data.endswith(b"\n"), "does not end in a line feed")
            manifest = read(data[:-1], MANIFEST)
        except Bad as problem:
            return self.fault(name, problem)
        first = self.entries[0] if manifest and self.entries else None
        if first and first["data"].get("registry") != manifest["registry"]:
            self.fault(name, "names another registry than entry 0")
        return manifest

    def notes_of_the_end(self, manifests):
        """Compares what notes in the folder say of the end; gives the names of those that agree."""
        notes = [(name, one["entries"], one["head"]) for name, one in manifests.items() if one]
        for name in (f"checkpoints/{name}" for name in names_in(self.folder / "checkpoints")):
            try:
                if name.endswith(".json"):
                    mark = note(self.bytes_of(name) or b"", "next_seq", "hash")
                    notes.append((name, mark["next_seq"], mark["hash"]))
            except Bad as problem:
                self.fault(name, problem)
        for name, count, head in notes:
            if count and self.hashes[count - 1:count] != [head]:
                self.fault(name, f"names another journal, of {count} entries")
            elif count == len(self.hashes):
                yield name
    def copy(self, manifest):
        """An exported copy: SHA256SUMS names every file once and nothing else, all of them plain."""
        lines, ended = split(self.bytes_of("SHA256SUMS") or b"-")
        listed = {}
        if not ended:
            self.fault("SHA256SUMS", "is missing, or does not end in a line feed")
        for place, line in enumerate(lines, 1):
            found = re.fullmatch(f"({HEX})  ({FILES})", line.decode("utf-8", "replace"), re.A)
            if not found or found[2] in listed:
                self.fault(f"SHA256SUMS line {place}", "no sum and name of a file in a copy, or twice")
            else:
                listed[found[2]] = found[1]
        for name, digits in listed.items():
            if hashlib.sha256(self.bytes_of(name) or b"").hexdigest() != digits:
                self.fault(name, "is missing, or differs from SHA256SUMS")
            if "/files/" in name and not name.endswith(digits):
                self.fault(name, "is named by another sum")
        self.unlisted("", listed)
        if not manifest or manifest["entries"] != len(self.hashes):
            return self.fault("manifest.json", f"does not name {len(self.hashes)} entries")
        for name, word in (("openings.jsonl", "public"), ("documents.jsonl", "all"), ("files", "all")):
            if kind_of(self.folder / "vault" / name) and OPENINGS[manifest["openings"]] < OPENINGS[word]:
                self.fault(f"vault/{name}", f"the manifest says {manifest['openings']}")
    def unlisted(self, below, listed):
        for name in names_in(self.folder / below):
            name = f"{below}/{name}" if below else name
            kind = kind_of(self.folder / name)
            if kind == "folder" and (name in FOLDERS or name == EMPTY and not names_in(self.folder / name)):
                self.unlisted(name, listed)
            elif kind != "file" or name not in listed and name != "SHA256SUMS":
                self.fault(ascii(name), "is no plain file, or not listed in SHA256SUMS")

def examine(folder):
    report = Report(folder)
    try:
        report.journal()
        manifests = {name: report.manifest(name) for name in ("manifest.json", "copy.json", "origin.json")}
        if any(kind_of(report.folder / name) for name in ("manifest.json", "SHA256SUMS")):
            report.copy(manifests["manifest.json"])
        agreeing = ", ".join(report.notes_of_the_end(manifests)) or "none"
        # The mark of a copy counts when it names this end; of a takeover, what stands on record.
        here = (len(report.hashes), report.hashes[-1] if report.hashes else None)
        marks = [one for name, one in manifests.items() if one and name != "origin.json"]
        marks = [one for one in marks if (one["entries"], one["head"]) == here][:1]
        words = [one.get("openings") for one in marks]
        report.elsewhere += [here[0]] if words and words[0] in ("none", "public", "auditor") else []
        opened = report.vault((manifests["manifest.json"] or {}).get("openings"))
    except OSError as problem:
        report.fault("stopped", problem)
        return report
    report.notes += [
        f"{len(report.hashes)} entries, head {report.hashes[-1] if report.hashes else '-'}",
        f"{len(report.seals)} sealed values, {len(opened)} of them opened here",
        f"notes in this folder that agree with its end: {agreeing}; whoever changes the journal can"
        " change them, too: compare with a head that was kept elsewhere"]
    return report
def main(folders):
    reports = [examine(folder) for folder in folders]
    for report in reports:
        print("\n".join(report.notes + report.faults + ["found wanting" if report.faults else "holds"]))
    return 1 if any(report.faults for report in reports) else 0

if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--hash":
        sys.exit(print(blake3(pathlib.Path(sys.argv[2]).read_bytes())))
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
