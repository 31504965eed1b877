// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

/// The whole runtime library. parallel_testing/gtest.hpp and
/// parallel_testing/catch2.hpp include it; sqlite.hpp and postgresql.hpp are
/// separate, because each requires another library.
///
///     namespace pt = parallel_testing;
///     pt::temp_dir dir;
///     pt::reserved_port port = pt::reserve_port();

#include <parallel_testing/allocation.hpp>   // IWYU pragma: export
#include <parallel_testing/artifact.hpp>     // IWYU pragma: export
#include <parallel_testing/environment.hpp>  // IWYU pragma: export
#include <parallel_testing/error.hpp>        // IWYU pragma: export
#include <parallel_testing/lock.hpp>         // IWYU pragma: export
#include <parallel_testing/markers.hpp>      // IWYU pragma: export
#include <parallel_testing/mpi.hpp>          // IWYU pragma: export
#include <parallel_testing/names.hpp>        // IWYU pragma: export
#include <parallel_testing/once.hpp>         // IWYU pragma: export
#include <parallel_testing/port.hpp>         // IWYU pragma: export
#include <parallel_testing/sql_files.hpp>    // IWYU pragma: export
#include <parallel_testing/temp_dir.hpp>     // IWYU pragma: export
#include <parallel_testing/worker.hpp>       // IWYU pragma: export
