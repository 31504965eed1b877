# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Says so when another one of the same name is there at the same time.
. "${0%/*}/guard.sh"
guard 8 "$PARALLEL_TESTING_WORKER"
guard 9 "$1"
mine=$E2E_SECTIONS/$1
mkdir "$mine" 2>/dev/null || printf 'collision\t%s\n' "$1" >> "$E2E_NOTES"
printf 'worker\t%s\n' "$PARALLEL_TESTING_WORKER" >> "$E2E_NOTES"
test -n "$PARALLEL_TESTING_PORT_2" || exit 1
echo content > "$TMPDIR/file"
sleep 0.02
rmdir "$mine"
test "$(cat "$TMPDIR/file")" = content
