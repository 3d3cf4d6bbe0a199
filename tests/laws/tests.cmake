# SPDX-License-Identifier: MPL-2.0
# The laws of the house, and for each of them a breach that must be found (laws.self_*).
set(laws ${CMAKE_CURRENT_SOURCE_DIR}/laws)

add_executable(source_laws laws/source_main.c laws/source_laws.c laws/source_samples.c)
target_link_libraries(source_laws PRIVATE framdrift_options)
set(floors "")
foreach(room IN LISTS FRAMDRIFT_ROOMS)
    list(JOIN FLOORS_${room} " " doors)
    list(APPEND floors "${room}:${doors}")
endforeach()
add_test(NAME laws.sources COMMAND source_laws ${CMAKE_SOURCE_DIR} ${floors})
add_test(NAME laws.self_sources COMMAND source_laws --self-test)

file(GLOB doors CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/include/framdrift/*.h)
foreach(door IN LISTS doors)
    get_filename_component(name ${door} NAME_WE)
    add_test(NAME laws.door_${name}
        COMMAND sh ${laws}/door.sh ${door} ${CMAKE_SOURCE_DIR} ${CMAKE_C_COMPILER} ${FRAMDRIFT_WARNINGS} -D_GNU_SOURCE)
endforeach()
add_test(NAME laws.self_door
    COMMAND sh ${laws}/door.sh --self-test ${CMAKE_C_COMPILER} ${FRAMDRIFT_WARNINGS} -D_GNU_SOURCE)

foreach(law tables manual)
    add_test(NAME laws.self_${law} COMMAND sh ${laws}/${law}.sh --self-test)
    if(TARGET framdrift)
        add_test(NAME laws.${law} COMMAND sh ${laws}/${law}.sh $<TARGET_FILE:framdrift> ${CMAKE_SOURCE_DIR}
            ${CMAKE_BINARY_DIR})
        set_tests_properties(laws.${law} PROPERTIES TIMEOUT 60)
    endif()
endforeach()
if(XGETTEXT AND MSGFMT)
    add_test(NAME laws.self_catalogues COMMAND sh ${laws}/catalogues.sh --self-test)
    add_test(NAME laws.catalogues COMMAND sh ${laws}/catalogues.sh ${CMAKE_SOURCE_DIR})
endif()
if(TARGET framdrift)
    add_test(NAME laws.install COMMAND sh ${laws}/install.sh ${CMAKE_COMMAND} ${CMAKE_BINARY_DIR} ${CMAKE_SOURCE_DIR}
        ${CMAKE_INSTALL_PREFIX})
    set_tests_properties(laws.install PROPERTIES TIMEOUT 120)
    add_test(NAME laws.self_install COMMAND sh ${laws}/install.sh true ${CMAKE_BINARY_DIR} ${CMAKE_SOURCE_DIR} /usr)
    set_tests_properties(laws.self_install PROPERTIES PASS_REGULAR_EXPRESSION "not installed: bin/framdrift")
endif()
