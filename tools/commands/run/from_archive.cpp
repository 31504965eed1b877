// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/from_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "archive/unpack.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

/// A new directory for temporary files, which only this user can read.
std::string new_directory() {
  const char* const root = std::getenv("TMPDIR");
  std::string path =
      fmt::format("{}/parallel-testing-archive-XXXXXX",
                  root == nullptr || *root == '\0' ? "/tmp" : root);
  if (::mkdtemp(path.data()) == nullptr) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("cannot create '{}': {}; pass --to DIR",
                                   path, std::strerror(errno)));
  }
  return path;
}

void check_archive_options(const parsed_options& parsed) {
  if (!parsed.sorted.test_directory.empty() || parsed.sorted.has_preset) {
    throw cli::failure(
        cli::exit_usage,
        "--archive has a build directory; omit the build directory or preset");
  }
  if (parsed.values.cluster.on != run_place::here && parsed.values.to.empty()) {
    throw cli::failure(
        cli::exit_usage,
        "--archive requires --to DIR with --on: a directory that "
        "all nodes share");
  }
  if (parsed.sorted.of_ctest == tools::purpose::something_else &&
      parsed.values.to.empty()) {
    throw cli::failure(cli::exit_usage,
                       "--archive requires --to DIR where ctest does something "
                       "other than run tests");
  }
}

bool chooses_configuration(const std::vector<std::string>& arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const auto& each) {
    return each == "-C" || each == "--build-config" ||
           each.starts_with("--build-config=");
  });
}

}  // namespace

int run_from_archive(const cli::invocation& given, parsed_options parsed,
                     const std::function<int(const parsed_options&)>& run) {
  check_archive_options(parsed);
  options& wanted = parsed.values;
  const bool is_temporary = wanted.to.empty();
  const std::string directory = is_temporary ? new_directory() : wanted.to;
  const std::string source =
      wanted.map_source.empty()
          ? ""
          : fs::absolute(wanted.map_source).lexically_normal().string();
  tools::unpacked_archive unpacked;
  try {
    unpacked = tools::unpack_archive({wanted.archive, directory, source});
  } catch (const cli::failure&) {
    std::error_code ignored;
    if (is_temporary) {
      fs::remove(directory, ignored);
    }
    throw;
  }
  given.err << fmt::format("unpacked {} into {}\n", wanted.archive, directory);
  if (!source.empty()) {
    for (const std::string& each : unpacked.unmapped) {
      given.err << fmt::format(
          "--map-source cannot change {}: its paths are shorter than the new "
          "ones; give a shorter DIR\n",
          each);
    }
  }
  auto& arguments = parsed.sorted.ctests;
  arguments.insert(arguments.end(), {"--test-dir", unpacked.build});
  if (!unpacked.about.configuration.empty() &&
      !chooses_configuration(arguments)) {
    arguments.insert(arguments.end(), {"-C", unpacked.about.configuration});
  }
  parsed.sorted.test_directory = unpacked.build;
  wanted.archive.clear();
  wanted.to.clear();
  const int exit_code = run(parsed);
  if (exit_code == cli::exit_finding && source.empty() &&
      !unpacked.unmapped.empty()) {
    given.err << fmt::format(
        "note: {} program{} of the archive name{} paths of the machine that "
        "built {}; if tests do not find files, pass --map-source DIR\n",
        unpacked.unmapped.size(), unpacked.unmapped.size() == 1 ? "" : "s",
        unpacked.unmapped.size() == 1 ? "s" : "",
        unpacked.unmapped.size() == 1 ? "it" : "them");
  }
  if (is_temporary && exit_code == cli::exit_fine) {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
  } else if (is_temporary) {
    given.err << fmt::format(
        "kept {}; run its tests again: parallel-testing run {}/build\n",
        directory, directory);
  }
  return exit_code;
}

}  // namespace parallel_testing::run_command
