#!/bin/bash
# An operating-system crash, as far as it can be played: the registry lies on ext4 on a loop device;
# the writer is frozen, the image of the device is copied as it stands, the copy is mounted (ext4
# recovers its journal), and the registry on it must hold everything that was acknowledged. One writer
# only appends; the other saves rows, erases, makes copies and takes them in.
#
# usage: tests/os_crash.sh [rounds]     needs root and loop devices; ends with "ran" or "NOT RUN: why"
set -u
rounds=${1:-10}
not_run() { echo "NOT RUN: $1"; exit 0; }
[ "$(id -u)" = 0 ] || not_run "not root"
command -v mkfs.ext4 >/dev/null || not_run "no mkfs.ext4"

binary=${YISHI_TEST_BINARY:-}
if [ -z "$binary" ]; then
    cd "$(dirname "$0")/.." || exit 1
    binary=$(cargo test --test main --no-run 2>&1 | sed -n 's/.*(\(.*main-[0-9a-f]*\))$/\1/p')
fi
[ -x "$binary" ] || not_run "no test binary"

work=$(mktemp -d)
writer=
clean_up() {
    [ -n "$writer" ] && kill -KILL "$writer" 2>/dev/null
    wait 2>/dev/null
    umount "$work/live" 2>/dev/null
    umount "$work/copy" 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT
mkdir "$work/live" "$work/copy"
truncate -s 512M "$work/image"
mkfs.ext4 -q -F "$work/image" || not_run "mkfs.ext4 failed"
mount -o loop "$work/image" "$work/live" 2>"$work/why" || not_run "$(cat "$work/why")"

export YISHI_HAMMER="alone 600000" YISHI_HAMMER_DIR=$work/live/site
run() { "$binary" --exact "$1" --ignored --nocapture; }
# The second writer begins a book first, which no crash is to hit.
YISHI_HAMMER="nobody 0" run registry::hammer::a_hammer >/dev/null 2>&1 || not_run "no book was begun"

lost=0
: >"$work/acks"
# round NUMBER WRITER COMPARER: one crash while the writer writes; the comparer looks at what is left.
round() {
    YISHI_CRASH_DIR=$work/live/registry "$binary" --exact "$2" --ignored --nocapture \
        >>"$work/acks" 2>/dev/null &
    writer=$!
    sleep "$(awk -v r="$1" 'BEGIN { srand(r); printf "%.2f", 0.5 + rand() * 2.5 }')"
    kill -STOP "$writer"
    cp --sparse=always "$work/image" "$work/crashed"
    cp "$work/acks" "$work/said"
    mount -o loop "$work/crashed" "$work/copy" || not_run "the copy cannot be mounted"
    if out=$(YISHI_CRASH_DIR=$work/copy/registry YISHI_CRASH_ACKS=$work/said \
        YISHI_HAMMER_DIR=$work/copy/site run "$3" 2>&1); then
        echo "round $1: $(grep -o 'compared [0-9]*' <<<"$out") acknowledged, none lost"
    else
        lost=$((lost + 1))
        echo "round $1: LOST"
        echo "$out" | tail -5
    fi
    umount "$work/copy"
    rm -f "$work/crashed"
    kill -KILL "$writer"
    wait "$writer" 2>/dev/null
    writer=
}
for number in $(seq "$rounds"); do
    round "$number" store::crash::writer_child store::crash::compare_with_acknowledgements
    round "$number" registry::hammer::a_hammer registry::kill::what_a_crash_left
done
echo "twice $rounds rounds, $lost with loss"
[ "$lost" = 0 ] || exit 1
echo "ran"
