# Every library that saldo stands on; docs/dependencies.md says why each.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json system)
find_package(CURL 7.88 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(simdjson REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(CLI11 2.1 REQUIRED)

# Asio: one loop thread, coroutines only.
add_library(saldo_asio INTERFACE)
target_compile_definitions(saldo_asio INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_REGEX BOOST_ASIO_DISABLE_BOOST_DATE_TIME)
target_link_libraries(saldo_asio INTERFACE Boost::headers Boost::system Threads::Threads)

# Intel's IEEE decimal128: arguments by value, rounding and flags passed explicitly (library variant 000).
find_library(SALDO_BID_LIBRARY NAMES libbidgcc000.a REQUIRED)
find_path(SALDO_BID_INCLUDE bid_functions.h REQUIRED)
add_library(saldo_bid INTERFACE)
target_include_directories(saldo_bid SYSTEM INTERFACE "${SALDO_BID_INCLUDE}")
target_compile_definitions(saldo_bid INTERFACE
  DECIMAL_CALL_BY_REFERENCE=0 DECIMAL_GLOBAL_ROUNDING=0 DECIMAL_GLOBAL_EXCEPTION_FLAGS=0)
target_link_libraries(saldo_bid INTERFACE "${SALDO_BID_LIBRARY}")

if(SALDO_TESTS)
  find_package(GTest 1.12 REQUIRED)
  find_library(SALDO_RAPIDCHECK_LIBRARY NAMES rapidcheck REQUIRED)
  add_library(rapidcheck INTERFACE)
  target_link_libraries(rapidcheck INTERFACE "${SALDO_RAPIDCHECK_LIBRARY}")
endif()
