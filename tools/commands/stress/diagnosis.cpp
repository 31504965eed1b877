// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace parallel_testing::stress_command {
namespace {

constexpr int least_port = 1024;
constexpr int greatest_port = 65535;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

bool has_any(const std::string& text,
             std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string::npos;
  });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The first number after `:` or `port` that can be a port.
std::string port_in(const std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) {
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
    const std::string before =
        text.substr(at < 6 ? 0 : at - 6, at < 6 ? at : 6);
    const bool names_port =
        before.ends_with(':') || before.find("port") != std::string::npos;
    constexpr std::size_t most_digits = 5;
    if (names_port && end - at <= most_digits) {
      int number = 0;
      std::from_chars(text.data() + at, text.data() + end, number);
      if (number >= least_port && number <= greatest_port) {
        return std::to_string(number);
      }
    }
  }
  return "";
}

/// The file name of the first absolute path in `text`.
std::string file_in(const std::string& text) {
  constexpr std::string_view ends = " \t\r\n'\"`:;,)]>";
  for (std::size_t at = text.find('/'); at != std::string::npos;
       at = text.find('/', at + 1)) {
    const bool starts_path =
        at == 0 || ends.find(text[at - 1]) != std::string_view::npos ||
        text[at - 1] == '(' || text[at - 1] == '=';
    const std::size_t end = std::min(text.find_first_of(ends, at), text.size());
    const std::string path = text.substr(at, end - at);
    std::string name = path.substr(path.rfind('/') + 1);
    if (starts_path && path.size() > name.size() + 1 && !name.empty() &&
        !path.ends_with(".cpp") && !path.ends_with(".cc")) {
      return name;
    }
  }
  return "";
}

/// `text` with only the characters that the names of locks may contain:
/// letters, digits, `_`, `.` and `-`.
std::string lock_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                      c == '_' || c == '.' || c == '-';
    name += fits ? c : '_';
  }
  return name.empty() ? "shared" : name;
}

std::string marker_from(const diagnosis& found) {
  const std::string text = found.test.message + "\n" + found.test.output;
  const std::string lowered = lower(text);
  if (has_any(lowered,
              {"address already in use", "eaddrinuse", "address in use"})) {
    const std::string port = port_in(lowered);
    return port.empty() ? "lock:port" : "port:" + port;
  }
  if (has_any(lowered,
              {"database is locked", "database table is locked",
               "duplicate key", "deadlock detected", "could not serialize",
               "relation \"", "no such table"})) {
    return "database:shared";
  }
  if (has_any(lowered, {"no such file", "file exists", "cannot open",
                        "failed to open", "not empty"})) {
    const std::string file = file_in(text);
    return "lock:" + lock_name(file.empty() ? "files" : file);
  }
  const std::string other = found.others.empty() ? "" : found.others.front();
  return "lock:" + lock_name(other.substr(0, other.find_first_of("./:")));
}

std::string advice_beside(const diagnosis& found, const std::string& marker) {
  const bool has_timed_out = std::any_of(
      found.test.outcomes.begin(), found.test.outcomes.end(),
      [](const auto& each) { return each == tools::verdict::timeout; });
  if (has_timed_out) {
    return "it times out when other tests use the processors; give it a "
           "longer `timeout:n`, or `threads:n` if it needs several cores";
  }
  std::string text = fmt::format(
      "mark it and {} with `{}`",
      found.others.size() == 1 ? "the other test" : "the other tests", marker);
  if (marker.starts_with("port:")) {
    return text +
           ", or with `isolate:network`; better still, ask for a free port "
           "with listen_on_free_port()";
  }
  if (marker.starts_with("database:")) {
    return text +
           " and the name of the database, or give each test its own "
           "database";
  }
  return text + "; better still, let each test work in its own temp_dir";
}

}  // namespace

const char* to_text(cause why) {
  constexpr std::array<const char*, 7> texts{
      "by_itself",  "beside",       "before",          "missing_before",
      "kept_state", "not_repeated", "not_investigated"};
  return texts.at(static_cast<std::size_t>(why));
}

advice advice_for(const diagnosis& found) {
  switch (found.why) {
    case cause::by_itself:
      return {"flaky:2",
              "no other test disturbs it; check its use of time, threads and "
              "random numbers, and mark it `flaky:2` until it is fixed"};
    case cause::beside: {
      const std::string marker = marker_from(found);
      return {marker, advice_beside(found, marker)};
    }
    case cause::before:
      return {"",
              "the other tests leave something behind; let them write to a "
              "temp_dir, or clean up in their TearDown()"};
    case cause::missing_before:
      return {"",
              "it needs something that the other tests create; let it create "
              "that itself, or register them as a fixture with FIXTURES_SETUP "
              "and `fixture:name`"};
    case cause::kept_state:
      return {"",
              "something that it or another test wrote outside a temp_dir is "
              "still there; find out what it reads, and remove that"};
    case cause::not_repeated:
      return {"",
              "run more rounds, or mark it and the tests that may disturb it "
              "with `lock:name` and see whether it passes"};
    case cause::not_investigated:
      break;
  }
  return {"",
          "run `parallel-testing stress` for this test alone: -- -R <name>"};
}

}  // namespace parallel_testing::stress_command
