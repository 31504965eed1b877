// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/build_id.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace parallel_testing::tools {
namespace {

/// The part of `bytes`, as much of it as there is.
std::string_view bytes_in(std::string_view bytes, std::uint64_t offset,
                          std::uint64_t size) {
  return offset >= bytes.size() ? std::string_view()
                                : bytes.substr(offset, size);
}

template <class Record>
std::optional<Record> elf_record(std::string_view bytes, std::uint64_t offset) {
  const std::string_view part = bytes_in(bytes, offset, sizeof(Record));
  if (part.size() < sizeof(Record)) {
    return {};
  }
  Record result;
  std::memcpy(&result, part.data(), sizeof(Record));
  return result;
}

constexpr std::uint64_t padded(std::uint64_t size) {
  constexpr std::uint64_t alignment = 4;
  return (size + alignment - 1) / alignment * alignment;
}

std::string build_id_in_notes(std::string_view notes) {
  while (const auto note = elf_record<Elf64_Nhdr>(notes, 0)) {
    const std::string_view name =
        bytes_in(notes, sizeof(Elf64_Nhdr), note->n_namesz);
    const std::uint64_t start = sizeof(Elf64_Nhdr) + padded(note->n_namesz);
    if (note->n_type == NT_GNU_BUILD_ID &&
        name == std::string_view(ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU))) {
      std::string id;
      for (const char each : bytes_in(notes, start, note->n_descsz)) {
        id += fmt::format("{:02x}", static_cast<unsigned char>(each));
      }
      return id;
    }
    const std::uint64_t next = start + padded(note->n_descsz);
    notes = bytes_in(notes, next, notes.size());
  }
  return "";
}

}  // namespace

std::optional<std::string> build_id_in(std::string_view start) {
  const auto header = elf_record<Elf64_Ehdr>(start, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
    return {};
  }
  const std::uint64_t segments =
      header->e_ident[EI_CLASS] == ELFCLASS64 ? header->e_phnum : 0;
  for (std::uint64_t at = 0; at < segments; ++at) {
    const auto segment = elf_record<Elf64_Phdr>(
        start, header->e_phoff + at * sizeof(Elf64_Phdr));
    if (segment && segment->p_type == PT_NOTE) {
      std::string id = build_id_in_notes(
          bytes_in(start, segment->p_offset, segment->p_filesz));
      if (!id.empty()) {
        return id;
      }
    }
  }
  return "";
}

std::optional<std::string> build_id_of(const std::string& path) {
  std::array<char, 1U << 16> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  return build_id_in(
      std::string_view(start.data(), static_cast<std::size_t>(file.gcount())));
}

}  // namespace parallel_testing::tools
