// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The functions of libpq that ParallelTesting::postgresql calls.
#include <libpq-fe.h>

#include "app/on_demand/library.hpp"

namespace {

parallel_testing::app::library_on_demand& libpq() {
  static parallel_testing::app::library_on_demand library(
      PARALLEL_TESTING_LIBPQ);
  return library;
}

}  // namespace

PARALLEL_TESTING_ON_DEMAND(libpq, void, PQclear, (PGresult * result), (result))
PARALLEL_TESTING_ON_DEMAND(libpq, PQconninfoOption*, PQconndefaults, (), ())
PARALLEL_TESTING_ON_DEMAND(libpq, PGconn*, PQconnectdb, (const char* where),
                           (where))
PARALLEL_TESTING_ON_DEMAND(libpq, void, PQconninfoFree,
                           (PQconninfoOption * options), (options))
PARALLEL_TESTING_ON_DEMAND(libpq, PQconninfoOption*, PQconninfoParse,
                           (const char* where, char** problem),
                           (where, problem))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQdb, (const PGconn* on), (on))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQerrorMessage, (const PGconn* on),
                           (on))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQescapeLiteral,
                           (PGconn * on, const char* text, std::size_t size),
                           (on, text, size))
PARALLEL_TESTING_ON_DEMAND(libpq, PGresult*, PQexec,
                           (PGconn * on, const char* sql), (on, sql))
PARALLEL_TESTING_ON_DEMAND(libpq, void, PQfinish, (PGconn * on), (on))
PARALLEL_TESTING_ON_DEMAND(libpq, void, PQfreemem, (void* memory), (memory))
PARALLEL_TESTING_ON_DEMAND(libpq, int, PQgetlength,
                           (const PGresult* result, int row, int column),
                           (result, row, column))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQgetvalue,
                           (const PGresult* result, int row, int column),
                           (result, row, column))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQhost, (const PGconn* on), (on))
PARALLEL_TESTING_ON_DEMAND(libpq, int, PQnfields, (const PGresult* result),
                           (result))
PARALLEL_TESTING_ON_DEMAND(libpq, int, PQntuples, (const PGresult* result),
                           (result))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQpass, (const PGconn* on), (on))
PARALLEL_TESTING_ON_DEMAND(libpq, PGPing, PQping, (const char* where), (where))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQport, (const PGconn* on), (on))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQresultErrorField,
                           (const PGresult* result, int field), (result, field))
PARALLEL_TESTING_ON_DEMAND(libpq, ExecStatusType, PQresultStatus,
                           (const PGresult* result), (result))
PARALLEL_TESTING_ON_DEMAND(libpq, int, PQserverVersion, (const PGconn* on),
                           (on))
PARALLEL_TESTING_ON_DEMAND(libpq, PQnoticeReceiver, PQsetNoticeReceiver,
                           (PGconn * on, PQnoticeReceiver with, void* data),
                           (on, with, data))
PARALLEL_TESTING_ON_DEMAND(libpq, ConnStatusType, PQstatus, (const PGconn* on),
                           (on))
PARALLEL_TESTING_ON_DEMAND(libpq, PGTransactionStatusType, PQtransactionStatus,
                           (const PGconn* on), (on))
PARALLEL_TESTING_ON_DEMAND(libpq, char*, PQuser, (const PGconn* on), (on))
