# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Three generations that end together.
sh -c 'sh -c "sleep 0.03; :"; :' &
sh -c 'sleep 0.02; :' &
wait
