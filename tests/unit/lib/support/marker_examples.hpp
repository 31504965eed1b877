// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "markers/marker.hpp"

namespace parallel_testing {

inline marker_list parsed(const std::vector<std::string>& texts) {
  marker_list markers;
  for (const std::string& text : texts) markers.push_back(parse_marker(text));
  return markers;
}

/// What can follow the word of a marker, as a form of marker_table names it.
struct form_examples {
  std::string form;
  std::vector<std::string> valid;
  std::vector<std::string> malformed;
};

/// Of each form in the table.
inline std::vector<form_examples> all_form_examples() {
  const std::string longest(100, 'n');
  const std::string too_long(101, 'n');
  const std::vector<std::string> names = {"fonts", "A.b_c-9", "4711.5",
                                          longest};
  const std::vector<std::string> no_names = {
      "",    ":",   "a b", "a:",       "a/b",         "\xC3\xBC",
      "a;b", "a,b", "::",  "[::open]", "a:exclusive", too_long};
  const std::vector<std::string> no_counts = {
      "",     "0",          "08",
      "-1",   "+1",         "1.5",
      "many", "1000000000", "99999999999999999999",
      "3:tcp"};
  const std::vector<std::string> no_seconds = {"",   "0",   "0.0", ".5",
                                               "2.", "1e3", "-1",  "1.2.3"};
  const std::vector<std::string> no_sizes = {
      "", "2", "2TB", "2gib", "GiB", "0GiB", "02GiB", "1000000000B", "2 GiB"};
  std::vector<form_examples> all = {
      {"", {""}, {":"}},
      {"<name>", names, no_names},
      {"<group>", names, no_names},
      {"<name>:shared",
       {"fonts:shared", longest + ":shared"},
       {":shared", "a:shared:x", "a:shared:", too_long + ":shared"}},
      {"<name>:cluster",
       {"fonts:cluster", "shared:cluster"},
       {":cluster", "a:clusters", "a:cluster:", "a:cluster:x",
        too_long + ":cluster"}},
      {"<name>:shared:cluster",
       {"fonts:shared:cluster"},
       {":shared:cluster", "a:cluster:shared", "a:shared:cluster:x"}},
      {"<name>:<count>",
       {"gpu:2", "gpu:999999999"},
       {"gpu:0", "gpu:", "gpu:1000000000", ":2", "gpu:2:2"}},
      {"<1-10000>", {"1", "3", "10000"}, {"10001"}},
      {"<1-65535>", {"1", "8080", "65535"}, {"65536", "http"}},
      {"<1-9999>", {"1", "9999"}, {"10000"}},
      {"<1-99>", {"1", "99"}, {"100"}},
      {"<ranks>",
       {"1", "2,4", "9999", "4,2,8"},
       {"", "0", "02", "10000", "2,", ",2", "2,,4", "2,0", "2+4", "2 4",
        "two"}},
      {"<seconds>", {"30", "0.5", "007", "0.001"}, no_seconds},
      {"<size>", {"1B", "3KB", "999999999GiB", "2MiB"}, no_sizes},
      {"<size>:hard",
       {"2GiB:hard"},
       {"2GiB:soft", "2GiB:", ":hard", "2:hard", "2GiB:hard:x"}},
      {"memory:<size>",
       {"memory:1B", "memory:4GiB"},
       {"memory", "memory:", "memory:2", "memory:2GiB:hard", "memory:x:1GiB"}},
      {"share:<1-100>",
       {"share:1", "share:100"},
       {"share", "share:", "share:0", "share:101", "share:5:5", "share:1GiB"}},
      {"<1-9999>:pinned",
       {"1:pinned", "9999:pinned"},
       {"0:pinned", "10000:pinned", "1:pin", ":pinned", "1:pinned:x"}},
  };
  for (const char* const word :
       {"network", "tmp", "ipc", "pid", "fail", "warn", "allow"}) {
    const std::string text = word;
    all.push_back({text, {text}, {"", "disk", text + ":x", text + "s"}});
  }
  for (form_examples& each : all) {
    if (each.form.compare(0, 3, "<1-") != 0) continue;
    each.malformed.insert(each.malformed.end(), no_counts.begin(),
                          no_counts.end());
  }
  return all;
}

/// The forms of a row.
inline std::vector<std::string> forms_of(const marker_row& row) {
  std::vector<std::string> forms{""};
  for (const char c : row.forms) {
    if (c == '|') {
      forms.emplace_back();
    } else {
      forms.back() += c;
    }
  }
  return forms;
}

/// A marker with this argument, "" for none.
inline std::string marker_with(const marker_row& row, const std::string& form,
                               const std::string& argument) {
  const std::string word(row.word);
  return form.empty() ? word + argument : word + ":" + argument;
}

}  // namespace parallel_testing
