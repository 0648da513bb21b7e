#!/bin/bash
# An operating-system crash, as far as it can be played: the registry lies on ext4 on a loop device;
# the writer is frozen, the image of the device is copied as it stands, the copy is mounted (ext4
# recovers its journal), and the registry on it must hold everything that was acknowledged.
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

lost=0
acknowledged=0
: >"$work/acks"
for round in $(seq "$rounds"); do
    YISHI_CRASH_DIR=$work/live/registry "$binary" --exact store::crash::writer_child \
        --ignored --nocapture >>"$work/acks" 2>/dev/null &
    writer=$!
    sleep "$(awk -v r="$round" 'BEGIN { srand(r); printf "%.2f", 0.5 + rand() * 2.5 }')"
    kill -STOP "$writer"
    cp --sparse=always "$work/image" "$work/crashed"
    cp "$work/acks" "$work/said"
    mount -o loop "$work/crashed" "$work/copy" || not_run "the copy cannot be mounted"
    if out=$(YISHI_CRASH_DIR=$work/copy/registry YISHI_CRASH_ACKS=$work/said "$binary" \
        --exact store::crash::compare_with_acknowledgements --ignored --nocapture 2>&1); then
        acknowledged=$(grep -c ack "$work/said")
        echo "round $round: $acknowledged acknowledged, none lost"
    else
        lost=$((lost + 1))
        echo "round $round: LOST"
        echo "$out" | tail -5
    fi
    umount "$work/copy"
    rm -f "$work/crashed"
    kill -KILL "$writer"
    wait "$writer" 2>/dev/null
    writer=
done
echo "$rounds rounds, $acknowledged acknowledged, $lost rounds with loss"
[ "$lost" = 0 ] || exit 1
echo "ran"
