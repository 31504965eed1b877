// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/ownership.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::string_view first_word = "parallel_testing";
constexpr std::string_view first_part = "pt";

std::string pid_space_of_this_process() {
  const std::string boot = read_whole("/proc/sys/kernel/random/boot_id");
  const std::string name = link_target("/proc/self/ns/pid");
  if (boot.empty() || name.empty()) {
    return "";
  }
  return hex(hash(boot + name), 16);
}

}  // namespace

std::string to_text(const ownership_mark& mark) {
  return fmt::format("{} place={} owner={} run={}", first_word, mark.pid_space,
                     mark.owner, mark.run);
}

ownership_mark parse_ownership_mark(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  if (words.size() != 4 || words[0] != first_word) {
    return {};
  }
  const auto value = [&](std::size_t at, std::string_view name) {
    const std::string_view word = words[at];
    const bool has_name = word.substr(0, name.size()) == name;
    return has_name ? std::string(word.substr(name.size())) : std::string();
  };
  ownership_mark mark{value(1, "place="), value(2, "owner="), value(3, "run=")};
  if (mark.owner.empty() || mark.run.empty()) {
    return {};
  }
  return mark;
}

std::string to_unfinished_name(const ownership_mark& mark,
                               std::string_view unique) {
  return fmt::format("{}_{}_{}_{}", first_part, mark.pid_space, mark.owner,
                     unique);
}

ownership_mark parse_unfinished_name(std::string_view name) {
  const std::vector<std::string_view> parts = split(name, '_');
  if (parts.size() != 5 || parts[0] != first_part) {
    return {};
  }
  return {std::string(parts[1]), std::string(parts[2]), ""};
}

ownership_mark own_mark() {
  const run_record& record = process::current().registered_run();
  return {pid_space_of_this_process(), record.owner, record.id};
}

bool is_left_over(const ownership_mark& mark, const std::string& pid_space) {
  return !mark.pid_space.empty() && mark.pid_space == pid_space &&
         !is_alive(mark.owner);
}

bool is_of_a_dead_run(const ownership_mark& mark) {
  return is_left_over(mark, own_mark().pid_space) &&
         (mark.run.empty() ||
          !has_members(process::current().state(), mark.run));
}

bool is_of_this_run(const ownership_mark& mark) {
  const ownership_mark mine = own_mark();
  return !mark.pid_space.empty() && mark.pid_space == mine.pid_space &&
         mark.run == mine.run;
}

}  // namespace parallel_testing::postgresql
