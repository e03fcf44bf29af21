#include "model/admission.hpp"

#include "base/text.hpp"

namespace pgreach {

std::string describe(const Admission& admission) {
    switch (admission.result) {
        case AdmissionResult::accepted:
            return {};
        case AdmissionResult::refused:
            if (!admission.schema_errors.empty()) return join(admission.schema_errors, "; ");
            return "unknown field " + enumerate(admission.unknown_fields);
        case AdmissionResult::pruned:
            return "stored without " + enumerate(admission.unknown_fields);
        case AdmissionResult::rejected:
            return admission.agent_error;
    }
    return {};
}

}  // namespace pgreach
