# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Three generations that end together, one of them in a session of its own.
. "${0%/*}/guard.sh"
guard 8 "$PARALLEL_TESTING_WORKER"
test -z "$1" || guard 9 "$1"
sh -c 'sh -c "sleep 0.03; :"; :' &
setsid sh -c 'sleep 0.04; :' &
sh -c 'sleep 0.02; :' &
wait
