// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/main_arguments.hpp"

#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "base/files.hpp"
#include "base/text.hpp"

#if defined(__linux__)
#include <sys/auxv.h>
#endif

namespace parallel_testing {
namespace {

#if defined(__linux__)
/// Whether a program still has the environment that the system put on the stack
/// of the main thread, which calls this. What is below it can be read.
[[maybe_unused]] bool is_on_initial_stack(char** environment) noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(environment);
  const auto here =
      reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  // 16 bytes that the system writes above everything else.
  const std::uintptr_t random_bytes = ::getauxval(AT_RANDOM);
  return ::gettid() == ::getpid() && here < at && at < random_bytes;
}
#endif

}  // namespace

main_arguments arguments_of_main([[maybe_unused]] int argc,
                                 [[maybe_unused]] char** argv) {
#if defined(__GLIBC__) || defined(__APPLE__)
  return {{argv, argv + argc}, argv};
#else
  const std::string text = read_whole("/proc/self/cmdline");
  const std::vector<std::string_view> pieces = split(text, '\0');
  main_arguments result{{pieces.begin(), pieces.end()}, nullptr};
#if defined(__linux__)
  if (is_on_initial_stack(::environ)) {
    result.pointers = arguments_below(::environ, result.texts);
  }
#endif
  return result;
#endif
}

char** arguments_below(char** environment,
                       const std::vector<std::string>& texts) noexcept {
  char** const first = environment - 1 - texts.size();
  if (environment[-1] != nullptr ||
      reinterpret_cast<std::uintptr_t>(first[-1]) != texts.size()) {
    return nullptr;
  }
  for (std::size_t at = 0; at < texts.size(); ++at) {
    if (first[at] == nullptr || texts[at] != first[at]) {
      return nullptr;
    }
  }
  return first;
}

}  // namespace parallel_testing
