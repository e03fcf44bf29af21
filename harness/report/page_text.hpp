#pragma once

namespace pgreach::report::page_text {

// The files of reports/html, put into the binary while configuring.
extern const char* const page;
extern const char* const style;
extern const char* const base;
extern const char* const matrix;
extern const char* const cell;
extern const char* const timeline;
extern const char* const page_script;
extern const char* const compare;

}  // namespace pgreach::report::page_text
