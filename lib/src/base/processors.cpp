// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/processors.hpp"

#ifdef __linux__
#include <sched.h>
#endif

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/format.hpp"
#include "base/text.hpp"

namespace parallel_testing {

std::vector<unsigned> parse_processors(std::string_view list) {
  std::vector<unsigned> result;
  for (const std::string_view part : split(list, ',')) {
    const std::size_t dash = std::min(part.find('-'), part.size());
    const auto first = whole_number(part.substr(0, dash), most_processors - 1);
    const auto last = dash == part.size() ? first
                                          : whole_number(part.substr(dash + 1),
                                                         most_processors - 1);
    if (!first || !last) {
      continue;
    }
    for (auto at = *first; at <= *last; ++at) {
      result.push_back(static_cast<unsigned>(at));
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::string list_of_processors(const std::vector<unsigned>& processors) {
  std::string list;
  for (std::size_t at = 0; at < processors.size();) {
    std::size_t end = at + 1;
    while (end < processors.size() &&
           processors[end] == processors[end - 1] + 1) {
      ++end;
    }
    list += fmt::format("{}{}", list.empty() ? "" : ",", processors[at]);
    if (end - at > 1) {
      list += fmt::format("-{}", processors[end - 1]);
    }
    at = end;
  }
  return list;
}

#ifdef __linux__

namespace {

/// A set of processors of any number; see CPU_SET(3).
class processor_set {
 public:
  processor_set() : set_(CPU_ALLOC(most_processors), free_set) {
    CPU_ZERO_S(size(), set_.get());
  }
  [[nodiscard]] cpu_set_t* get() const { return set_.get(); }
  static std::size_t size() { return CPU_ALLOC_SIZE(most_processors); }

 private:
  static void free_set(cpu_set_t* set) { CPU_FREE(set); }
  std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set_;
};

}  // namespace

std::vector<unsigned> affinity_of(int pid) {
  const processor_set found;
  std::vector<unsigned> processors;
  if (::sched_getaffinity(pid, processor_set::size(), found.get()) != 0) {
    return processors;
  }
  const auto count =
      static_cast<unsigned>(CPU_COUNT_S(processor_set::size(), found.get()));
  for (unsigned each = 0; each < most_processors && processors.size() < count;
       ++each) {
    if (CPU_ISSET_S(each, processor_set::size(), found.get())) {
      processors.push_back(each);
    }
  }
  return processors;
}

bool set_affinity(const std::vector<unsigned>& processors) {
  const processor_set chosen;
  for (const unsigned each : processors) {
    CPU_SET_S(each, processor_set::size(), chosen.get());
  }
  return ::sched_setaffinity(0, processor_set::size(), chosen.get()) == 0;
}

#else

std::vector<unsigned> affinity_of(int) {
  return {};
}

bool set_affinity(const std::vector<unsigned>&) {
  errno = ENOSYS;
  return false;
}

#endif

}  // namespace parallel_testing
