// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/ctest_command.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "commands/run/guards/crashes.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

std::string listing_directory(const run_settings& with) {
  return with.run_directory + "/listing";
}

/// Whether the option would change the listing: verbosity breaks the JSON, and
/// the tests that failed last are unknown in the directory of the listing.
bool spoils_listing(const std::string& argument) {
  return argument == "-V" || argument == "-VV" || argument == "--verbose" ||
         argument == "--extra-verbose" || argument == "--rerun-failed";
}

bool stops_natively(const options& wanted) {
  return wanted.maxfail == 1 && wanted.retries == 0;
}

tools::program_start ctest_with(const run_settings& with, const options& wanted,
                                const std::vector<std::string>& arguments,
                                std::int64_t round) {
  tools::program_start result;
  result.arguments = {with.ctest};
  result.arguments.insert(result.arguments.end(), arguments.begin(),
                          arguments.end());
  result.arguments.insert(result.arguments.end(),
                          {"-j", std::to_string(with.jobs.number), "-V"});
  if (!with.overwritten_build.empty()) {
    result.arguments.insert(
        result.arguments.end(),
        {"--overwrite", "BuildDirectory=" + with.overwritten_build});
  }
  if (stops_natively(wanted)) {
    result.arguments.emplace_back("--stop-on-failure");
  }
  if (with.seed != 0 && !with.has_module) {
    result.arguments.emplace_back("--schedule-random");
  }
  if (with.seed != 0 && with.has_module) {
    // The order of a shuffled run is in COST, which ctest averages with the
    // times of the tests in this file.
    result.arguments.insert(
        result.arguments.end(),
        {"--overwrite",
         "CostDataFile=" + with.run_directory + "/CTestCostData.txt"});
  }
  if (needs_outputs(wanted)) {
    result.arguments.insert(result.arguments.end(),
                            {"--output-junit", junit_of_ctest(with)});
  }
  result.environment = environment_of_round(with, round);
  report_crashes(with.ctest, *result.environment);
  return result;
}

/// After the last option of ctest.
tools::program_start with_arguments_of_tests(tools::program_start ctest,
                                             const run_settings& with) {
  ctest.arguments.insert(ctest.arguments.end(), with.for_tests.begin(),
                         with.for_tests.end());
  return ctest;
}

}  // namespace

std::string junit_of_ctest(const run_settings& with) {
  return with.run_directory + "/ctest.xml";
}

bool needs_outputs(const options& wanted) {
  return !wanted.junit.empty() || wanted.format == cli::output_format::json;
}

tools::program_start listing_of(const run_settings& with,
                                const tools::sorted_arguments& sorted) {
  tools::program_start listing;
  listing.arguments = {with.ctest};
  for (const std::string& argument : with.selection) {
    if (!spoils_listing(argument)) {
      listing.arguments.push_back(argument);
    }
  }
  // ctest writes its log even if it only lists, and would overwrite the log of
  // the other ctest. It therefore gets its own build tree, which only includes
  // the real one.
  if (!sorted.has_preset) {
    const std::string aside = listing_directory(with);
    std::error_code reported_by_the_log;
    fs::create_directories(aside, reported_by_the_log);
    std::ofstream(aside + "/CTestTestfile.cmake")
        << "subdirs([==[" << with.build << "]==])\n";
    listing.arguments.insert(listing.arguments.end(), {"--test-dir", aside});
  }
  listing.arguments.emplace_back("--show-only=json-v1");
  listing.environment = with.environment;
  // Sorting the tests takes as long as everything else, and a listing does not
  // need it.
  (*listing.environment)["PARALLEL_TESTING_ORDER"] = "declared";
  return listing;
}

void remove_listing(const run_settings& with) {
  std::error_code ignored;
  fs::remove_all(listing_directory(with), ignored);
}

tools::program_start all_tests(const run_settings& with, const options& wanted,
                               std::int64_t round) {
  return with_arguments_of_tests(
      ctest_with(with, wanted, with.selection, round), with);
}

tools::program_start some_tests(
    const run_settings& with, const options& wanted,
    const tools::sorted_arguments& sorted, std::int64_t round,
    const std::vector<tools::numbered_test>& tests) {
  // Selects tests by number. With a preset, -I counts only the tests that the
  // preset selects, so a file with the tests that failed last has to name them;
  // all ctests of the build tree share that file. The options that select tests
  // stay, because they may change the numbers.
  tools::program_start ctest = ctest_with(
      with, wanted, sorted.has_preset ? with.selection : with.arguments, round);
  if (sorted.has_preset) {
    tools::write_failed_tests(with.build, tests);
    ctest.arguments.emplace_back("--rerun-failed");
    return with_arguments_of_tests(std::move(ctest), with);
  }
  std::string numbers = "0,0,1";
  for (const auto& [number, name] : tests) {
    numbers.append(",").append(std::to_string(number));
  }
  ctest.arguments.insert(ctest.arguments.end(), {"-I", numbers});
  return with_arguments_of_tests(std::move(ctest), with);
}

bool stops_at_once(const options& wanted,
                   const tools::sorted_arguments& sorted) {
  return sorted.stops_on_failure || stops_natively(wanted);
}

}  // namespace parallel_testing::run_command
