# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Markers.cmake")

function(expect_problem markers expected)
  _parallel_read_markers(markers strict "${markers}" "billing")
  expect_equal("${markers_problems}" "${expected}")
endfunction()

expect_problem("prot:8080" "unknown marker 'prot:8080', did you mean 'port:8080'?")
expect_problem("databse:orders"
  "unknown marker 'databse:orders', did you mean 'database:orders'?")
expect_problem("solw"
  "unknown marker 'solw', did you mean 'slow'? A label must be declared: parallel_declare_labels(solw)")
expect_problem("biling"
  "unknown marker 'biling', did you mean 'billing'? A label must be declared: parallel_declare_labels(biling)")
expect_problem("quarterly"
  "unknown marker 'quarterly'. A label must be declared: parallel_declare_labels(quarterly)")
expect_problem("port:0" "malformed marker 'port:0': write port:<1-65535>")
expect_problem("port:65536" "malformed marker 'port:65536': write port:<1-65535>")
expect_problem("port:" "malformed marker 'port:': write port:<1-65535>")
expect_problem("threads:none" "malformed marker 'threads:none': write threads:<1-9999> or threads:<1-9999>:pinned")
expect_problem("timeout:0" "malformed marker 'timeout:0': write timeout:<seconds>")
expect_problem("timeout:-1" "malformed marker 'timeout:-1': write timeout:<seconds>")
expect_problem("lock:a b"
  "malformed marker 'lock:a b': write lock:<name>, lock:<name>:shared, lock:<name>:cluster or lock:<name>:shared:cluster")
expect_problem("memory:2TB"
  "malformed marker 'memory:2TB': write memory:<size> or memory:<size>:hard; a size is a number and B, KB, MB, GB, KiB, MiB or GiB")
expect_problem("serial:x" "malformed marker 'serial:x': write serial")
expect_problem("timeout:1;timeout:2"
  "contradictory markers 'timeout:1' and 'timeout:2'")
expect_problem("threads:1;slow;threads:2"
  "contradictory markers 'threads:1' and 'threads:2'")
expect_problem("group:a;group:b"
  "contradictory markers 'group:a' and 'group:b'")
expect_problem("group" "malformed marker 'group': write group:<name>. A plain label must be declared: parallel_declare_labels(group)")

expect_problem("isolate:netwrok"
  "malformed marker 'isolate:netwrok': write isolate, isolate:network, isolate:tmp, isolate:ipc or isolate:pid")
expect_problem("leak:maybe"
  "malformed marker 'leak:maybe': write leak:fail, leak:warn or leak:allow")
expect_problem("leak:warn;leak:allow"
  "contradictory markers 'leak:warn' and 'leak:allow'")
expect_problem("grace:0" "malformed marker 'grace:0': write grace:<seconds>")
expect_problem("memory:1GiB:soft"
  "malformed marker 'memory:1GiB:soft': write memory:<size> or memory:<size>:hard; a size is a number and B, KB, MB, GB, KiB, MiB or GiB")
expect_problem("superviced"
  "unknown marker 'superviced', did you mean 'supervised'? A label must be declared: parallel_declare_labels(superviced)")

string(REPEAT n 101 too_long)
expect_problem("lock:${too_long}"
  "malformed marker 'lock:${too_long}': write lock:<name>, lock:<name>:shared, lock:<name>:cluster or lock:<name>:shared:cluster")
