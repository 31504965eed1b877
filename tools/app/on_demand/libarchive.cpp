// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The functions of libarchive that the folder `archive` calls.
#include <archive.h>
#include <archive_entry.h>

#include "app/on_demand/library.hpp"

namespace {

parallel_testing::app::library_on_demand& libarchive() {
  static parallel_testing::app::library_on_demand library(
      PARALLEL_TESTING_LIBARCHIVE);
  return library;
}

}  // namespace

PARALLEL_TESTING_ON_DEMAND(libarchive, const char*, archive_error_string,
                           (archive * of), (of))

PARALLEL_TESTING_ON_DEMAND(libarchive, archive*, archive_read_new, (), ())
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_read_support_format_tar,
                           (archive * of), (of))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_read_support_filter_zstd,
                           (archive * of), (of))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_read_open_filename,
                           (archive * of, const char* path, std::size_t block),
                           (of, path, block))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_read_next_header,
                           (archive * of, archive_entry** into), (of, into))
PARALLEL_TESTING_ON_DEMAND(libarchive, la_ssize_t, archive_read_data,
                           (archive * of, void* into, std::size_t size),
                           (of, into, size))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_read_free, (archive * of),
                           (of))

PARALLEL_TESTING_ON_DEMAND(libarchive, archive*, archive_write_new, (), ())
PARALLEL_TESTING_ON_DEMAND(libarchive, int,
                           archive_write_set_format_pax_restricted,
                           (archive * to), (to))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_write_add_filter_zstd,
                           (archive * to), (to))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_write_open_filename,
                           (archive * to, const char* path), (to, path))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_write_header,
                           (archive * to, archive_entry* entry), (to, entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, la_ssize_t, archive_write_data,
                           (archive * to, const void* data, std::size_t size),
                           (to, data, size))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_write_close, (archive * to),
                           (to))
PARALLEL_TESTING_ON_DEMAND(libarchive, int, archive_write_free, (archive * to),
                           (to))

PARALLEL_TESTING_ON_DEMAND(libarchive, archive_entry*, archive_entry_new, (),
                           ())
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_free,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, const char*, archive_entry_pathname,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_set_pathname,
                           (archive_entry * entry, const char* path),
                           (entry, path))
PARALLEL_TESTING_ON_DEMAND(libarchive, la_int64_t, archive_entry_size,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_set_size,
                           (archive_entry * entry, la_int64_t size),
                           (entry, size))
PARALLEL_TESTING_ON_DEMAND(libarchive, __LA_MODE_T, archive_entry_perm,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_set_perm,
                           (archive_entry * entry, __LA_MODE_T mode),
                           (entry, mode))
PARALLEL_TESTING_ON_DEMAND(libarchive, time_t, archive_entry_mtime,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_set_mtime,
                           (archive_entry * entry, time_t seconds,
                            long nanoseconds),
                           (entry, seconds, nanoseconds))
PARALLEL_TESTING_ON_DEMAND(libarchive, __LA_MODE_T, archive_entry_filetype,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_set_filetype,
                           (archive_entry * entry, unsigned type),
                           (entry, type))
PARALLEL_TESTING_ON_DEMAND(libarchive, const char*, archive_entry_hardlink,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, const char*, archive_entry_symlink,
                           (archive_entry * entry), (entry))
PARALLEL_TESTING_ON_DEMAND(libarchive, void, archive_entry_set_symlink,
                           (archive_entry * entry, const char* target),
                           (entry, target))
