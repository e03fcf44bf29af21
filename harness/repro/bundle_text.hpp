#pragma once

namespace pgreach::repro::bundle_text {

// The files of reports/repro, put into the binary while configuring.
extern const char* const script;
extern const char* const readme;

}  // namespace pgreach::repro::bundle_text
