// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/ownership.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "format.hpp"
#include "os.hpp"
#include "process.hpp"
#include "process_info.hpp"
#include "text.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::string_view first_word = "parallel_testing";

std::string place_of_this_process() {
  const std::string boot =
      os::read_file_at(AT_FDCWD, "/proc/sys/kernel/random/boot_id");
  std::array<char, 64> name{};
  const ssize_t size =
      ::readlink("/proc/self/ns/pid", name.data(), name.size());
  if (boot.empty() || size <= 0) return "";
  return hex(
      hash(boot + std::string(name.data(), static_cast<std::size_t>(size))),
      16);
}

}  // namespace

std::string to_text(const ownership_mark& mark) {
  return fmt::format("{} place={} owner={} run={}", first_word, mark.place,
                     mark.owner, mark.run);
}

ownership_mark parse_ownership_mark(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  if (words.size() != 4 || words[0] != first_word) return {};
  const auto value = [&](std::size_t at, std::string_view name) {
    const std::string_view word = words[at];
    const bool has_name = word.substr(0, name.size()) == name;
    return has_name ? std::string(word.substr(name.size())) : std::string();
  };
  ownership_mark mark{value(1, "place="), value(2, "owner="), value(3, "run=")};
  if (mark.owner.empty() || mark.run.empty()) return {};
  return mark;
}

ownership_mark own_mark() {
  const run_record& record = process::current().registered_run();
  return {place_of_this_process(), record.owner, record.id};
}

bool is_left_over(const ownership_mark& mark, const std::string& place) {
  return !mark.place.empty() && mark.place == place && !is_alive(mark.owner);
}

}  // namespace parallel_testing::postgresql
