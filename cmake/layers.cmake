# saldo_layer(<name> SOURCES ... LINKS ...): one folder, one static library, one include root.
#
# Headers are included by layer, as "core/decimal.h". Each layer's include root holds nothing but a link to its own
# folder, so a target sees only the layers that it links: an include from above does not compile.
function(saldo_layer name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  foreach(link ${arg_LINKS})
    if(link MATCHES "^saldo_" AND NOT TARGET ${link})
      message(FATAL_ERROR "layer ${name} links ${link}, which is not a layer below it")
    endif()
  endforeach()
  set(root "${CMAKE_BINARY_DIR}/layers/${name}")
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${root}/${name}" SYMBOLIC)
  add_library(saldo_${name} STATIC ${arg_SOURCES})
  target_include_directories(saldo_${name} PUBLIC "${root}")
  target_link_libraries(saldo_${name} PUBLIC ${arg_LINKS} PRIVATE saldo_options)
  set_property(GLOBAL APPEND PROPERTY SALDO_LAYERS ${name})
endfunction()

# saldo_test(<name> SOURCES ... LINKS ...): one GoogleTest binary, usually one a layer.
function(saldo_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name}_test ${arg_SOURCES})
  target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name}_test PRIVATE ${arg_LINKS} saldo_options rapidcheck GTest::gmock_main)
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()
