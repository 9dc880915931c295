# With what the layer is compiled with, its own header must compile, and those that it may not see must not be found.
include("${layer}")
list(TRANSFORM includes PREPEND "-I")
list(TRANSFORM definitions PREPEND "-D")
string(REGEX REPLACE "\\.cmake$" ".cpp" source "${layer}")

function(compile_include header result messages)
  file(WRITE "${source}" "#include \"${header}\"\n")
  execute_process(COMMAND ${compile} ${definitions} ${includes} "${source}"
    RESULT_VARIABLE code ERROR_VARIABLE errors OUTPUT_QUIET)
  set(${result} "${code}" PARENT_SCOPE)
  set(${messages} "${errors}" PARENT_SCOPE)
endfunction()

compile_include("${own}" code errors)
if(NOT code EQUAL 0)
  message(SEND_ERROR "${own} does not compile:\n${errors}")
endif()

foreach(header ${refused})
  compile_include("${header}" code errors)
  if(code EQUAL 0)
    message(SEND_ERROR "${header} can be included and should not be")
  elseif(NOT errors MATCHES "${header}(: No such file|' file not found)")
    message(SEND_ERROR "${header} fails to compile for another reason than that it is not found:\n${errors}")
  endif()
endforeach()
