// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a test finds all that it needs in private namespaces. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "remedies/uses.hpp"

namespace parallel_testing::tools {

/// Whether a test with a private /tmp does not see the path. It still sees the
/// directories of the build, the sources and its program.
[[nodiscard]] bool is_hidden_by_private_tmp(const observation& of,
                                            const std::string& path,
                                            std::size_t test);

/// Whether the test needs nothing below /tmp that it does not create.
[[nodiscard]] bool fits_private_tmp(const observation& of, const all_uses& uses,
                                    std::size_t test);

/// The same for another directory.
[[nodiscard]] bool fits_empty_directory(const observation& of,
                                        const all_uses& uses,
                                        std::string_view directory,
                                        std::size_t test);

/// Whether the test only connects to what it binds itself.
[[nodiscard]] bool fits_network(const record_of_test& record);

/// Whether isolate:ipc makes the resource private.
[[nodiscard]] bool is_ipc(const observed::resource& what);

/// Whether the test creates the System V and POSIX objects that it uses.
[[nodiscard]] bool fits_ipc(const record_of_test& record);

}  // namespace parallel_testing::tools
