# One place for what every target is compiled with.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Paths below the checkout are relative to ccache, so that a second clone need not compile what the first one did.
find_program(SALDO_CCACHE ccache)
if(SALDO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=true "${SALDO_CCACHE}")
endif()

option(SALDO_WERROR "warnings are errors" ON)
set(SALDO_SANITIZE "" CACHE STRING "sanitizers, as for -fsanitize=")

add_library(saldo_options INTERFACE)
target_compile_options(saldo_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  # Records are written with designated initializers; a field left out has its declared default.
  -Wno-missing-field-initializers
  $<$<BOOL:${SALDO_WERROR}>:-Werror>
  # A null check in libstdc++ and Asio's coroutine frames trips these in g++ 12 although the code is right.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-mismatched-new-delete>)

if(SALDO_SANITIZE)
  add_compile_options(-fsanitize=${SALDO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SALDO_SANITIZE})
endif()

# A fuzzer finds its way by the branches that its input takes, so all code has to report them.
if(SALDO_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
