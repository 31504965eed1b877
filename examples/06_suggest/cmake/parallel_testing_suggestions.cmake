# Written by `parallel-testing suggest --apply`, which replaces everything but the
# lines between the next two comments.
# Lines of the project:
# End of the lines of the project.

# 3 tests share stock.txt in the working directory: Stock.CountsPens reads,
# writes and removes build/stock.txt; so does Stock.CountsInk
parallel_mark_tests(
  warehouse_test
  "Stock.CountsPens"
  "Stock.CountsInk"
  "Stock.KnowsPrices"
  WORKING_DIRECTORY PRIVATE
  VISIBLE_FILES "data/prices.csv"
)
# 2 tests share /tmp/warehouse.cache: Cache.KeepsPens reads, writes and removes
# /tmp/warehouse.cache; so does Cache.KeepsInk (on a machine that does not allow
# it, these tests take turns (lock 'isolate:tmp'))
parallel_mark_tests(
  warehouse_test
  "Cache.KeepsPens"
  "Cache.KeepsInk"
  MARKERS isolate:tmp
)
# 2 tests share tcp:127.0.0.1:18084: Server.Starts binds TCP port 18084; so does
# Server.StartsAgain (on a machine that does not allow it, these tests take
# turns (lock 'isolate:network'))
parallel_mark_tests(
  warehouse_test
  "Server.Starts"
  "Server.StartsAgain"
  MARKERS isolate:network
)
