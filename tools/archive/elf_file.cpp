// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/elf_file.hpp"

#include <elf.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {
namespace {

/// Nothing if the structure is not completely inside `content`.
template <typename Structure>
std::optional<Structure> structure_at(std::string_view content,
                                      std::uint64_t offset) {
  if (offset > content.size() || content.size() - offset < sizeof(Structure)) {
    return std::nullopt;
  }
  Structure result;
  std::memcpy(&result, content.data() + offset, sizeof(Structure));
  return result;
}

bool has_own_format(const Elf64_Ehdr& header) {
  constexpr auto order =
      __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
  return header.e_ident[EI_CLASS] == ELFCLASS64 &&
         header.e_ident[EI_DATA] == order;
}

std::vector<Elf64_Phdr> segments_of(std::string_view content,
                                    const Elf64_Ehdr& header) {
  std::vector<Elf64_Phdr> result;
  for (std::size_t at = 0; at < header.e_phnum; ++at) {
    const auto segment = structure_at<Elf64_Phdr>(
        content, header.e_phoff + at * sizeof(Elf64_Phdr));
    if (!segment) {
      break;
    }
    result.push_back(*segment);
  }
  return result;
}

byte_range range_of(const Elf64_Phdr& segment, std::string_view content) {
  const std::size_t offset =
      std::min<std::size_t>(segment.p_offset, content.size());
  return {offset,
          std::min<std::size_t>(segment.p_filesz, content.size() - offset)};
}

/// The place in the file of what the program has at `address`; 0 if there is
/// nothing.
std::size_t offset_of(std::uint64_t address,
                      const std::vector<Elf64_Phdr>& segments) {
  for (const Elf64_Phdr& each : segments) {
    if (each.p_type == PT_LOAD && address >= each.p_vaddr &&
        address - each.p_vaddr < each.p_filesz) {
      return each.p_offset + (address - each.p_vaddr);
    }
  }
  return 0;
}

std::string zero_terminated(std::string_view content, std::size_t offset) {
  if (offset >= content.size()) {
    return "";
  }
  const std::string_view rest = content.substr(offset);
  return std::string(rest.substr(0, rest.find('\0')));
}

void read_dynamic_section(std::string_view content, byte_range where,
                          const std::vector<Elf64_Phdr>& segments,
                          elf_file& into) {
  std::size_t names = 0;
  std::vector<std::size_t> needed;
  std::optional<std::size_t> run_path;
  std::optional<std::size_t> old_run_path;
  for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= where.size;
       at += sizeof(Elf64_Dyn)) {
    const auto item = structure_at<Elf64_Dyn>(content, where.offset + at);
    if (!item || item->d_tag == DT_NULL) {
      break;
    }
    switch (item->d_tag) {
      case DT_STRTAB:
        names = offset_of(item->d_un.d_ptr, segments);
        break;
      case DT_NEEDED:
        needed.push_back(item->d_un.d_val);
        break;
      case DT_RUNPATH:
        run_path = item->d_un.d_val;
        break;
      case DT_RPATH:
        old_run_path = item->d_un.d_val;
        break;
      default:
        break;
    }
  }
  if (names == 0) {
    return;
  }
  for (const std::size_t each : needed) {
    into.needed.push_back(zero_terminated(content, names + each));
  }
  run_path = run_path ? run_path : old_run_path;
  if (run_path) {
    into.run_path = zero_terminated(content, names + *run_path);
    into.run_path_offset = into.run_path.empty() ? 0 : names + *run_path;
  }
}

}  // namespace

std::optional<elf_file> parse_elf(std::string_view content) {
  if (!starts_with(content, ELFMAG)) {
    return std::nullopt;
  }
  elf_file result;
  const auto header = structure_at<Elf64_Ehdr>(content, 0);
  if (!header || !has_own_format(*header)) {
    result.loaded = {{0, content.size()}};
    return result;
  }
  const std::vector<Elf64_Phdr> segments = segments_of(content, *header);
  for (const Elf64_Phdr& each : segments) {
    if (each.p_type == PT_LOAD && each.p_filesz > 0) {
      result.loaded.push_back(range_of(each, content));
    } else if (each.p_type == PT_DYNAMIC) {
      read_dynamic_section(content, range_of(each, content), segments, result);
    }
  }
  return result;
}

}  // namespace parallel_testing::tools
