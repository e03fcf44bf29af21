#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admission.hpp"
#include "model/conclusion.hpp"
#include "model/flow.hpp"
#include "model/health.hpp"
#include "model/judgement.hpp"
#include "model/observation.hpp"
#include "model/participants.hpp"
#include "model/watch.hpp"
#include "model/world.hpp"

namespace pgreach {

// The names of closed sets, as they stand in files, records and messages: "docs-defect", "remote-node", "drop-event".
std::string_view to_string(EndpointKind kind);
std::string_view to_string(Protocol protocol);  // "TCP"
std::string_view to_string(Verdict verdict);
std::string_view to_string(Milestone milestone);
std::string_view to_string(AttemptEnd end);
std::string_view to_string(EvidenceKind kind);
std::string_view to_string(DoubtCause cause);
std::string_view to_string(Observed observed);
std::string_view to_string(AdmissionResult result);
std::string_view to_string(FieldValidation validation);
std::string_view to_string(Judgement judgement);
std::string_view to_string(PortPurpose purpose);
std::string_view to_string(InstanceRole role);
std::string_view to_string(HealthState state);
std::string_view to_string(ConnectionKind kind);
std::string_view to_string(SampleOutcome outcome);

// The value of that name; nothing where there is none.
template <typename Enum>
std::optional<Enum> from_string(std::string_view name);

// All names of a closed set, for those that are read from files.
template <typename Enum>
std::vector<std::string> all_names();

}  // namespace pgreach
