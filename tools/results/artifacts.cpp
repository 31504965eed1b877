// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/artifacts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <utility>

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 200;  ///< of one directory
constexpr std::size_t most_text = 16'384;
constexpr std::size_t most_picture = 1U << 20U;
constexpr std::size_t most_together = 16U << 20U;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> pictures{
    {{"avif", "image/avif"},
     {"bmp", "image/bmp"},
     {"gif", "image/gif"},
     {"ico", "image/x-icon"},
     {"jpeg", "image/jpeg"},
     {"jpg", "image/jpeg"},
     {"png", "image/png"},
     {"svg", "image/svg+xml"},
     {"webp", "image/webp"}}};

/// "" if the file is not a picture.
std::string_view picture_type(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) {
    return "";
  }
  std::string ending(name.substr(dot + 1));
  std::transform(
      ending.begin(), ending.end(), ending.begin(),
      [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto* const found =
      std::find_if(pictures.begin(), pictures.end(),
                   [&](const auto& each) { return each.first == ending; });
  return found == pictures.end() ? "" : found->second;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr unsigned bits_of_digit = 6;
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    unsigned value = 0;
    for (std::size_t byte = 0; byte < 3; ++byte) {
      value =
          (value << 8U) |
          (byte < group.size() ? static_cast<unsigned char>(group[byte]) : 0U);
    }
    for (unsigned digit = 0; digit < 4; ++digit) {
      const unsigned place = (value >> (bits_of_digit * (3 - digit))) & 63U;
      text += digit <= group.size() ? digits[place] : '=';
    }
  }
  return text;
}

std::string first_bytes(const std::string& path, std::size_t size) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// Reads what a page shows of the file; `left` is how much it may still show.
void read_content(artifact& of, std::size_t& left) {
  if (of.kind == artifact_kind::picture) {
    if (of.size <= std::min(most_picture, left)) {
      of.content = data_uri(of.name, first_bytes(of.path, most_picture));
    }
  } else {
    const std::string text = first_bytes(of.path, std::min(most_text, left));
    if (text.find('\0') == std::string::npos) {
      of.kind = artifact_kind::text;
      of.content = text.size() < of.size ? text + "…" : text;
    }
  }
  left -= std::min(left, of.content.size());
}

std::vector<artifact> files_in(const std::string& directory) {
  std::vector<artifact> files;
  std::error_code problem;
  if (!fs::is_directory(fs::symlink_status(directory, problem))) {
    return files;
  }
  for (auto each = fs::recursive_directory_iterator(
           directory, fs::directory_options::skip_permission_denied, problem);
       !problem && each != fs::recursive_directory_iterator() &&
       files.size() < most_files;
       each.increment(problem)) {
    std::error_code unknown;
    if (!fs::is_regular_file(each->symlink_status(unknown))) {
      continue;
    }
    artifact found;
    found.path = each->path().string();
    found.name = found.path.substr(directory.size() + 1);
    found.kind = kind_of_artifact(found.name);
    const std::uintmax_t size = each->file_size(unknown);
    found.size = unknown ? 0 : static_cast<std::uint64_t>(size);
    files.push_back(std::move(found));
  }
  std::sort(files.begin(), files.end(),
            [](const artifact& one, const artifact& other) {
              return one.name < other.name;
            });
  return files;
}

}  // namespace

std::string artifacts_directory_of(const std::string& events) {
  return (fs::absolute(events).parent_path() / "artifacts").string();
}

bool is_artifacts_name(std::string_view name) {
  return !name.empty() && name[0] != '.' &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
         });
}

void find_artifacts(run_result& result, const std::string& directory,
                    artifact_contents contents) {
  std::size_t left = most_together;
  for (test_result& test : result.tests) {
    for (attempt& of : test.attempts) {
      for (const std::string& name : of.artifact_directories) {
        if (!is_artifacts_name(name)) {
          continue;
        }
        for (artifact& each : files_in(directory + "/" + name)) {
          if (contents == artifact_contents::read) {
            read_content(each, left);
          }
          of.artifacts.push_back(std::move(each));
        }
      }
    }
  }
}

artifact_kind kind_of_artifact(std::string_view name) {
  return picture_type(name).empty() ? artifact_kind::other
                                    : artifact_kind::picture;
}

std::string data_uri(std::string_view name, std::string_view bytes) {
  return fmt::format("data:{};base64,{}", picture_type(name), base64(bytes));
}

}  // namespace parallel_testing::tools
