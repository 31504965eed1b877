// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <utility>

namespace parallel_testing::app {

/// A shared library that is loaded when one of its functions is first called.
/// Not for several threads at once: these first calls must not overlap.
class library_on_demand {
 public:
  /// `file` is the name for which the dynamic linker searches.
  explicit library_on_demand(std::string file) : file_(std::move(file)) {}

  /// The function with this name. Throws cli::failure if the library or the
  /// function is missing.
  template <class Function>
  [[nodiscard]] Function* function(const char* name) {
    return reinterpret_cast<Function*>(find(name));
  }

 private:
  [[nodiscard]] void* find(const char* name);

  std::string file_;
  void* loaded_ = nullptr;
};

}  // namespace parallel_testing::app

/// Defines the function `name` of the library that `library()` returns. The
/// linker must not export it: the library would then call it in place of its
/// own.
#define PARALLEL_TESTING_ON_DEMAND(library, result, name, parameters,       \
                                   arguments)                               \
  extern "C" __attribute__((visibility("hidden"))) result name parameters { \
    static auto* const loaded = library().function<decltype(name)>(#name);  \
    return loaded arguments;                                                \
  }
