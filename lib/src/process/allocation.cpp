// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/allocation.hpp"

#include <stdlib.h>

#include <algorithm>
#include <cctype>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::uint64_t most_groups = 1'000'000;
constexpr std::uint64_t most_slots = 4'294'967'295;
/// The prefix of the capacities that stand for the worker pool and for locks
/// with readers.
constexpr std::string_view internal_prefix = "parallel_testing_";

std::string value_of(const environment_lookup& lookup,
                     const std::string& name) {
  const char* const value = lookup(name.c_str());
  return value == nullptr ? "" : value;
}

[[noreturn]] void throw_malformed(const std::string& name,
                                  const std::string& value) {
  throw error(fmt::format(
      "{}='{}' is not in the form that ctest writes; start the test with "
      "ctest, or unset the variables CTEST_RESOURCE_GROUP_*",
      name, value));
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return result;
}

/// `id:<id>,slots:<n>`
bool read_slots(std::string_view text, allocation& into) {
  constexpr std::string_view id_word = "id:";
  constexpr std::string_view slots_word = ",slots:";
  const std::size_t comma = text.find(slots_word);
  if (text.substr(0, id_word.size()) != id_word ||
      comma == std::string_view::npos) {
    return false;
  }
  into.id = text.substr(id_word.size(), comma - id_word.size());
  const auto slots =
      whole_number(text.substr(comma + slots_word.size()), most_slots);
  if (into.id.empty() || !slots) {
    return false;
  }
  into.slots = *slots;
  return true;
}

void read_type(const environment_lookup& lookup, const std::string& group_name,
               allocation described, std::vector<allocation>& into) {
  const std::string name = group_name + "_" + upper(described.capacity);
  const std::string value = value_of(lookup, name);
  for (const std::string_view piece : split(value, ';')) {
    if (!read_slots(piece, described)) {
      throw_malformed(name, value);
    }
    into.push_back(described);
  }
}
}  // namespace

std::vector<allocation> read_all_allocations(const environment_lookup& lookup) {
  const std::string prefix = "CTEST_RESOURCE_GROUP_";
  const std::string count_text = value_of(lookup, prefix + "COUNT");
  std::vector<allocation> result;
  if (count_text.empty()) {
    return result;
  }
  const auto count = whole_number(count_text, most_groups);
  if (!count) {
    throw_malformed(prefix + "COUNT", count_text);
  }
  for (std::size_t group = 0; group < *count; ++group) {
    const std::string name = fmt::format("{}{}", prefix, group);
    const std::string types = value_of(lookup, name);
    for (const std::string_view type : split(types, ',')) {
      read_type(lookup, name, {std::string(type), "", 1, group}, result);
    }
  }
  return result;
}

std::vector<allocation> read_allocations(const environment_lookup& lookup) {
  std::vector<allocation> result = read_all_allocations(lookup);
  const auto is_internal = [](const allocation& each) {
    return each.capacity.compare(0, internal_prefix.size(), internal_prefix) ==
           0;
  };
  result.erase(std::remove_if(result.begin(), result.end(), is_internal),
               result.end());
  return result;
}

void detail::visit_allocations(void (*visit)(void* context,
                                             const allocation& each),
                               void* context) {
  for (const allocation& each :
       read_allocations([](const char* name) { return ::getenv(name); })) {
    visit(context, each);
  }
}

}  // namespace parallel_testing
