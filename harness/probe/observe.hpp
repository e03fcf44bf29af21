#pragma once

#include <string>
#include <vector>

#include "model/observation.hpp"

namespace pgreach::probe {

// What is known of a flow before it is looked at.
struct Expectation {
    // The same flow was open in this run when nothing was applied, so that silence proves something. A backend that
    // records every drop leaves it false: there, silence without its drop event is unclear.
    bool positive_control = false;
    // Who may answer, where targets tell: the cluster_name or the address of the target. Empty: anybody.
    std::vector<std::string> answerers = {};
    // Why drop events may be missing; empty where none are.
    std::string evidence_lost = {};
};

// What attempts of one flow, made one after the other, and the datapath's events for them show: design.md,
// "Observations: what counts". Whatever is not proven is unclear.
Observation observe_from(std::vector<Attempt> attempts, std::vector<Evidence> events, const Expectation& expectation);

// Whether `answered_by` ("cluster-example@10.244.0.3 (primary)") tells this name or address.
bool answers_as(const std::string& answered_by, const std::string& expected);

}  // namespace pgreach::probe
