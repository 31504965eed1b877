// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/sentences.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource_kind;
using observed::use;

struct verb {
  effects of;
  const char* text;
};

std::string joined_with_and(const std::vector<std::string>& parts) {
  std::string result;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const bool is_last = at + 1 == parts.size();
    result += at == 0 ? "" : (is_last ? " and " : ", ");
    result += parts[at];
  }
  return result;
}

/// Those verbs that follow from others are left out.
effects essential(effects what) {
  if (has_any(what, bit(use::write))) {
    what &= ~(bit(use::append) | bit(use::create) | bit(use::change) |
              bit(use::create_exclusive));
  }
  if (has_any(what, bit(use::append) | bit(use::create_exclusive))) {
    what &= ~bit(use::create);
  }
  if (has_any(what, bit(use::remove))) {
    what &= ~removes_nothing;
  }
  if (has_any(what, content_changes | content_reads | ensures)) {
    what &= ~probes;
  }
  if (has_any(what, bit(use::kill))) {
    what &= ~bit(use::exec);
  }
  if (has_any(what, bit(use::bind))) {
    what &= ~bit(use::connect);
  }
  if (has_any(what, content_changes | content_reads | removes_nothing)) {
    what &= ~ensures;
  }
  return what;
}

std::string phrase_of_name(effects what, const std::string& object) {
  static constexpr verb verbs[] = {
      {bit(use::bind), "binds"},
      {bit(use::connect), "connects to"},
      {content_reads & ~bit(use::exec), "reads"},
      {bit(use::exec), "runs"},
      {bit(use::write), "writes"},
      {bit(use::append), "appends to"},
      {bit(use::create) | bit(use::create_exclusive), "creates"},
      {bit(use::rename_target), "replaces"},
      {bit(use::change), "changes the attributes of"},
      {bit(use::list), "lists"},
      {bit(use::remove), "removes"},
      {removes_nothing, "tries to remove"},
      {ensures, "opens or creates"},
      {bit(use::probe), "looks for"},
      {bit(use::kill), "sends a signal to"},
      {bit(use::set), "sets"},
      {only_tries_lock, "tries to lock"},
  };
  const effects shown = essential(what);
  std::vector<std::string> parts;
  for (const verb& each : verbs) {
    if (has_any(shown, each.of)) {
      parts.emplace_back(each.text);
    }
  }
  if (parts.empty()) {
    return has_any(what, bit(use::probe_absent))
               ? fmt::format("looks for {} and finds nothing", object)
               : fmt::format("uses {}", object);
  }
  return fmt::format("{} {}", joined_with_and(parts), object);
}

std::string phrase_of_directory(const member& about,
                                const std::string& object) {
  constexpr effects names =
      changes_names | changes_random_names | makes_common_names;
  const effects own =
      about.how.what & ~(names | uses_below | makes_all_common_names);
  std::vector<std::string> parts;
  const bool is_only_probe = has_only(own, probes);
  if (own != 0 &&
      (!is_only_probe || !has_any(about.how.what, names | uses_below))) {
    parts.push_back(phrase_of_name(own, object));
  }
  const std::string inside =
      about.example.empty() ? "names in " + object : about.example;
  if (has_any(about.how.what, names)) {
    parts.push_back(fmt::format("creates or removes {}", inside));
  } else if (has_any(about.how.what, uses_below)) {
    parts.push_back(fmt::format("uses {}", inside));
  }
  return joined_with_and(parts);
}

}  // namespace

std::string object_name(const group& about) {
  switch (about.what.kind) {
    case resource_kind::process:
      return about.what.canonical == "process:all"
                 ? "all processes"
                 : about.what.canonical.substr(about.what.canonical.find(':') +
                                               1);
    case resource_kind::host_name:
      return "the host name";
    case resource_kind::clock:
      return "the clock";
    case resource_kind::port:
      return fmt::format("{} port {}",
                         about.what.protocol == "udp" ? "UDP" : "TCP",
                         about.what.port);
    default:
      return about.what.canonical;
  }
}

std::string phrase(nature of, const member& about, const std::string& object) {
  switch (of) {
    case nature::directory:
    case nature::temp_directory:
      return phrase_of_directory(about, object);
    case nature::folded_names:
      return phrase_of_name(about.how.what, object == "it"
                                                ? "names in it"
                                                : "names in " + object);
    default:
      return phrase_of_name(about.how.what, object);
  }
}

std::string sentence(const group& about, const member& first,
                     const std::string& first_name, const member& second,
                     const std::string& second_name) {
  const std::string object = object_name(about);
  const std::string one = phrase(about.of, first, object);
  const std::string other = phrase(about.of, second, "it");
  if (first.how == second.how && phrase(about.of, first, "it") == other) {
    return fmt::format("{} {}; so does {}", first_name, one, second_name);
  }
  return fmt::format("{} {}; {} {}", first_name, one, second_name, other);
}

}  // namespace parallel_testing::tools::sharing_rules
