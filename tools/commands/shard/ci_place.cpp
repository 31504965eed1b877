// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/ci_place.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/src/base/text.hpp"

namespace parallel_testing::shard_command {
namespace {

/// A system that counts its parallel jobs by one variable and has their number
/// in another.
struct ci_system {
  const char* name;
  const char* index;
  std::int64_t first;  ///< the index of the first job
  const char* count;
  const char* marker;  ///< the index counts only if this variable is set; or ""
  const char* remedy;
};

constexpr const char* index_variable = "PARALLEL_TESTING_SHARD_INDEX";
constexpr const char* count_variable = "PARALLEL_TESTING_SHARD_COUNT";
constexpr const char* kubernetes_index = "JOB_COMPLETION_INDEX";

constexpr const char* explicit_remedy =
    "set PARALLEL_TESTING_SHARD_INDEX, counted from 0, and "
    "PARALLEL_TESTING_SHARD_COUNT, in GitHub Actions to "
    "${{ strategy.job-index }} and ${{ strategy.job-total }}";

/// The comments name the documentation of the variables.
constexpr ci_system ci_systems[] = {
    // A workflow sets them, because GitHub sets no variables for a matrix:
    // docs.github.com, "Contexts", strategy.job-index (from 0).
    {"the environment", index_variable, 0, count_variable, "", explicit_remedy},
    // docs.gitlab.com, "Predefined CI/CD variables"
    {"GitLab", "CI_NODE_INDEX", 1, "CI_NODE_TOTAL", "",
     "add `parallel: <number>` to the job"},
    // circleci.com/docs/variables
    {"CircleCI", "CIRCLE_NODE_INDEX", 0, "CIRCLE_NODE_TOTAL", "",
     "add `parallelism: <number>` to the job"},
    // buildkite.com/docs/pipelines/environment-variables
    {"Buildkite", "BUILDKITE_PARALLEL_JOB", 0, "BUILDKITE_PARALLEL_JOB_COUNT",
     "", "add `parallelism: <number>` to the step"},
    // learn.microsoft.com, "Predefined variables": System.JobPositionInPhase
    {"Azure Pipelines", "SYSTEM_JOBPOSITIONINPHASE", 1,
     "SYSTEM_TOTALJOBSINPHASE", "",
     "add `strategy: {parallel: <number>}` to the job"},
    // docs.semaphoreci.com, "Environment variables"
    {"Semaphore", "SEMAPHORE_JOB_INDEX", 1, "SEMAPHORE_JOB_COUNT", "",
     "add `parallelism: <number>` to the job"},
    // support.atlassian.com, "Set up or run parallel steps"
    {"Bitbucket", "BITBUCKET_PARALLEL_STEP", 0, "BITBUCKET_PARALLEL_STEP_COUNT",
     "", "put the step into a `parallel` group"},
    // kubernetes.io, "Indexed Job for Parallel Processing". Kubernetes has no
    // variable for the number of completions.
    {"Kubernetes", kubernetes_index, 0, count_variable, "",
     "set PARALLEL_TESTING_SHARD_COUNT in the Job to the value of its "
     "`completions`"},
    // srun(1). A batch script has the variables of its first task but is not
    // one of several processes: it has no step.
    {"a Slurm step", "SLURM_PROCID", 0, "SLURM_NTASKS", "SLURM_STEP_ID",
     "start the command by srun with --ntasks"},
};

constexpr const char* array_name = "a Slurm array";
constexpr const char* array_remedy =
    "submit an array with equal distances, such as `sbatch --array=0-7`";

/// The shard that one system names.
struct named_shard {
  std::string source;   ///< its name, and the variables with their values
  std::string problem;  ///< "": the number is valid
  std::string remedy;
  shard_number number{1, 1};
  bool is_explicit = false;  ///< set for this purpose: prevails over others
  bool is_single = false;    ///< a problem only if no other system is found
};

/// Reads variables, and keeps the text of those that are set. An empty value
/// counts as not set: CI systems write an unknown expression so.
class shown_variables {
 public:
  explicit shown_variables(const tools::variables& environment)
      : environment_(environment) {}

  bool has(const char* name) {
    const std::string value = tools::value_of(environment_, name);
    if (!value.empty()) {
      text_ += fmt::format("{}{}={}", text_.empty() ? "" : ", ", name,
                           value.substr(0, most_shown));
    }
    return !value.empty();
  }

  [[nodiscard]] std::optional<std::int64_t> number(const char* name) const {
    constexpr std::uint64_t most = 1U << 31U;
    const auto value = whole_number(tools::value_of(environment_, name), most);
    return value ? std::optional(static_cast<std::int64_t>(*value))
                 : std::nullopt;
  }

  [[nodiscard]] std::string source(const char* system) const {
    return fmt::format("{} ({})", system, text_);
  }

 private:
  static constexpr std::size_t most_shown = 40;
  const tools::variables& environment_;
  std::string text_;
};

/// Sets the number from an index that counts from `first`, or the problem.
void set_shard(named_shard& into, std::optional<std::int64_t> index,
               std::int64_t first, std::optional<std::int64_t> count) {
  constexpr auto most = static_cast<std::int64_t>(most_shards);
  if (!index || !count) {
    into.problem = "has a value that is not a number";
  } else if (*count < 1 || *count > most) {
    into.problem = fmt::format("has a count that is not from 1 to {}", most);
  } else if (*index < first || *index - first >= *count) {
    into.problem = fmt::format("has an index that is not from {} to {}", first,
                               first + *count - 1);
  } else {
    into.number = {static_cast<std::size_t>(*index - first + 1),
                   static_cast<std::size_t>(*count)};
  }
}

std::optional<named_shard> shard_named_by(const ci_system& system,
                                          const tools::variables& environment) {
  shown_variables variables(environment);
  const bool has_index = variables.has(system.index);
  const bool has_count = variables.has(system.count);
  const bool is_explicit = std::string_view(system.index) == index_variable;
  if ((*system.marker != '\0' &&
       !shown_variables(environment).has(system.marker)) ||
      (!has_index && !has_count)) {
    return {};
  }
  if (!has_index &&
      (is_explicit ? shown_variables(environment).has(kubernetes_index)
                   : std::string_view(system.count) == count_variable)) {
    // The count belongs to the other system.
    return {};
  }
  named_shard result;
  result.source = variables.source(system.name);
  result.remedy = system.remedy;
  result.is_explicit = is_explicit;
  if (has_index && has_count) {
    set_shard(result, variables.number(system.index), system.first,
              variables.number(system.count));
  } else {
    result.problem =
        fmt::format("lacks {}", has_index ? system.count : system.index);
    // GitLab sets the count to 1 in every job that is not parallel.
    result.is_single = !has_index && variables.number(system.count) == 1;
  }
  return result;
}

/// sbatch(1): the index may begin anywhere and have a step.
std::optional<named_shard> shard_of_array(const tools::variables& environment) {
  shown_variables variables(environment);
  if (!variables.has("SLURM_ARRAY_TASK_ID")) {
    return {};
  }
  named_shard result;
  for (const char* name : {"SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN",
                           "SLURM_ARRAY_TASK_MAX"}) {
    if (!variables.has(name) && result.problem.empty()) {
      result.problem = fmt::format("lacks {}", name);
    }
  }
  const bool has_step = variables.has("SLURM_ARRAY_TASK_STEP");
  result.source = variables.source(array_name);
  result.remedy = array_remedy;
  if (!result.problem.empty()) {
    return result;
  }
  const auto id = variables.number("SLURM_ARRAY_TASK_ID");
  const auto count = variables.number("SLURM_ARRAY_TASK_COUNT");
  const auto least = variables.number("SLURM_ARRAY_TASK_MIN");
  const auto most = variables.number("SLURM_ARRAY_TASK_MAX");
  if (!id || !count || !least || !most || *most < *least) {
    result.problem = "has a value that is not a number";
    return result;
  }
  std::int64_t step = 1;
  if (has_step) {
    step = variables.number("SLURM_ARRAY_TASK_STEP").value_or(0);
  } else if (*count > 1) {
    step = (*most - *least) / (*count - 1);
  }
  const bool is_regular = step > 0 && (*most - *least) / step + 1 == *count &&
                          (*id - *least) % step == 0;
  if (!is_regular) {
    result.problem = "has indices without equal distances";
    return result;
  }
  set_shard(result, (*id - *least) / step, 0, count);
  return result;
}

std::vector<named_shard> all_named_shards(const tools::variables& environment) {
  std::vector<named_shard> result;
  for (const ci_system& each : ci_systems) {
    if (auto found = shard_named_by(each, environment)) {
      result.push_back(std::move(*found));
    }
  }
  if (auto found = shard_of_array(environment)) {
    result.push_back(std::move(*found));
  }
  if (result.size() > 1) {
    std::erase_if(result, [](const auto& each) { return each.is_single; });
  }
  return result;
}

[[noreturn]] void refuse_place(const std::string& what) {
  throw cli::failure(cli::exit_usage, "shard auto: " + what);
}

std::string text_of_number(const shard_number& number) {
  return fmt::format("{}/{}", number.index, number.count);
}

/// Nothing in the environment names a shard.
[[noreturn]] void refuse_unnamed_place(const tools::variables& environment) {
  std::string known;
  for (const ci_system& each : ci_systems) {
    known += fmt::format("{}{}", known.empty() ? "" : ", ", each.index);
  }
  const char* batch =
      tools::value_of(environment, "SLURM_JOB_ID").empty()
          ? ""
          : "; this is a Slurm job, but neither a step that srun started nor a "
            "task of an array";
  refuse_place(fmt::format(
      "no variable of a CI system or a cluster names the shard (looked for {}, "
      "SLURM_ARRAY_TASK_ID){}; pass the shard as i/n, or {}",
      known, batch, explicit_remedy));
}

}  // namespace

ci_place shard_of_environment(const tools::variables& environment) {
  const std::vector<named_shard> found = all_named_shards(environment);
  if (found.empty()) {
    refuse_unnamed_place(environment);
  }
  const named_shard* chosen = &found.front();
  for (const named_shard& each : found) {
    if (!each.problem.empty()) {
      refuse_place(fmt::format("{} {}; {}, or pass the shard as i/n",
                               each.source, each.problem, each.remedy));
    }
    if (each.is_explicit) {
      return {each.number, each.source};
    }
    if (chosen->number.count == 1) {
      chosen = &each;
    }
  }
  for (const named_shard& each : found) {
    if (each.number.count > 1 && (each.number.index != chosen->number.index ||
                                  each.number.count != chosen->number.count)) {
      refuse_place(fmt::format(
          "{} is shard {}, but {} is shard {}; {}, or pass the "
          "shard as i/n",
          chosen->source, text_of_number(chosen->number), each.source,
          text_of_number(each.number), explicit_remedy));
    }
  }
  return {chosen->number, chosen->source};
}

}  // namespace parallel_testing::shard_command
