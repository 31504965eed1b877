// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/unforkable.hpp"

#include "base/text.hpp"

namespace parallel_testing {

namespace {

struct library_kind {
  std::string_view file_name;  ///< how the name of the library starts
  std::string_view what;
};

/// The documentation of each forbids to use it after a fork.
constexpr library_kind not_after_fork[] = {
    {"libcuda.so", "CUDA"},
    {"libcudart.so", "CUDA"},
    {"libamdhip64.so", "HIP"},
    {"libhsa-runtime64.so", "ROCm"},
    {"libze_loader.so", "Level Zero"},
    {"libOpenCL.so", "OpenCL"},
    {"libgrpc.so", "gRPC"},
    {"libgrpc++.so", "gRPC"},
    {"libmpi.so", "MPI"},
    {"libmpich.so", "MPI"},
    {"libibverbs.so", "InfiniBand verbs"},
};

}  // namespace

std::string_view unforkable_part(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  for (const library_kind& each : not_after_fork) {
    if (starts_with(name, each.file_name)) {
      return each.what;
    }
  }
  return "";
}

}  // namespace parallel_testing
