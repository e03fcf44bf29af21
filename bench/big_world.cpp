#include "big_world.hpp"

#include <array>
#include <memory>
#include <stdexcept>
#include <string>

#include "manifest/manifest.hpp"

namespace pgreach {
namespace {

std::string name(const char* prefix, size_t number) {
    return prefix + std::to_string(number);
}

std::string policy_text(const Size& size, size_t number) {
    constexpr std::array rules = {
        "ingress: [{fromEndpoints: [{matchLabels: {role: peer}}], toPorts: [{ports: [{port: \"5432\"}]}]}]",
        "ingress: [{fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: OTHER}}]}]",
        "ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: \"5432\"}, {port: \"8000\"}]}]}]",
        "ingressDeny: [{fromEndpoints: [{matchLabels: {set: s3}}], toPorts: [{ports: [{port: \"8000\"}]}]}]",
        "egress: [{toEntities: [cluster], toPorts: [{ports: [{port: \"5000\", endPort: 6000}]}]}]",
    };
    std::string rule = rules[number % rules.size()];
    if (const size_t other = rule.find("OTHER"); other != std::string::npos) {
        rule.replace(other, 5, name("ns", (number + 1) % size.namespaces));
    }
    return "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: " + name("p", number) +
           ", namespace: " + name("ns", number % size.namespaces) +
           "}\nspec:\n  endpointSelector: {matchLabels: {set: " + name("s", number % 7) + "}}\n  " + rule + "\n";
}

}  // namespace

World big_world(const Size& size) {
    World world;
    for (size_t i = 0; i < size.pods; ++i) {
        const size_t set = size.variety == 0 ? i : i / size.namespaces % size.variety;
        Endpoint pod{.name = name("pod", i), .ns = name("ns", i % size.namespaces)};
        pod.labels = {{"set", name("s", set)}, {"role", set % 2 == 0 ? "peer" : "plain"}, {"app", "x"}};
        world.endpoints.push_back(std::move(pod));
    }
    return world;
}

engine::PolicySet big_policies(const Size& size) {
    engine::PolicySet policies;
    for (size_t i = 0; i < size.policies; ++i) {
        const auto read = manifest::read(std::make_shared<const Source>(Source{"bench", policy_text(size, i)}));
        const auto admission = policies.apply(read.manifests.at(0), FieldValidation::strict);
        if (admission.result != AdmissionResult::accepted) throw std::runtime_error(describe(admission));
    }
    return policies;
}

}  // namespace pgreach
