// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/archived_build.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "archive/unpack.hpp"

namespace parallel_testing::shard_command {
namespace {

void check_archive(const options& wanted) {
  if (wanted.archive.empty() && wanted.to.empty() &&
      wanted.map_source.empty()) {
    return;
  }
  if (wanted.archive.empty()) {
    throw cli::failure(cli::exit_usage,
                       "--to and --map-source require --archive FILE");
  }
  if (wanted.to.empty()) {
    throw cli::failure(cli::exit_usage,
                       "--archive requires --to DIR, where the results of the "
                       "shard are kept for `merge`");
  }
  if (!wanted.build.empty() || !sort_arguments(wanted.ctest).preset.empty()) {
    throw cli::failure(
        cli::exit_usage,
        "--archive has a build directory; omit the build directory or preset");
  }
}

}  // namespace

void use_archive(options& wanted, std::ostream& err) {
  check_archive(wanted);
  if (wanted.archive.empty()) {
    return;
  }
  const std::string source = wanted.map_source.empty()
                                 ? ""
                                 : std::filesystem::absolute(wanted.map_source)
                                       .lexically_normal()
                                       .string();
  const tools::unpacked_archive unpacked =
      tools::unpack_archive({wanted.archive, wanted.to, source});
  err << fmt::format("unpacked {} into {}\n", wanted.archive, wanted.to);
  wanted.build = unpacked.build;
  const std::string& configuration = unpacked.about.configuration;
  if (!configuration.empty() &&
      sort_arguments(wanted.ctest).configuration.empty()) {
    wanted.ctest.insert(wanted.ctest.end(), {"-C", configuration});
  }
}

}  // namespace parallel_testing::shard_command
