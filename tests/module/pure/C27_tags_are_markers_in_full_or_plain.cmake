# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Tags are free text: what can hardly be anything but a marker is refused, what
# only looks like one is a plain tag with a hint, and the others say nothing.
include("${module_dir}/ParallelTesting/pure/Markers.cmake")

function(read_tag tag)
  _parallel_read_markers(markers tags "${tag}" "billing")
  foreach(list IN ITEMS problems hints properties known requests)
    set(${list} "${markers_${list}}" PARENT_SCOPE)
  endforeach()
endfunction()

function(expect_refused tag sentence)
  foreach(written IN ITEMS "${tag}" "@${tag}")
    read_tag("${written}")
    expect_equal("${problems}"
      "${sentence} Pass TAGS_ARE_NOT_MARKERS if no tag of this target is a marker")
  endforeach()
endfunction()

function(expect_hint tag sentence)
  foreach(written IN ITEMS "${tag}" "@${tag}")
    read_tag("${written}")
    expect_equal("${hints}" "${tag}%|${sentence}")
    expect_equal("${problems}${properties}${known}${requests}" "")
  endforeach()
endfunction()

function(expect_plain)
  foreach(tag IN LISTS ARGN)
    foreach(written IN ITEMS "${tag}" "@${tag}")
      read_tag("${written}")
      expect_equal("${tag}|${hints}${problems}${properties}${known}${requests}"
        "${tag}|")
      _parallel_read_markers(markers labels "${written}" "billing")
      expect_equal("${markers_properties}" "LABELS;${tag}")
    endforeach()
  endforeach()
endfunction()

expect_refused("prot:8080" "unknown marker 'prot:8080', did you mean 'port:8080'?")
expect_refused("databse:x" "unknown marker 'databse:x', did you mean 'database:x'?")
expect_refused("locks:x" "unknown marker 'locks:x', did you mean 'lock:x'?")
expect_refused("timeuot:3" "unknown marker 'timeuot:3', did you mean 'timeout:3'?")
expect_refused("Port:8080" "unknown marker 'Port:8080', did you mean 'port:8080'?")
expect_refused("port:http" "malformed marker 'port:http': write port:<1-65535>.")
expect_refused("timeout:" "malformed marker 'timeout:': write timeout:<seconds>.")
expect_refused("serial:x" "malformed marker 'serial:x': write serial.")
# Without it a test that must be alone would not be.
expect_refused("no_paralel" "unknown marker 'no_paralel', did you mean 'no_parallel'?")
expect_refused("noparallel" "unknown marker 'noparallel', did you mean 'no_parallel'?")

foreach(word IN ITEMS
  lock port memory timeout group leak resource threads fixture flaky grace
)
  _parallel_marker_usage(usage "${word}")
  expect_hint("${word}" "as a marker it is ${usage}")
endforeach()
expect_hint(serail "did you mean 'serial'?")
expect_hint(Serial "did you mean 'serial'?")
expect_hint(databse "did you mean 'database'?")
expect_hint(solw "did you mean 'slow'?")
expect_hint(integraton "did you mean 'integration'?")
expect_hint(biling "did you mean 'billing'?")
expect_hint("a%3Block:x"
  "it is one tag: write %5Ba%5D%5Block:x%5D for several tags")

expect_plain(app flow clock block cast log int set helpers "two words" .hidden)
expect_plain(
  issue:123 unknown:thing see:that "Parser::parse" "file::size()" "port::open"
  "lock::acquire" "no_parallel::x" "timeout::5" "::global" clock:1 block:2
  trace:on grade:7 loc:en part:2 sort:asc figure:3 data:x "Memory:Alloc" ":" "a:"
  "lok:x" "memo:x" "https://example.org/a"
)

_parallel_read_markers(markers tags "slow;port:8080;@vector" "")
expect_equal("${markers_properties}" "RESOURCE_LOCK;port:8080;LABELS;slow")
_parallel_read_markers(markers labels "slow;port:8080;@vector" "")
expect_equal("${markers_properties}" "RESOURCE_LOCK;port:8080;LABELS;slow\\;vector")
# A declared label is no misspelling.
_parallel_read_markers(markers tags "@slows;@memory;@memory::x" "slows;memory")
expect_equal("${markers_problems}${markers_hints}" "")
expect_equal("${markers_properties}" "LABELS;slows\\;memory")
# A plain tag contradicts nothing, and asks nothing of the launcher.
_parallel_read_markers(markers tags
  "timeout:5;@timeout::x;@timeout;@leak::found;@isolate::x;@memory::x:hard" "")
expect_equal("${markers_problems}" "")
expect_equal("${markers_properties}" "TIMEOUT;5")
expect_equal("${markers_known}" "timeout:5")
expect_equal("${markers_supervised}" FALSE)

# Where tags are no markers, only what CMake says is one.
foreach(style IN ITEMS free_tags free_labels)
  _parallel_read_markers(markers ${style} "@serial;lock:a;@lock:b;@port:http;@slow;@prot:8" "")
  expect_equal("${markers_problems}${markers_hints}" "")
  expect_equal("${markers_known}" "lock:a")
  expect_equal("${markers_writes}" "lock:a")
endforeach()
expect_equal("${markers_properties}" "RESOURCE_LOCK;a;LABELS;\
serial\\;lock:b\\;port:http\\;slow\\;prot:8")
_parallel_read_markers(markers free_tags "@slow;unit" "")
expect_equal("${markers_properties}" "LABELS;unit")
