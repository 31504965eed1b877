# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Nobody reads what a shell says of a sleep that was ended.
exec 2>/dev/null
trap 'printf "tidied\tup\n" >> "$E2E_NOTES"; exit 1' TERM INT
sh -c 'while :; do sleep 0.05; done' &
printf 'waiting\t%s\n' $$ >> "$E2E_NOTES"
printf 'waiting\t%s\n' $! >> "$E2E_NOTES"
while :; do sleep 0.01; done
