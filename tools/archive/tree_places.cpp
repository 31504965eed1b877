// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/tree_places.hpp"

#include <algorithm>
#include <utility>

namespace parallel_testing::tools {

tree_places::tree_places(std::string source, std::string build,
                         std::string real_source, std::string real_build,
                         std::vector<std::string> projects)
    : source_(std::move(source)),
      build_(std::move(build)),
      real_source_(std::move(real_source)),
      real_build_(std::move(real_build)),
      common_(common_directory(source_, build_)) {
  std::sort(projects.begin(), projects.end());
  for (std::string& each : projects) {
    const std::vector<std::string> known = roots();
    if (std::none_of(known.begin(), known.end(), [&](const auto& root) {
          return is_below(each, root) || is_below(root, each);
        })) {
      projects_.push_back(std::move(each));
    }
  }
}

std::string tree_places::spelled(const std::string& path) const {
  // The build tree may be in the source tree, so it comes first.
  if (is_below(path, build_) || is_below(path, source_)) {
    return path;
  }
  if (is_below(path, real_build_)) {
    return build_ + path.substr(real_build_.size());
  }
  return is_below(path, real_source_)
             ? source_ + path.substr(real_source_.size())
             : path;
}

std::optional<std::string> tree_places::place_of(
    const std::string& path) const {
  const std::string known = spelled(path);
  if (!is_below(known, build_) && !is_below(known, source_)) {
    const bool is_in_project =
        std::any_of(projects_.begin(), projects_.end(),
                    [&](const auto& each) { return is_below(path, each); });
    return is_in_project ? std::optional("other" + path) : std::nullopt;
  }
  return "tree" + known.substr(common_.size());
}

std::string tree_places::tree_of(const std::string& path) const {
  std::string result;
  for (const std::string& each : trees()) {
    if (is_below(path, each) && each.size() > result.size()) {
      result = each;
    }
  }
  return result;
}

std::vector<std::string> tree_places::trees() const {
  std::vector<std::string> result{source_, build_};
  result.insert(result.end(), projects_.begin(), projects_.end());
  return result;
}

std::vector<std::string> tree_places::roots() const {
  std::vector<std::string> result{source_, build_};
  if (real_source_ != source_) {
    result.push_back(real_source_);
  }
  if (real_build_ != build_) {
    result.push_back(real_build_);
  }
  result.insert(result.end(), projects_.begin(), projects_.end());
  return result;
}

std::vector<moved_path> tree_places::moves() const {
  std::vector<moved_path> result;
  for (const std::string& each : roots()) {
    result.push_back({each, *place_of(each)});
  }
  return result;
}

}  // namespace parallel_testing::tools
