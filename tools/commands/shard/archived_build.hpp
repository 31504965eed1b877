// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `shard --archive`: the build tree comes out of an archive.
#pragma once

#include <iosfwd>

#include "commands/shard/options.hpp"

namespace parallel_testing::shard_command {

/// Unpacks the archive that the options name, if any. Its build tree and
/// configuration become those of the options. Throws cli::failure.
void use_archive(options& wanted, std::ostream& err);

}  // namespace parallel_testing::shard_command
